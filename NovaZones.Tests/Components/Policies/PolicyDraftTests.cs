using System.Collections.Immutable;
using NovaZones.Core.Policies;
using NovaZones.Tests.Support.Builders;
using NovaZones.Web.Features.Policies;
using Xunit;

namespace NovaZones.Tests.Components.Policies;

public sealed class PolicyDraftTests
{
    private static readonly string[] _filters = ["HostState", "AvailabilityZone", "Resources", "Traits"];
    private static readonly string[] _weighers = ["ram", "cpu", "disk"];

    [Fact]
    public void Changes_NothingTouched_AreNone() => Assert.Empty(Draft().Changes());

    [Fact]
    public void Changes_WeightMoved_TellBeforeAndAfter()
    {
        var draft = Draft();

        draft.SetWeight("disk", -1.05);

        Assert.Equal([new PolicyChange(PolicyPart.Weight, "disk", "0", "-1.05")], draft.Changes());
    }

    [Fact]
    public void Changes_WeightMovedAndBack_AreNone()
    {
        var draft = Draft();

        draft.SetWeight("disk", 0.3);
        draft.SetWeight("disk", -0.0);

        Assert.Empty(draft.Changes());
    }

    [Fact]
    public void SetActive_OffAndOnAgain_StandsWhereTheCatalogHasIt()
    {
        var draft = Draft();

        draft.SetActive("HostState", false);
        Assert.Equal([new PolicyChange(PolicyPart.FilterOff, "HostState", null, null)], draft.Changes());
        draft.SetActive("HostState", true);

        Assert.Equal(["HostState", "Resources"], draft.ToPolicy("user:a").Filters);
        Assert.Empty(draft.Changes());
    }

    [Fact]
    public void Move_Later_ChangesTheOrderOnly()
    {
        var draft = Draft();

        draft.Move("HostState", +1);

        Assert.Equal(["Resources", "HostState"], draft.ToPolicy("user:a").Filters);
        Assert.Equal([new PolicyChange(PolicyPart.FilterOrder, "", "HostState, Resources", "Resources, HostState")], draft.Changes());
    }

    [Theory]
    [InlineData("HostState", -1)]
    [InlineData("Resources", +1)]
    [InlineData("Traits", -1)]
    public void Move_BeyondTheEndsOrInactive_DoesNothing(string filter, int by)
    {
        var draft = Draft();

        draft.Move(filter, by);

        Assert.Empty(draft.Changes());
    }

    [Fact]
    public void Load_OlderVersion_IsComparedWithTheVersionInForce()
    {
        var draft = Draft();

        draft.Load(InForce() with { Version = 1, Driver = "filter", Weights = InForce().Weights.SetItem("ram", 2) });

        Assert.Equal(
            [new PolicyChange(PolicyPart.Weight, "ram", "1", "2"), new PolicyChange(PolicyPart.Driver, "", null, "filter")],
            draft.Changes());
        Assert.Equal(3, draft.Basis.Version);
    }

    [Fact]
    public void AddAndRemoveWeigher_Parameterised_AreChangesOfItsMultiplier()
    {
        var draft = Draft();

        draft.AddWeigher("spread:rack");

        Assert.Equal(["ram", "cpu", "disk", "spread:rack"], draft.Weighers);
        Assert.Equal([new PolicyChange(PolicyPart.Weight, "spread:rack", "0", "1")], draft.Changes());

        draft.RemoveWeigher("spread:rack");

        Assert.Empty(draft.Changes());
        Assert.DoesNotContain("spread:rack", draft.ToPolicy("user:a").Weights.Keys);
    }

    [Fact]
    public void Load_VersionWithLimits_TakesThemOver()
    {
        var draft = Draft();

        draft.Load(InForce() with { Limits = new PolicyLimits { MaxBuildsPerHost = 4 } });

        Assert.Equal([new PolicyChange(PolicyPart.Limit, "maxBuildsPerHost", null, "4")], draft.Changes());
    }

    [Fact]
    public void ToPolicy_BlankComment_IsNone()
    {
        var draft = Draft();
        draft.Comment = "  ";

        var policy = draft.ToPolicy("user:ann");

        Assert.Null(policy.Comment);
        Assert.Equal("user:ann", policy.CreatedBy);
    }

    private static PolicyDraft Draft() => new(InForce(), _filters, _weighers);

    private static Policy InForce() => new()
    {
        Name = "default",
        Version = 3,
        Filters = ["HostState", "Resources"],
        Weights = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("ram", 1.0), KeyValuePair.Create("cpu", 1.0)]),
        CreatedAt = Stored.Noon,
    };
}
