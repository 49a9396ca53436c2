using NovaZones.Core.Fleet;
using NovaZones.Core.Zones;
using NovaZones.Tests.Support.Builders;
using NovaZones.Web.Features.Hosts;
using Xunit;

namespace NovaZones.Tests.Components.Hosts;

public sealed class HostTableTests
{
    private static readonly TimeSpan _staleAfter = TimeSpan.FromSeconds(60);

    [Fact]
    public void Read_State_FiltersAndCountsAllStates()
    {
        var fleet = Fleet(
            Stored.Host("a"),
            Stored.Host("b") with { AdminState = AdminState.Disabled },
            Stored.Host("c") with { Heartbeat = new Heartbeat(Stored.Noon.AddMinutes(-2)) });

        var table = HostTable.Read(fleet, null, "down", null, 1, Stored.Noon, _staleAfter);

        Assert.Equal(["c"], table.Hosts.Select(h => h.Name));
        Assert.Equal(new HostCounts(1, 1, 1), table.Counts);
        Assert.Equal(1, table.Matching);
    }

    [Fact]
    public void Read_SortByUseDescending_PutsTheFullestFirstAndTiesByName()
    {
        var fleet = Fleet(WithUse("a", 4), WithUse("c", 16), WithUse("b", 16));

        var table = HostTable.Read(fleet, null, null, "-cpu", 1, Stored.Noon, _staleAfter);

        Assert.Equal(["b", "c", "a"], table.Hosts.Select(h => h.Name));
    }

    [Fact]
    public void Read_SortByGpu_PutsHostsWithoutOneLast()
    {
        var fleet = Fleet(WithUse("a", 4), WithUse("b", 4, "GPU_MILLI"), WithUse("c", 8, "GPU_MILLI"));

        var table = HostTable.Read(fleet, null, null, "-gpu", 1, Stored.Noon, _staleAfter);

        Assert.Equal(["c", "b", "a"], table.Hosts.Select(h => h.Name));
    }

    [Fact]
    public void Read_PageBeyondTheLast_ShowsTheLast()
    {
        var fleet = Fleet([.. Enumerable.Range(0, HostTable.PageSize + 1).Select(i => Stored.Host($"h{i:000}"))]);

        var table = HostTable.Read(fleet, null, null, null, 99, Stored.Noon, _staleAfter);

        Assert.Equal((2, 2), (table.Page, table.Pages));
        Assert.Equal(["h050"], table.Hosts.Select(h => h.Name));
    }

    [Fact]
    public void Read_JsonQuery_KeepsHostsForWhichItHolds()
    {
        var fleet = Fleet(WithUse("a", 4), WithUse("b", 15));

        var table = HostTable.Read(fleet, """[">=", "$free.VCPU", 8]""", null, null, 1, Stored.Noon, _staleAfter);

        Assert.Equal(["a"], table.Hosts.Select(h => h.Name));
    }

    [Fact]
    public void Read_BrokenQuery_SaysWhatIsWrong()
    {
        var table = HostTable.Read(Fleet(Stored.Host("a")), """["~", "$free.VCPU", 8]""", null, null, 1, Stored.Noon, _staleAfter);

        Assert.Empty(table.Hosts);
        Assert.NotEmpty(table.Faults);
    }

    private static FleetSnapshot Fleet(params Host[] hosts) => hosts.Aggregate(FleetSnapshot.Empty, (fleet, host) => fleet.With(host));

    private static Host WithUse(string name, long used, string resourceClass = ResourceClass.Vcpu) =>
        Stored.Host(name) with { Providers = [Stored.Provider(name, -1, new InventoryUsage(resourceClass, new Inventory(16), used))] };
}
