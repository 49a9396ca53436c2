using NovaZones.Core.Federation;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Filters;
using NovaZones.Core.Placement.Groups;
using NovaZones.Tests.Support.Builders;
using Xunit;

namespace NovaZones.Tests.Unit.Federation;

/// <summary>What is told of a zone without members equals what the same hosts tell when a host with the members stands beside them.</summary>
public sealed class ElsewhereExplanationTests
{
    private const string Body = """{"resources":{"VCPU":4},"traits":{"forbidden":["CUSTOM_A"]},"group":{"name":"g","policy":"affinity"}}""";

    private static readonly ServerGroupDemand Group = Planning.Request(Body).Group!;

    [Fact]
    public void Of_ZoneWithoutMembers_EqualsTheFlatFunnel()
    {
        var context = Planning.Context(Planning.Request(Body), ("cpu", 1));
        Core.Fleet.Host[] hosts =
        [
            Planning.Host("free", """{"inventories":{"VCPU":8}}"""),
            Planning.Host("small", """{"inventories":{"VCPU":2}}"""),
            Planning.Host("trait", """{"inventories":{"VCPU":8},"traits":["CUSTOM_A"]}"""),
        ];
        var member = Planning.Host("member", """{"inventories":{"VCPU":1}}""");
        var one = Planning.Context(Planning.Request("""{"resources":{"VCPU":1},"group":{"name":"g","policy":"affinity"}}"""));
        var holder = Planner.Deplete(Planning.Fleet(member), one, Planner.Plan(Planning.Fleet(member), one, 1).Slots);
        var alone = Planner.Plan(holder, context, 1).Explanation;
        var flat = Planner.Plan(Planning.Fleet([.. hosts, holder.Find(member.Id)!]), context, 1).Explanation;

        var told = ElsewhereExplanation.Of(Planner.Plan(Planning.Fleet(hosts), context, 1).Explanation, Group, 1, isRefused: true);

        Assert.Equal((0, 0), (told.Passed, told.Leading.Length));
        foreach (var filter in flat.Filters)
        {
            var mine = told.Filters.Single(f => f.Filter == filter.Filter);
            var its = alone.Filters.Single(f => f.Filter == filter.Filter);
            Assert.Equal((filter.Filter, filter.Dropped, filter.WouldDrop), (mine.Filter, mine.Dropped + its.Dropped, mine.WouldDrop + its.WouldDrop));
        }

        var change = Assert.Single(told.Changes);

        // Derived, not planned: how many instances its hosts would take is not known, so each host counts as one.
        Assert.Equal(flat.Changes.Single(c => c.Kind == "group") with { Instances = null }, change);
    }

    [Fact]
    public void Of_SomethingIsOffered_TellsNoChange()
    {
        var context = Planning.Context(Planning.Request(Body), ("cpu", 1));
        var said = Planner.Plan(Planning.Fleet(Planning.Host("free", """{"inventories":{"VCPU":8}}""")), context, 1).Explanation;

        var told = ElsewhereExplanation.Of(said, Group, 1, isRefused: false);

        Assert.Empty(told.Changes);
        Assert.Equal(0, told.Passed);
    }

    [Fact]
    public void Of_ChildWithChildren_CorrectsThemAllAndLeavesTheSilentAlone()
    {
        var said = new LocalExplanation(5, 2, [new FilterExplanation("Traits", 3, [new ReasonCount("traits.missing", 3)]) { WouldDrop = 3 }], []);
        var child = new ChildExplanation
        {
            Zone = "a",
            Outcome = "Answered",
            Local = said,
            Children = [new ChildExplanation { Zone = "b", Outcome = "Answered", Local = said }, new ChildExplanation { Zone = "c", Outcome = "TimedOut" }],
        };

        var told = ElsewhereExplanation.Of(child, Group, 3, isRefused: true);

        Assert.All([told.Local!, told.Children[0].Local!], l =>
        {
            Assert.Equal(0, l.Passed);
            Assert.Equal((ServerGroupFilter.FilterName, 2, 5), (l.Filters[1].Filter, l.Filters[1].Dropped, l.Filters[1].WouldDrop));
            Assert.Null(Assert.Single(l.Filters[1].Reasons).Example);
        });
        Assert.Null(told.Children[1].Local);
    }
}
