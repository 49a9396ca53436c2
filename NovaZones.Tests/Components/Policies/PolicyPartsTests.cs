using System.Collections.Immutable;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NovaZones.Core.Placement;
using NovaZones.Core.Policies;
using NovaZones.Tests.Support.Builders;
using NovaZones.Web.Features.Policies;
using NovaZones.Web.Features.Policies.Parts;
using Xunit;

namespace NovaZones.Tests.Components.Policies;

/// <summary>The parts of the policy editor beside the sliders.</summary>
public sealed class PolicyPartsTests : ConsoleContext
{
    [Fact]
    public void FilterList_EachFilterThereIs_SaysWhatItDoes()
    {
        var list = Render<FilterList>(p => p.Add(l => l.Draft, Draft()));

        var silent = list.FindAll("li").Where(li => li.QuerySelector(".meaning")!.TextContent.Trim().Length == 0).Select(li => li.QuerySelector("b")!.TextContent);

        Assert.Equal(Planning.Catalog().FilterNames.Length, list.FindAll("li").Count);
        Assert.Empty(silent);
    }

    [Fact]
    public void FilterList_DraggedOrMovedByButton_ChangesTheOrderAndSaysSo()
    {
        var draft = Draft("HostState", "Resources", "Traits", "ZonePath");
        var list = Render<FilterList>(p => p.Add(l => l.Draft, draft));

        list.Find("[data-testid=filter-row-ZonePath]").DragStart();
        list.Find("[data-testid=filter-row-Resources]").DragEnter();
        Assert.Contains("over", list.Find("[data-testid=filter-row-Resources]").ClassName, StringComparison.Ordinal);
        list.Find("[data-testid=filter-row-Resources]").Drop();
        Assert.Equal(["HostState", "ZonePath", "Resources", "Traits"], draft.Filters.Take(4));
        Assert.Equal("ZonePath is number 2 of 4 now.", list.Find("[data-testid=filter-told]").TextContent);

        list.Find("[data-testid=filter-row-HostState]").DragStart();
        list.Find("[data-testid=filter-row-Traits]").Drop();
        Assert.Equal(["ZonePath", "Resources", "Traits", "HostState"], draft.Filters.Take(4));

        list.Find("button[aria-label*=Traits]").Click(); // the first of its two: earlier
        Assert.Equal(["ZonePath", "Traits", "Resources", "HostState"], draft.Filters.Take(4));

        list.Find("[data-testid=filter-row-IoOps]").Drop(); // nothing was dragged, and it is not active
        Assert.Equal(4, draft.ActiveFilters);
        Assert.Equal("false", Render<FilterList>(p => p.Add(l => l.Draft, draft).Add(l => l.Disabled, true)).Find("[data-testid=filter-row-Traits]").GetAttribute("draggable") ?? "false");
    }

    [Fact]
    public void WeightSlider_EachWeigherThereIs_SaysWhatItGrades()
    {
        string[] names = [.. Planning.Catalog().WeigherNames, "resource:PGPU", "capability:power_watts[0..500]", "spread:rack"];

        var silent = names.Where(name => Render<WeightSlider>(p => p.Add(s => s.Weigher, name)).Find(".meaning").TextContent.Length == 0);

        Assert.Empty(silent);
    }

    [Fact]
    public void WeightSlider_WithoutATaker_CannotBeRemoved()
    {
        var removed = 0;

        Assert.Empty(Render<WeightSlider>(p => p.Add(s => s.Weigher, "ram")).FindAll("[data-testid=remove-ram]"));
        Render<WeightSlider>(p => p.Add(s => s.Weigher, "spread:rack").Add(s => s.OnRemove, () => removed++)).Find("[data-testid='remove-spread:rack']").Click();

        Assert.Equal(1, removed);
    }

    [Fact]
    public void PolicyWarnings_OneClick_TellsTheFiltersThatEndThem()
    {
        IReadOnlyList<string> added = [];
        var review = new PolicyReview(Planning.Catalog(), Options.Create(new SchedulerOptions()));
        var draft = Draft("HostState", "Resources", "ZonePath");
        var warnings = Render<PolicyWarnings>(p => p.Add(w => w.Warnings, review.WarningsOf(draft.ToPolicy("a"))).Add(w => w.OnAdd, names => added = names));

        Assert.Contains("required traits of aggregates have no effect", warnings.Find("ul").TextContent, StringComparison.Ordinal);
        warnings.Find("[data-testid=add-filters]").Click();
        foreach (var name in added)
        {
            draft.SetActive(name, true);
        }

        Assert.Empty(review.WarningsOf(draft.ToPolicy("a")));
        Assert.Equal(["AggregateIsolation", "Tenancy"], added.Take(2));
    }

