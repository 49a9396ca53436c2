using System.Net;
using System.Text.Json;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Federation;

/// <summary>Hosts pass every filter and too few instances fit all the same: the answer says how many, and what stops one more.</summary>
public sealed class ShortfallReasonTests : IAsyncLifetime
{
    private ZoneHost _root = null!;
    private ZoneHost _child = null!;

    public async ValueTask InitializeAsync()
    {
        _root = await ZoneHost.StartAsync("Zone:Name=root");
        _child = await ZoneHost.StartAsync("Zone:Name=paris");
        foreach (var name in new[] { "h1", "h2", "h3" })
        {
            await _child.ReportHostAsync(name, """{"inventories":{"VCPU":8,"MEMORY_MB":8192}}""");
        }

        await _child.ReportHostAsync("off", """{"inventories":{"VCPU":8,"MEMORY_MB":8192}}""");
        using var disabled = await _child.SendJsonAsync(HttpMethod.Post, "/api/v1/hosts/off/disable", """{"reason":"repair"}""");
        await _root.AddChildAsync("emea", _child);
    }

    public async ValueTask DisposeAsync()
    {
        await _root.DisposeAsync();
        await _child.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Place_RoomForTooFew_SaysHowManyAndWhatStopsOneMore(bool overTree)
    {
        var zone = overTree ? _root : _child;

        var (status, refusal) = await zone.PlaceAsync("""{"count":9,"resources":{"VCPU":4}}""");
        var reservation = await zone.GetAsync($"/api/v1/placements/{refusal.GetProperty("reservationId").GetString()}");

        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Equal(
            "No valid host for 9 of 9: 4 hosts were considered; main reason: room for 6 of 9 (at least 9 were asked for). "
            + "One more is stopped by: resources.not-enough-free (VCPU) on 3 hosts.",
            refusal.GetProperty("detail").GetString());
        Assert.Equal("room for 6 of 9 (at least 9 were asked for)", reservation.GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Place_Partial_ExplanationSaysWhatStopsOneMore(bool overTree)
    {
        var zone = overTree ? _root : _child;

        var (status, answer) = await zone.PlaceAsync("""{"count":9,"minCount":2,"resources":{"VCPU":4}}""");
        var explanation = await zone.GetAsync(answer.GetProperty("explanation").GetString()!);

        Assert.Equal((HttpStatusCode.Created, "Partial"), (status, answer.GetProperty("state").GetString()));
        Assert.Equal(
            "Placed 6 of 9; 4 hosts were considered. One more is stopped by: resources.not-enough-free (VCPU) on 3 hosts.",
            explanation.GetProperty("summary").GetString());
        var local = overTree ? explanation.GetProperty("children")[0].GetProperty("local") : explanation.GetProperty("local");
        var stop = Assert.Single(local.GetProperty("afterPlacing").EnumerateArray());
        Assert.Equal(("Resources", "VCPU", 3), (stop.GetProperty("filter").GetString(), stop.GetProperty("attribute").GetString(), stop.GetProperty("hosts").GetInt32()));
    }

    [Fact]
    public async Task Place_EverythingFits_TellsOfNoShortfall()
    {
        var (_, answer) = await _child.PlaceAsync("""{"count":6,"resources":{"VCPU":4}}""");
        var explanation = await _child.GetAsync(answer.GetProperty("explanation").GetString()!);

        Assert.Equal("Placed 6 of 6; 4 hosts were considered.", explanation.GetProperty("summary").GetString());
        Assert.False(explanation.GetProperty("local").TryGetProperty("afterPlacing", out _));
    }
}
