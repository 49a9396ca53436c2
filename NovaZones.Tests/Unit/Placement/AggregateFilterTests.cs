using System.Collections.Immutable;
using NovaZones.Core.Fleet.Aggregates;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Filters;
using NovaZones.Tests.Support.Builders;
using Xunit;

namespace NovaZones.Tests.Unit.Placement;

public sealed class AggregateFilterTests
{
    private static readonly AggregateRules Rules = AggregateRules.Of(
    [
        new Aggregate { Name = "licensed", RequiredTraits = ["CUSTOM_A", "CUSTOM_B"] },
        new Aggregate { Name = "fast", RequiredTraits = ["CUSTOM_FAST"] },
        new Aggregate { Name = "vip", Tenants = ["t1", "t2"] },
        new Aggregate { Name = "lab", Tenants = ["t3"] },
        new Aggregate { Name = "plain" },
    ]);

    private static FilterVerdict Ask(ICandidateFilter filter, string aggregates, string request) => filter.Evaluate(
        Planning.Context(Planning.Request(request)) with { Aggregates = Rules },
        Planning.Candidate(Planning.Host("h", $$"""{"inventories":{"VCPU":8},"aggregates":[{{aggregates}}]}""")));

    [Theory]
    [InlineData("", "[]", true)]
    [InlineData("\"plain\"", "[]", true)]
    [InlineData("\"licensed\"", "[]", false)]
    [InlineData("\"licensed\"", "[\"CUSTOM_A\"]", false)]
    [InlineData("\"licensed\"", "[\"CUSTOM_A\",\"CUSTOM_B\"]", true)]
    [InlineData("\"licensed\"", "[\"CUSTOM_A\",\"CUSTOM_B\",\"CUSTOM_C\"]", true)]
    [InlineData("\"licensed\",\"fast\"", "[\"CUSTOM_A\",\"CUSTOM_B\"]", false)]
    [InlineData("\"fast\"", "[\"CUSTOM_FAST\"]", true)]
    public void Isolation_RequiredTraits_MustAllBeAsked(string aggregates, string traits, bool passes)
    {
        var verdict = Ask(new AggregateIsolationFilter(), aggregates, $$"""{"resources":{"VCPU":1},"traits":{"required":{{traits}}} }""");

        Assert.Equal((passes, passes ? null : AggregateIsolationFilter.NotAsked), (verdict.Passed, verdict.Reason));
    }

    [Fact]
    public void Isolation_TraitAskedByAGroup_Counts() => Assert.True(
        Ask(new AggregateIsolationFilter(), "\"fast\"", """{"groups":[{"resources":{"GPU":1},"traits":{"required":["CUSTOM_FAST"]}}]}""").Passed);

    [Theory]
    [InlineData("", "t9", true)]
    [InlineData("\"plain\"", null, true)]
    [InlineData("\"vip\"", null, false)]
    [InlineData("\"vip\"", "t1", true)]
    [InlineData("\"vip\"", "t2", true)]
    [InlineData("\"vip\"", "T1", false)]
    [InlineData("\"vip\"", "t3", false)]
    [InlineData("\"vip\",\"lab\"", "t3", true)]
    [InlineData("\"vip\",\"plain\"", "t3", false)]
    public void Tenancy_ReservedHost_IsForItsTenants(string aggregates, string? tenant, bool passes)
    {
        var verdict = Ask(new TenancyFilter(), aggregates, tenant is null ? """{"resources":{"VCPU":1}}""" : $$"""{"resources":{"VCPU":1},"tenant":"{{tenant}}"}""");

        Assert.Equal((passes, passes ? null : TenancyFilter.Reserved), (verdict.Passed, verdict.Reason));
    }

    [Fact]
    public void Plan_IsolationKeepsAllOut_NamesTheTraitsThatHelp()
    {
        var fleet = Planning.Fleet(Planning.Host("h", """{"inventories":{"VCPU":8},"traits":["CUSTOM_A","CUSTOM_B"],"aggregates":["licensed"]}"""));
        var context = Planning.Context(Planning.Request("""{"resources":{"VCPU":1},"traits":{"required":["CUSTOM_A"]}}""")) with { Aggregates = Rules };

        var change = Assert.Single(Planner.Plan(fleet, context, 1).Explanation.Changes, c => c.Kind == "traits.required" && c.Attribute == "CUSTOM_B");

        Assert.Equal("requiring CUSTOM_B, as an aggregate demands: 1 host", change.Text);
        var helped = Planning.Context(Planning.Request("""{"resources":{"VCPU":1},"traits":{"required":["CUSTOM_A","CUSTOM_B"]}}""")) with { Aggregates = Rules };
        Assert.Single(Planner.Plan(fleet, helped, 1).Slots);
        Assert.Equal("""{"traits":{"required":["CUSTOM_A","CUSTOM_B"]}}""", change.Change);
    }
}