    [Fact]
    public void PolicyWarnings_None_ShowNothing() => Assert.Empty(Render<PolicyWarnings>(p => p.Add(w => w.Warnings, [])).Markup.Trim());

    [Fact]
    public void PolicyWarnings_ForAReader_OfferNothing() =>
        Assert.Empty(Render<PolicyWarnings>(p => p.Add(w => w.Warnings, [new PolicyWarning("filters", "m", "Traits")]).Add(w => w.Disabled, true)).FindAll("button"));

    [Fact]
    public void LimitFields_Typed_AreTheDraftsLimits()
    {
        var draft = Draft();
        var fields = Limits(draft);

        fields.Find("[data-testid=limit-instances]").Input("8");
        fields.Find("[data-testid=limit-cores]").Input("0");

        Assert.Equal(new PolicyLimits { MaxInstancesPerHost = 8, MaxCoresPerHost = 0 }, draft.ToPolicy("a").Limits);
        Assert.Equal(
            [new PolicyChange(PolicyPart.Limit, "maxInstancesPerHost", null, "8"), new PolicyChange(PolicyPart.Limit, "maxCoresPerHost", null, "0")],
            draft.Changes());
        Assert.Contains("the zone's (7)", fields.Markup, StringComparison.Ordinal);

        fields.Find("[data-testid=limit-instances]").Input("");

        Assert.Null(draft.Limits.MaxInstancesPerHost);
    }

    [Fact]
    public void LimitFields_OutOfBounds_SaysSoAtTheField()
    {
        var fields = Limits(Draft());

        fields.Find("[data-testid=limit-builds]").Input("-1");

        Assert.Contains("must be 0 (no limit) to 1000000", fields.Find("[data-testid=limit-builds]").Closest(".mud-input-control")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void ChangeList_Limit_TellsBothSides() =>
        Assert.Contains(
            "maxInstancesPerHost: the zone's own → 8",
            Render<ChangeList>(p => p.Add(l => l.Changes, [new PolicyChange(PolicyPart.Limit, "maxInstancesPerHost", null, "8")])).Find("li").TextContent,
            StringComparison.Ordinal);

    [Fact]
    public void VersionList_VersionWithDriverAndLimits_NamesThem()
    {
        var versions = Render<VersionList>(p => p
            .Add(l => l.Versions, [Policy() with { Driver = "simple", Limits = new PolicyLimits { MaxInstancesPerHost = 8 } }, Policy() with { Version = 1 }]));

        Assert.Equal(["driver simple · 8 instances a host"], versions.FindAll(".extras").Select(e => e.TextContent));
    }

    [Fact]
    public async Task VersionCompare_TwoOldVersions_SaysWhatDiffersAndStandsInTheAddress()
    {
        Services.AddSingleton(Planning.Catalog());
        Policy[] versions = [Policy() with { Version = 3 }, Policy() with { Driver = "simple" }, Policy() with { Version = 1, Filters = ["Resources", "Traits"] }];
        var navigation = Services.GetRequiredService<NavigationManager>();
        var compare = Render<VersionCompare>(p => p.Add(c => c.Versions, versions));
        Assert.Empty(compare.FindAll("[data-testid=policy-changes]"));

        compare.Find("[data-testid=compare-from]").Change("1");
        compare.WaitForAssertion(() => Assert.EndsWith("?compare=1..", navigation.Uri, StringComparison.Ordinal));
        compare.Find("[data-testid=compare-to]").Change("2");

        Assert.EndsWith("?compare=1..2", navigation.Uri, StringComparison.Ordinal);
        Assert.Equal(["Traits: on → off", "driver: the zone's own → simple"], compare.FindAll("[data-testid=policy-changes] li").Select(li => li.TextContent));
        Assert.Contains("FilterOff,Traits,,\r\n", await this.SavedAsync(compare, "policy-default-1-2", "csv"), StringComparison.Ordinal);

        navigation.NavigateTo("/policies?compare=1..9");
        compare.WaitForAssertion(() => Assert.Single(compare.FindAll("[data-testid=compare-unknown]")));
    }

    private IRenderedComponent<LimitFields> Limits(PolicyDraft draft)
    {
        RenderPopovers();
        return Render<LimitFields>(p => p.Add(l => l.Draft, draft).Add(l => l.Scheduler, new SchedulerOptions { MaxInstancesPerHost = 7 }));
    }

    private static PolicyDraft Draft(params string[] filters) =>
        new(Policy() with { Filters = [.. filters] }, Planning.Catalog().FilterNames, Planning.Catalog().WeigherNames);

    private static Policy Policy() => new()
    {
        Name = "default",
        Version = 2,
        Filters = ["Resources"],
        Weights = ImmutableSortedDictionary<string, double>.Empty,
        CreatedAt = Stored.Noon,
    };
}
