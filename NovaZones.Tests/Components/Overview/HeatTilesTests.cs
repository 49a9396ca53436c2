using NovaZones.Core.Fleet;
using NovaZones.Tests.Support.Builders;
using NovaZones.Web.Features.Overview.Parts;
using Xunit;

namespace NovaZones.Tests.Components.Overview;

/// <summary>One mark for each host, and the same counted by availability zone.</summary>
public sealed class HeatTilesTests
{
    private static readonly TimeSpan _minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void Of_HostsInEveryState_MarksAndCountsEach()
    {
        var fleet = FleetSnapshot.Of(
        [
            Fleets.Host("b2", used: 8), Fleets.Host("b1", used: 2), Fleets.Host("a1", used: 0, zone: "east"),
            Fleets.Host("a2", used: 4, zone: "east") with { AdminState = AdminState.Disabled },
            Fleets.Host("a3", used: 4, zone: "east") with { Heartbeat = new Heartbeat(Stored.Noon - _minute - TimeSpan.FromTicks(1)) },
        ]);

        var tiles = HeatTiles.Of(fleet, "VCPU", Stored.Noon, _minute);
        var others = HeatTiles.Of(fleet, "PGPU", Stored.Noon, _minute);

        Assert.Equal(["b1", "b2", "a1", "a2", "a3"], tiles.Hosts);
        Assert.Equal([25, 100, 0, HeatTiles.Disabled, HeatTiles.Down], tiles.Marks);
        Assert.Equal([HeatTiles.Without, HeatTiles.Without, HeatTiles.Without, HeatTiles.Disabled, HeatTiles.Down], others.Marks);
        Assert.Equal(("", 0, 0), (tiles.Groups[0].AvailabilityZone, tiles.Groups[0].Down, tiles.Groups[0].Disabled));
        Assert.Equal([0, 1, 0, 0, 1], tiles.Groups[0].Steps);
        Assert.Equal(("east", 1, 1), (tiles.Groups[1].AvailabilityZone, tiles.Groups[1].Down, tiles.Groups[1].Disabled));
        Assert.Equal([1, 0, 0, 0, 0], tiles.Groups[1].Steps);
    }

    private static class Fleets
    {
        public static Host Host(string name, long used, string? zone = null) => new()
        {
            Name = name,
            Generation = 1,
            AvailabilityZone = zone,
            Heartbeat = new Heartbeat(Stored.Noon),
            Providers = [new ResourceProvider { Id = Guid.NewGuid(), Name = name, Parent = -1, Inventories = [new InventoryUsage("VCPU", new Inventory(8), used)] }],
        };
    }
}
