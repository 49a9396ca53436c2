using NovaZones.Core.Fleet;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Filters;
using NovaZones.Tests.Support.Builders;
using Xunit;

namespace NovaZones.Tests.Unit.Placement;

/// <summary>Server groups: what one placement does to the next, also inside one request.</summary>
public sealed class ServerGroupTests
{
    [Theory]
    [InlineData(1, 4, 4, 1)]
    [InlineData(2, 4, 4, 2)]
    [InlineData(1, 9, 6, 1)]
    public void Plan_AntiAffinity_NeverMoreThanAllowedOnOneHost(int maxPerHost, int count, int placed, int most)
    {
        var slots = Planner.Plan(Fleet(6), Context($$"""{"name":"g","policy":"anti-affinity","maxPerHost":{{maxPerHost}} }"""), count).Slots;

        Assert.Equal(placed, slots.Length);
        Assert.True(slots.GroupBy(s => s.HostName).Max(g => g.Count()) <= most);
    }

    [Fact]
    public void Plan_AntiAffinity_CountsMembersOfEarlierRequests()
    {
        var context = Context("""{"name":"g","policy":"anti-affinity"}""");
        var fleet = Deplete(Fleet(3), context, 2);

        var plan = Planner.Plan(fleet, context, 3);

        Assert.Single(plan.Slots);
        Assert.Equal(2, plan.Explanation.Filters.Single(f => f.Filter == ServerGroupFilter.FilterName).WouldDrop);
        Assert.Equal(3, Planner.Plan(fleet, Context("""{"name":"other","policy":"anti-affinity"}"""), 3).Slots.Length);
    }

    [Fact]
    public void Plan_Affinity_AllOnOneHostThatHoldsThemAll()
    {
        var fleet = FleetSnapshot.Of(
        [
            Planning.Host("small", """{"inventories":{"VCPU":{"total":2,"allocationRatio":1.0}}}"""),
            Planning.Host("large", """{"inventories":{"VCPU":8}}"""),
        ]);
        var context = Planning.Context(Planning.Request("""{"resources":{"VCPU":1},"group":{"name":"g","policy":"affinity"}}"""), ("cpu", -1));

        var first = Planner.Plan(fleet, context, 3).Slots;
        var second = Planner.Plan(Deplete(fleet, context, 3), context, 9).Slots;

        Assert.Equal(["large", "large", "large"], first.Select(s => s.HostName));
        Assert.Equal(Enumerable.Repeat("large", 5), second.Select(s => s.HostName));
    }

    [Fact]
    public void Plan_Spread_SkewStaysWithinTheBoundAtEveryStep()
    {
        var random = new Random(7);
        for (var round = 0; round < 40; round++)
        {
            var skew = random.Next(1, 4);
            var fleet = FleetSnapshot.Of([.. Enumerable.Range(0, random.Next(3, 30)).Select(i => HostIn($"h{i}", $"r{random.Next(4)}"))]);
            var context = Context($$"""{"name":"g","policy":"spread","capability":"rack","maxSkew":{{skew}} }""");
            var racks = fleet.Hosts.Select(RackOf).Distinct().ToDictionary(r => r, _ => 0);

            foreach (var slot in Planner.Plan(fleet, context, 25).Slots)
            {
                racks[RackOf(fleet.Find(slot.HostId)!)]++;
                Assert.True(racks.Values.Max() - racks.Values.Min() <= skew, $"round {round}: {string.Join(' ', racks)}");
            }
        }
    }

    [Fact]
    public void Plan_SpreadOverAFullRack_StopsRatherThanLean()
    {
        var fleet = FleetSnapshot.Of([HostIn("a", "r1"), HostIn("b", "r2", vcpu: 1)]);

        var plan = Planner.Plan(fleet, Context("""{"name":"g","policy":"spread","capability":"rack"}"""), 10);

        // One each, then one more in r1: a third there would be two ahead of r2, which is full.
        Assert.Equal(3, plan.Slots.Length);
    }

