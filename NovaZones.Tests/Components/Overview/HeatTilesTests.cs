using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement;
using NovaZones.Tests.Support.Builders;
using NovaZones.Web.Features.Overview.Parts;
using Xunit;

namespace NovaZones.Tests.Components.Overview;

/// <summary>One mark for each host, and the same counted by availability zone.</summary>
public sealed class HeatTilesTests
{
    private static readonly TimeSpan _minute = TimeSpan.FromMinutes(1);
    private static readonly Heartbeat _silent = new(Stored.Noon - _minute - TimeSpan.FromTicks(1));

    [Fact]
    public void Of_HostsInEveryState_MarksAndCountsEach()
    {
        var fleet = FleetSnapshot.Of(
        [
            Fleets.Host("b2", used: 8), Fleets.Host("b1", used: 2), Fleets.Host("a1", used: 0, zone: "east"),
            Fleets.Host("a2", used: 4, zone: "east") with { AdminState = AdminState.Disabled },
            Fleets.Host("a3", used: 4, zone: "east") with { Heartbeat = _silent },
            Fleets.Host("a4", used: 4, zone: "east") with { Heartbeat = _silent, AdminState = AdminState.Disabled }, // as everywhere: the switch goes first
        ]);

        var tiles = HeatTiles.Of(fleet, HeatOrder.Of(fleet), "VCPU", Stored.Noon, _minute);
        var others = HeatTiles.Of(fleet, HeatOrder.Of(fleet), "PGPU", Stored.Noon, _minute);

        Assert.Equal(["b1", "b2", "a1", "a2", "a3", "a4"], tiles.Hosts);
        Assert.Equal([25, 100, 0, HeatTiles.Disabled, HeatTiles.Down, HeatTiles.Disabled], tiles.Marks);
        Assert.Equal([HeatTiles.Without, HeatTiles.Without, HeatTiles.Without, HeatTiles.Disabled, HeatTiles.Down, HeatTiles.Disabled], others.Marks);
        Assert.Equal(("", 0, 0), (tiles.Groups[0].AvailabilityZone, tiles.Groups[0].Down, tiles.Groups[0].Disabled));
        Assert.Equal([0, 1, 0, 0, 1], tiles.Groups[0].Steps);
        Assert.Equal(("east", 1, 2), (tiles.Groups[1].AvailabilityZone, tiles.Groups[1].Down, tiles.Groups[1].Disabled));
        Assert.Equal([1, 0, 0, 0, 0], tiles.Groups[1].Steps);
        Assert.Equal((0, 2, 1), (tiles.Groups[0].Without, others.Groups[0].Without, others.Groups[1].Without));

        var (east, nameless, nobody) = (tiles.Of("east"), others.Of(""), tiles.Of("west"));
        Assert.Equal(["a1", "a2", "a3", "a4"], east.Hosts);
        Assert.Equal([0, HeatTiles.Disabled, HeatTiles.Down, HeatTiles.Disabled], east.Marks);
        Assert.Equal("east", Assert.Single(east.Groups).AvailabilityZone);
        Assert.Equal(["b1", "b2"], nameless.Hosts); // also hosts that have none of the class
        Assert.Equal((0, 0), (nobody.Hosts.Length, nobody.Marks.Length));
    }

    [Fact]
    public void Read_HostsChangeComeAndMove_IsMadeAnewOnlyWhenATileDiffers()
    {
        var (view, time) = (new FleetView(), new FakeTimeProvider(Stored.Noon));
        var board = new HeatBoard(view, Options.Create(new SchedulerOptions { StaleAfter = _minute }), time);
        view.Publish(FleetSnapshot.Of([Fleets.Host("b", used: 2), Fleets.Host("a", used: 4)]));
        var first = board.Read("VCPU");

        view.Publish(view.Current.With(view.Current.Find("b")! with { Generation = 2 })); // nothing that a tile shows
        time.Advance(HeatBoard.Freshness);
        var same = board.Read("VCPU");
        view.Publish(view.Current.With(Fleets.Host("b", used: 8)));
        var tooSoon = board.Read("VCPU");
        time.Advance(HeatBoard.Freshness);
        var fuller = board.Read("VCPU");
        view.Publish(view.Current.With(Fleets.Host("b", used: 8, zone: "east")).With(Fleets.Host("c", used: 0)));
        time.Advance(HeatBoard.Freshness);
        var moved = board.Read("VCPU");
        time.Advance(_minute + TimeSpan.FromTicks(1)); // without a new version
        var silent = board.Read("VCPU");

        Assert.Same(first, same);
        Assert.Same(first, tooSoon);
        Assert.Equal(["a", "b"], first.Hosts);
        Assert.Equal([50, 100], fuller.Marks);
        Assert.Equal(["a", "c", "b"], moved.Hosts);
        Assert.Equal([50, 0, 100], moved.Marks);
        Assert.Equal([HeatTiles.Down, HeatTiles.Down, HeatTiles.Down], silent.Marks);
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
