using System.Text;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Core.Fleet;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Api.Hosts;

/// <summary>How old the capabilities of a host are: told by reports, not by signs of life, and changed only by those that say something else.</summary>
public sealed class CapabilityAgeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reports_MoveTheAge_SignsOfLifeDoNot()
    {
        await using var zone = await ZoneHost.StartAsync();
        await ReportAsync(zone, "r1");
        var first = Age(zone);
        using var beat = await zone.Client.PostAsync("/api/v1/hosts/a/heartbeat", null, Token);
        beat.EnsureSuccessStatusCode();
        var beaten = Age(zone);
        await ReportAsync(zone, "r1");
        var same = Age(zone);
        await ReportAsync(zone, "r2");
        var other = Age(zone);

        Assert.Equal(first.Told, first.Changed);
        Assert.Equal(first, beaten);
        Assert.True(same.Told > first.Told);
        Assert.Equal(first.Changed, same.Changed);
        Assert.True(other.Changed > same.Told);
        Assert.Equal(other.Told, other.Changed);
    }

    private static (DateTimeOffset? Told, DateTimeOffset? Changed) Age(ZoneHost zone)
    {
        var heartbeat = zone.Services.GetRequiredService<FleetView>().Current.Find("a")!.Heartbeat;
        return (heartbeat.CapabilitiesToldAt, heartbeat.CapabilitiesChangedAt);
    }

    private static async Task ReportAsync(ZoneHost zone, string rack)
    {
        using var body = new StringContent($$$"""{"inventories":{"VCPU":4},"capabilities":{"rack":"{{{rack}}}"}}""", Encoding.UTF8, "application/json");
        using var answer = await zone.Client.PutAsync("/api/v1/hosts/a", body, Token);
        answer.EnsureSuccessStatusCode();
    }
}