    [Theory]
    [InlineData(false, 0, 6)]
    [InlineData(true, 0, 1)]
    [InlineData(false, 2, 3)]
    public void Plan_RackWithoutRoom_CountsWhileUpOrHoldingMembers(bool isUp, int members, int placed)
    {
        // Rack r2 is full for this request; while it counts, r1 may be one ahead of it and no more.
        var other = HostIn("b", "r2", vcpu: 1);
        for (var i = 0; i < members; i++)
        {
            other = other.WithInstance([], "g");
        }

        other = isUp ? other : other with { AdminState = AdminState.Disabled };
        var context = Planning.Context(Planning.Request("""{"resources":{"VCPU":2},"group":{"name":"g","policy":"spread","capability":"rack"}}"""), ("cpu", 1));

        Assert.Equal(placed, Planner.Plan(FleetSnapshot.Of([HostIn("a", "r1", vcpu: 12), other]), context, 9).Slots.Length);
    }

    [Fact]
    public void Plan_HostWithoutTheCapability_IsRejectedAndNeverADomain()
    {
        var fleet = FleetSnapshot.Of([HostIn("a", "r1"), Planning.Host("x", """{"inventories":{"VCPU":8}}""")]);

        var plan = Planner.Plan(fleet, Context("""{"name":"g","policy":"spread","capability":"rack"}"""), 3);

        Assert.Equal(["a", "a", "a"], plan.Slots.Select(s => s.HostName));
        Assert.Contains(plan.Explanation.Filters.Single(f => f.Filter == ServerGroupFilter.FilterName).Reasons, r => r.Reason == ServerGroupFilter.NoDomain && r.Hosts == 1);
    }

    [Theory]
    [InlineData("soft-affinity", 1)]
    [InlineData("soft-anti-affinity", 3)]
    public void Plan_SoftPolicy_LeansButNeverRefuses(string policy, int hosts)
    {
        var context = Planning.Context(
            Planning.Request($$"""{"resources":{"VCPU":1},"group":{"name":"g","policy":"{{policy}}"} }"""), ("soft-affinity", 1), ("soft-anti-affinity", 1));

        var slots = Planner.Plan(Fleet(3), context, 3).Slots;

        Assert.Equal(hosts, slots.Select(s => s.HostName).Distinct().Count());
        Assert.Equal(48, Planner.Plan(Fleet(3), context, 60).Slots.Length);
    }

    [Fact]
    public void Plan_GroupsOfTwoTenants_NeverMeet()
    {
        var ours = Planning.Context(Planning.Request("""{"resources":{"VCPU":1},"tenant":"a","group":{"name":"g","policy":"anti-affinity"}}"""));
        var theirs = Planning.Context(Planning.Request("""{"resources":{"VCPU":1},"tenant":"b","group":{"name":"g","policy":"anti-affinity"}}"""));

        Assert.Equal(2, Planner.Plan(Deplete(Fleet(2), ours, 2), theirs, 2).Slots.Length);
    }

    [Fact]
    public void WithoutInstance_LastMember_LeavesNoTrace()
    {
        var host = HostIn("a", "r1");
        var parts = ResourceFit.Arrange(Planning.Request("""{"resources":{"VCPU":1}}"""), host)!.Value;

        Assert.Empty(host.WithInstance(parts, "g").WithoutInstance(parts, "g").Groups);
    }

    private static PlacementContext Context(string group) => Planning.Context(Planning.Request($$"""{"resources":{"VCPU":1},"group":{{group}} }"""), ("cpu", 1));

    private static FleetSnapshot Fleet(int hosts) => FleetSnapshot.Of([.. Enumerable.Range(0, hosts).Select(i => HostIn($"h{i}", $"r{i % 2}"))]);

    private static Host HostIn(string name, string rack, int vcpu = 16) =>
        Planning.Host(name, $"{{\"inventories\":{{\"VCPU\":{vcpu}}},\"capabilities\":{{\"rack\":\"{rack}\"}}}}");

    private static string RackOf(Host host) => host.Capabilities["rack"].Text;

    private static FleetSnapshot Deplete(FleetSnapshot fleet, PlacementContext context, int count)
    {
        foreach (var slot in Planner.Plan(fleet, context, count).Slots)
        {
            fleet = fleet.With(fleet.Find(slot.HostId)!.WithInstance(slot.Parts, context.Request.Group?.Key));
        }

        return fleet;
    }
}
