using System.Text.Json;
using NovaZones.Web.Demo.Client;
using Xunit;

namespace NovaZones.Tests.Unit.Demo;

public sealed class PlacementRefusalTests
{
    [Fact]
    public void Parse_SeveralFilters_TakesTheOneThatDroppedMost()
    {
        var refusal = Parse("""
            {"type":"https://novazones.dev/problems/no-valid-host","explanation":{"filters":[
              {"filter":"HostState","dropped":3,"reasons":[{"reason":"host-state.down","hosts":3}]},
              {"filter":"Resources","dropped":9,"reasons":[{"reason":"resources.not-enough","hosts":2},{"reason":"resources.no-group","hosts":7}]}]}}
            """);

        Assert.Equal(new PlacementRefusal("Resources", "resources.no-group"), refusal);
    }

    [Fact]
    public void Parse_FiltersBesideTheAddressOfTheExplanation_AreRead()
    {
        var refusal = Parse("""
            {"type":"/problems/no-valid-host","considered":3,"filters":[{"filter":"HostState","dropped":0,"reasons":[]},
              {"filter":"Traits","dropped":3,"reasons":[{"reason":"traits.missing","hosts":3}]}],"explanation":"/api/v1/placements/r-1/explanation"}
            """);

        Assert.Equal(new PlacementRefusal("Traits", "traits.missing"), refusal);
    }

    [Fact]
    public void Parse_FiltersOfChildren_AreAddedUp()
    {
        var refusal = Parse("""
            {"type":"x/no-valid-host","explanation":{"filters":[{"filter":"Traits","dropped":4}],
              "children":[{"zone":"a","filters":[{"filter":"Resources","dropped":3}]},{"zone":"b","explanation":{"filters":[{"filter":"Resources","dropped":2}]}}]}}
            """);

        Assert.Equal(new PlacementRefusal("Resources", ""), refusal);
    }

    [Theory]
    [InlineData("""{"type":"https://novazones.dev/problems/no-valid-host","title":"Nothing fits"}""", "no-valid-host", "Nothing fits")]
    [InlineData("""{"type":"t/claim-lost","explanation":"/api/v1/placements/r-1/explanation"}""", "claim-lost", "")]
    [InlineData("""{"explanation":{"filters":[{"filter":7,"dropped":"many"}]}}""", "unexplained", "")]
    [InlineData("[]", "unexplained", "")]
    public void Parse_WithoutUsableExplanation_FallsBackToTheType(string json, string cause, string reason) =>
        Assert.Equal(new PlacementRefusal(cause, reason), Parse(json));

    private static PlacementRefusal Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return PlacementRefusal.Parse(document.RootElement);
    }
}
