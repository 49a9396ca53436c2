using NovaZones.Core.Claims;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Groups;
using NovaZones.Core.Placement.Lanes;
using NovaZones.Core.Quotas;
using NovaZones.Tests.Support.Builders;
using Xunit;

namespace NovaZones.Tests.Unit.Placement.Lanes;

/// <summary>What a zone does with slots of a spread whose fleet changed between plan and claim.</summary>
public sealed class LaneClaimTests
{
    private static readonly PlacementContext Context = Planning.Context(
        Planning.Request("""{"resources":{"VCPU":1},"group":{"name":"g","policy":"spread","capability":"rack"}}"""), ("cpu", 1)) with
    { Elsewhere = Elsewhere.Open };

    [Fact]
    public void Take_NothingChanged_TakesThePlan()
    {
        var fleet = Fleet();

        var (taken, conflicts) = Claim(fleet, fleet, out _);

        Assert.Equal(["a1", "b1"], taken);
        Assert.Empty(conflicts);
    }

    [Fact]
    public void Take_HostFilledUp_StaysInItsDomain()
    {
        var fleet = Fleet();

        // Another tenant's instances fill a1: b1 has most room by far, but that is another rack.
        var (taken, conflicts) = Claim(fleet, fleet.With(Filled(fleet.Find("a1")!, null)), out _);

        Assert.Equal(["a2", "b1"], taken);
        Assert.Contains("1 of 1 planned again in the same domain", Assert.Single(conflicts), StringComparison.Ordinal);
    }

    [Fact]
    public void Take_DomainFilledUp_LosesTheSlotAndKeepsTheOther()
    {
        var fleet = Fleet();
        var full = fleet.With(Filled(fleet.Find("a1")!, null)).With(Filled(fleet.Find("a2")!, null));

        var (taken, _) = Claim(fleet, full, out _);

        Assert.Equal([null, "b1"], taken);
    }

    [Fact]
    public void Take_MemberCame_TakesNothing()
    {
        var fleet = Fleet();

        var (taken, conflicts) = Claim(fleet, fleet.With(fleet.Find("a2")!.WithInstance([], "g")), out var after);

        Assert.Equal([null, null], taken);
        Assert.Contains("came or went", Assert.Single(conflicts), StringComparison.Ordinal);
        Assert.Equal(0, after.Find("b1")!.InstanceCount);
    }

    [Fact]
    public void Take_EmptyRackCame_TakesThePlan()
    {
        var fleet = Fleet();

        var (taken, _) = Claim(fleet, fleet.With(HostIn("c1", "c", 8)), out _);

        Assert.Equal(["a1", "b1"], taken);
    }

    private static (string?[] Hosts, List<string> Conflicts) Claim(FleetSnapshot planned, FleetSnapshot now, out FleetSnapshot after)
    {
        var context = Context with { Group = GroupState.Of(planned, Context) };
        var slots = OwnLanes.Of(planned, context, 1).Walk()
            .Select(l => (Slot: l.TryPeek(out var head) ? l.Take(head.Score) : null!, Lane: DomainKey.Of(l.Domains)))
            .OrderBy(s => s.Slot.HostName, StringComparer.Ordinal)
            .ToList();
        var batch = new LedgerBatch(now, TenantBook.Empty, new LocalInstances(), new Dictionary<Guid, InstanceCharge>(), Planning.Now);
        var conflicts = new List<string>();
        var taken = LaneClaim.Take(batch, slots, Context, context.Group!.Board!.HardCounts(), conflicts);
        after = batch.Working;
        return ([.. taken.Select(t => t?.HostName)], conflicts);
    }

    private static FleetSnapshot Fleet() => FleetSnapshot.Of([HostIn("a1", "a", 4), HostIn("a2", "a", 2), HostIn("b1", "b", 64)]);

    private static Host HostIn(string name, string rack, int vcpu) =>
        Planning.Host(name, $$$"""{"inventories":{"VCPU":{"total":{{{vcpu}}},"allocationRatio":1.0}},"capabilities":{"rack":"{{{rack}}}"}}""");

    private static Host Filled(Host host, string? group)
    {
        while (ResourceFit.Arrange(Context.Request, host) is { } parts)
        {
            host = host.WithInstance(parts, group);
        }

        return host;
    }
}
