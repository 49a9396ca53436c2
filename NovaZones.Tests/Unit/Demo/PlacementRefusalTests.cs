using System.Net;
using System.Text.Json;
using NovaZones.Client;
using NovaZones.Client.Models;
using NovaZones.Web.Demo.Client;
using Xunit;

namespace NovaZones.Tests.Unit.Demo;

/// <summary>What the demo and the benches count refusals by, read from what the client library reads.</summary>
public sealed class PlacementRefusalTests
{
    [Theory]
    [InlineData("""{"type":"/problems/no-valid-host","considered":12,"filters":[{"filter":"HostState","dropped":3,"wouldDrop":3,"reasons":[{"reason":"host-state.down","hosts":3}]},{"filter":"Resources","dropped":9,"wouldDrop":9,"reasons":[{"reason":"resources.not-enough","hosts":2},{"reason":"resources.no-group","hosts":7}]}]}""", "Resources", "resources.no-group")]
    [InlineData("""{"type":"/problems/no-valid-host","filters":[{"filter":"HostState","dropped":0,"wouldDrop":0,"reasons":[]},{"filter":"Traits","dropped":3,"wouldDrop":3}],"explanation":"/api/v1/placements/r-1/explanation"}""", "Traits", "")]
    [InlineData("""{"type":"/problems/no-valid-host","title":"Nothing fits","filters":[{"filter":"Traits","dropped":0,"wouldDrop":0}]}""", "no-valid-host", "Nothing fits")]
    [InlineData("""{"type":"https://novazones.dev/problems/quota-exceeded","title":"Too much"}""", "quota-exceeded", "Too much")]
    [InlineData("""{"type":""}""", "unexplained", "")]
    public void Refusal_IsCountedByTheFilterThatDroppedMost_ElseByItsType(string json, string cause, string reason) =>
        Assert.Equal(new PlacementRefusal(cause, reason), PlacementRefusal.Of(JsonSerializer.Deserialize<Refusal>(json, ZoneApi.Json)!));

    [Fact]
    public void Conflict_OfAnotherKind_IsCountedByItsType()
    {
        Assert.Equal(new PlacementRefusal("claim-lost", "gone"), PlacementRefusal.Of(new ZoneProblemException(HttpStatusCode.Conflict, "t/claim-lost", "gone", [], null)));
        Assert.Equal(new PlacementRefusal("unexplained", "gone"), PlacementRefusal.Of(new ZoneProblemException(HttpStatusCode.Conflict, null, "gone", [], null)));
    }
}
