using System.Collections.Immutable;
using NovaZones.Core.Federation;
using NovaZones.Core.Federation.Wire;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Groups;
using NovaZones.Core.Placement.Lanes;
using NovaZones.Tests.Support.Builders;
using Xunit;

namespace NovaZones.Tests.Unit.Placement.Lanes;

/// <summary>What travels between zones: bounded by the child, checked by the parent, checked again when it is claimed.</summary>
public sealed class LaneWireTests
{
    private static readonly LaneBody Lane = new([1], [0.5, 0.4], [7, 8]);

    public static TheoryData<string, LaneBody[], DomainMembers[], string> Flawed => new()
    {
        { "plan", [Lane with { Ties = [7] }], [new(1, 0)], "lanes that make no sense" },
        { "plan", [Lane with { Scores = [], Ties = [] }], [new(1, 0)], "lanes that make no sense" },
        { "plan", [Lane with { Scores = [double.NaN, 0] }], [new(1, 0)], "lanes that make no sense" },
        { "plan", [Lane with { Domains = [1, 2] }], [new(1, 0)], "lanes that make no sense" },
        { "plan", [Lane, Lane], [new(1, 0)], "a lane twice" },
        { "plan", [Lane with { Scores = [.. new double[LaneLimits.MostSlots + 1]], Ties = [.. new uint[LaneLimits.MostSlots + 1]] }], [new(1, 0)], "too many slots" },
        { "plan", [Lane], [new(1, -1)], "counts domains" },
        { "plan", [Lane], [new(1, long.MaxValue)], "counts domains" },
        { "plan", [Lane], [new(1, 0), new(1, 1)], "counts domains" },
        { "", [Lane], [new(1, 0)], "no plan" },
    };

    [Theory]
    [MemberData(nameof(Flawed))]
    public void Flaw_OfAnAnswer_IsNamed(string plan, LaneBody[] lanes, DomainMembers[] domains, string flaw) =>
        Assert.Contains(flaw, LaneFlaws.Of(Answer(plan, lanes, domains), 1), StringComparison.Ordinal);

    [Fact]
    public void Flaw_WholeAnswer_HasNone()
    {
        Assert.Null(LaneFlaws.Of(Answer("plan", [Lane], [new(1, 3), new(2, 0)]), 1));
        Assert.Contains("does not count by", LaneFlaws.Of(Answer("plan", [Lane], [new(1, 3)]), 2), StringComparison.Ordinal);
        Assert.Null(LaneFlaws.Of(Answer("", [], []) with { Lanes = null }, 1));
    }

    [Theory]
    [InlineData(new[] { 0, 1, 0 }, true)]
    [InlineData(new[] { 0, 0, 0 }, false)]
    [InlineData(new[] { 0, 2, 0 }, false)]
    [InlineData(new[] { -1, 0, 1 }, false)]
    [InlineData(new[] { 0, 1 }, false)]
    public void TryTake_Lanes_NeverMoreThanThereIs(int[] lanes, bool taken)
    {
        Assert.Equal(taken, ClaimedSlots.TryTake(PlanOfTwoLanes(), [.. lanes], 3, out var slots));
        Assert.Equal(taken ? [(0, 4), (0, 5), (1, 4)] : [], slots.Select(s => (s.Source, s.ChildLane)));
    }

    [Fact]
    public void TryTake_NoLanesOfAPlanByLanes_IsRefused() => Assert.False(ClaimedSlots.TryTake(PlanOfTwoLanes(), null, 1, out _));

    [Fact]
    public void Offer_MoreThanAnAnswerHolds_CutsEveryLaneAlikeAndCountsAll()
    {
        const int Racks = 20;
        var fleet = FleetSnapshot.Of([.. Enumerable.Range(0, Racks).Select(i => Planning.Host($"h{i}", $$$"""{"inventories":{"VCPU":1000},"capabilities":{"rack":{{{i}}}}}"""))]);
        var context = Planning.Context(Planning.Request("""{"resources":{"VCPU":1},"group":{"name":"g","policy":"spread","capability":"rack"}}"""), ("cpu", 1)) with { Elsewhere = Elsewhere.Open };
        context = context with { Group = GroupState.Of(fleet, context) };

        var all = TreeLanes.Offer(context, OwnLanes.Of(fleet, context, 100), [], 100)!;
        var cut = TreeLanes.Offer(context, OwnLanes.Of(fleet, context, 1000), [], 1000)!;

        Assert.Equal((false, Racks * 100), (all.IsCut, all.Lanes.Sum(l => l.Ties.Length)));
        Assert.True(cut.IsCut);
        Assert.All(cut.Lanes, l => Assert.Equal(LaneLimits.MostSlots / Racks, l.Ties.Length));
        Assert.Equal(Racks, Assert.Single(cut.Domains).Length);
    }

    private static SelectResponse Answer(string plan, LaneBody[] lanes, DomainMembers[] domains) => new()
    {
        ZoneId = Guid.NewGuid(),
        Scores = [],
        Ties = [],
        Lanes = [.. lanes],
        Domains = [[.. domains]],
        Plan = plan,
        Local = LocalExplanation.Nothing,
    };

    private static SealedPlan PlanOfTwoLanes() => new()
    {
        PlanId = Guid.NewGuid(),
        ZoneId = Guid.NewGuid(),
        Caller = "",
        ExpiresAt = default,
        RequestJson = "",
        Weights = PlacementRequest.NoWeights,
        Slots = [],
        Sequence = [],
        Scores = [],
        Children = [new SealedChildPlan(Guid.Empty, ""), new SealedChildPlan(Guid.Empty, "")],
        Lanes =
        [
            new SealedLane { Key = 1, Slots = [], Sequence = [0, 1], Scores = [0.9, 0.8], ChildLanes = [4, 4] },
            new SealedLane { Key = 2, Slots = [], Sequence = [0], Scores = [0.7], ChildLanes = [5, -1] },
        ],
    };
}
