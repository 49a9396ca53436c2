using System.Collections.Immutable;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Filters;
using NovaZones.Tests.Support.Builders;
using Xunit;

namespace NovaZones.Tests.Unit.Placement;

/// <summary>Each filter on both sides of its boundary, the whole verdict compared.</summary>
public sealed class FilterTests
{
    private const string Host = """{"inventories":{"VCPU":16},"aggregates":["ssd","new"],"capabilities":{"io_ops":7}}""";

    [Theory]
    [InlineData("""{"memberOf":["ssd"]}""", null)]
    [InlineData("""{"memberOf":["ssd","old"]}""", AggregatesFilter.NotMember)]
    [InlineData("""{"anyOf":[["old","new"]]}""", null)]
    [InlineData("""{"anyOf":[["new"],["old","hdd"]]}""", AggregatesFilter.NoneOf)]
    [InlineData("""{"notMemberOf":["old"]}""", null)]
    [InlineData("""{"memberOf":["ssd"],"notMemberOf":["new"]}""", AggregatesFilter.Excluded)]
    public void Aggregates_Demand_JudgesByMembership(string aggregates, string? reason) =>
        AssertVerdict(new AggregatesFilter(), Context($$"""{"resources":{"VCPU":1},"aggregates":{{aggregates}} }"""), reason);

    [Theory]
    [InlineData("""{"ignoreHosts":["other"]}""", null)]
    [InlineData("""{"ignoreHosts":["other","h"]}""", IgnoreHostsFilter.Ignored)]
    public void IgnoreHosts_Named_IsOut(string hints, string? reason) =>
        AssertVerdict(new IgnoreHostsFilter(), Context($$"""{"resources":{"VCPU":1},"hints":{{hints}} }"""), reason);

    [Theory]
    [InlineData("{}", null)]
    [InlineData("""{"forceHosts":["h","other"]}""", null)]
    [InlineData("""{"forceHosts":["other"]}""", ForceHostsFilter.NotNamed)]
    public void ForceHosts_NotNamed_IsOut(string hints, string? reason) =>
        AssertVerdict(new ForceHostsFilter(), Context($$"""{"resources":{"VCPU":1},"hints":{{hints}} }"""), reason);

    [Theory]
    [InlineData(true, null, DifferentHostFilter.SameHost)]
    [InlineData(false, SameHostFilter.Elsewhere, null)]
    public void SameAndDifferentHost_InstanceHereOrNot_JudgeOpposite(bool here, string? same, string? different)
    {
        var instance = Guid.CreateVersion7();
        var host = Planning.Host("h", Host);
        var held = ImmutableDictionary<Guid, Guid>.Empty.Add(instance, here ? host.Id : Guid.NewGuid());

        var wantsSame = Context($$"""{"resources":{"VCPU":1},"hints":{"sameHost":["{{instance}}"]} }""") with { HintedHosts = held };
        var wantsDifferent = Context($$"""{"resources":{"VCPU":1},"hints":{"differentHost":["{{instance}}"]} }""") with { HintedHosts = held };

        Assert.Equal(new FilterVerdict(same), new SameHostFilter().Evaluate(wantsSame, Planning.Candidate(host)));
        Assert.Equal(new FilterVerdict(different), new DifferentHostFilter().Evaluate(wantsDifferent, Planning.Candidate(host)));
    }

    [Theory]
    [InlineData(0, 9, null)]
    [InlineData(8, 7, null)]
    [InlineData(8, 8, NumInstancesFilter.LimitReached)]
    [InlineData(8, 9, NumInstancesFilter.LimitReached)]
    public void NumInstances_AtTheLimit_IsOut(int limit, int instances, string? reason) => Assert.Equal(
        new FilterVerdict(reason),
        new NumInstancesFilter().Evaluate(Context(Plain) with { HostLimits = new HostLimits(limit, 0, 0) }, Planning.Candidate(Planning.Host("h", Host) with { InstanceCount = instances })));

    [Theory]
    [InlineData(0, null)]
    [InlineData(8, null)]
    [InlineData(7, IoOpsFilter.Busy)]
    public void IoOps_AtTheLimit_IsOut(int limit, string? reason) =>
        AssertVerdict(new IoOpsFilter(), Context(Plain) with { HostLimits = new HostLimits(0, limit, 0) }, reason);

    [Theory]
    [InlineData(0, null)]
    [InlineData(2, null)]
    [InlineData(1, MaxCoresFilter.Exceeded)]
    public void MaxCores_AboveTheLimit_IsOut(int limit, string? reason) =>
        AssertVerdict(new MaxCoresFilter(), Context(Plain) with { HostLimits = new HostLimits(0, 0, limit) }, reason);

    private const string Plain = """{"resources":{"VCPU":2}}""";

    private static PlacementContext Context(string request) => Planning.Context(Planning.Request(request));

    private static void AssertVerdict(ICandidateFilter filter, PlacementContext context, string? reason) =>
        Assert.Equal(new FilterVerdict(reason), filter.Evaluate(context, Planning.Candidate(Planning.Host("h", Host))));
}
