using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using NovaZones.Core.Claims;
using NovaZones.Core.Federation;
using NovaZones.Core.Fleet.Aggregates;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Lanes;
using NovaZones.Core.Placement.Mix;
using NovaZones.Core.Zones;
using NovaZones.Tests.Support.Builders;
using Xunit;

namespace NovaZones.Tests.Unit.Placement.Lanes;

/// <summary>What goes back when a zone did not give all that was planned, so that the others do not lean.</summary>
public sealed class SpreadExcessTests
{
    private const ulong RackA = 1;
    private const ulong RackB = 2;

    [Theory]
    [InlineData(new[] { 0, 1, 2, 3 }, new int[0])]
    [InlineData(new[] { 0, 2 }, new[] { 2 })]
    [InlineData(new[] { 0, 2, 3 }, new int[0])]
    [InlineData(new[] { 1 }, new int[0])]
    public void Excess_OfWhatWasPlaced_IsTheLastThatLeans(int[] placed, int[] back)
    {
        var run = Run();
        var plan = PlanOf(RackA, RackB, RackA, RackB);
        run.Note(plan);
        var instances = Assert.Single(run.Orders(plan)).Instances;

        var (own, remote) = run.Excess(plan.Spread!, [], [.. placed.Select(i => instances[i])]);

        Assert.Empty(own);
        Assert.Equal(back.Select(i => instances[i].Id), remote);
    }

    [Fact]
    public void Excess_OwnSlotsLean_GoBackBeforeThoseOfChildren()
    {
        var run = Run();
        var plan = PlanOf(RackA, RackB);
        plan = plan with { Spread = plan.Spread! with { Own = [new OwnLaneSlot(RackA, RackA, 0)] } };
        run.Note(plan);
        var instances = Assert.Single(run.Orders(plan)).Instances;

        // Two in rack A, one of them here; none in B.
        var (own, remote) = run.Excess(plan.Spread!, [new Slot(Guid.NewGuid(), "h", 0, 0, 0, [])], [instances[0]]);

        Assert.Equal([0], own);
        Assert.Empty(remote);
    }

    [Fact]
    public void Orders_ByLanes_NameTheLaneOfEachInstance()
    {
        var run = Run();
        var plan = PlanOf(RackB, RackA, RackB);
        run.Note(plan);

        Assert.Equal([2, 1, 2], Assert.Single(run.Orders(plan)).Lanes!.Value);
    }

    private static TreePlan PlanOf(params ulong[] domains)
    {
        var child = new ChildZone { Id = Guid.NewGuid(), Name = "c", ApiUrl = new Uri("http://127.0.0.1"), Token = "t", CreatedAt = Planning.Now };
        var board = new SpreadBoard([new SpreadAxis("rack", 0, 1, 0)]);
        board.Count(0, RackA, 0);
        board.Count(0, RackB, 0);
        board.Settle();
        return new TreePlan(
            new Plan([], LocalExplanation.Nothing),
            [new ChildOffer(child, [], [], "sealed", new ChildExplanation { Zone = "c", Outcome = "Answered" })],
            [.. domains.Select((domain, i) => new Pick(0, i, 1, (uint)i) { Lane = (int)domain, Domain = domain })])
        {
            IsByLanes = true,
            Spread = new SpreadPlan(board, [], []),
        };
    }

    private static PlacementRun Run()
    {
        var request = Planning.Request("""{"count":4,"resources":{"VCPU":1},"group":{"name":"g","policy":"spread","capability":"rack"}}""");
        return new PlacementRun(new PlacementCommand(request, "me"), Planning.Context(request).Policy, new ZoneIdentity(Options.Create(new ZoneOptions()), null!), new FakeTimeProvider(Planning.Now))
        {
            DeadlineAt = Planning.Now,
            Mix = RequestMix.Empty,
            Aggregates = AggregateRules.None,
        };
    }
}
