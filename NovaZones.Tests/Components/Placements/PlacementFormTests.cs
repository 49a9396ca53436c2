using Bunit;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Core;
using NovaZones.Core.Fleet;
using NovaZones.Tests.Support.Builders;
using NovaZones.Web.Features.Placements;
using NovaZones.Web.Features.Placements.Parts;
using Xunit;

namespace NovaZones.Tests.Components.Placements;

public sealed class PlacementFormTests : ConsoleContext
{
    public PlacementFormTests()
    {
        var view = new FleetView();
        view.Publish(Planning.Fleet(Planning.Host("p0", """{"inventories":{"VCPU":16},"capabilities":{"rack":"r7"}}""")));
        Services.AddSingleton(view);
    }

    [Fact]
    public void Capabilities_AreOfferedWithExpressionsOfTheirValues()
    {
        RenderPopovers();
        var draft = new PlacementDraft();
        var form = Render<PlacementForm>(p => p.Add(f => f.Draft, draft));

        form.Find("[data-testid=capability-add]").Click();
        Assert.Equal("rack", form.Find("[data-testid=capability-name-0]").GetAttribute("value"));
        Assert.Equal(["r7", "s!= r7", "<in> r7", "<or> r7"], form.FindAll("[data-testid=capability-offers-0] option").Select(o => o.GetAttribute("value")));

        draft.Fields.SetMember("capabilities", "rack", "<or> r7");
        Assert.Equal([KeyValuePair.Create("rack", (string?)"<or> r7")], draft.Fields.Texts("capabilities"));
        form.Find("[aria-label='Remove the capability rack']").Click();
        Assert.False(draft.Fields.Has("capabilities"));
    }

    [Fact]
    public void Change_AField_ChangesTheText()
    {
        RenderPopovers();
        var draft = new PlacementDraft();
        var form = Render<PlacementForm>(p => p.Add(f => f.Draft, draft));

        form.Find("[data-testid=field-VCPU]").Input("16");

        Assert.Contains("\"VCPU\": 16", draft.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_FaultOfAField_StandsAtTheField()
    {
        RenderPopovers();
        var form = Render<PlacementForm>(p => p
            .Add(f => f.Draft, new PlacementDraft())
            .Add(f => f.Faults, [new Fault("resources.MEMORY_MB", "must be a whole number from 1 to 9")]));

        Assert.Equal(1, form.FindAll(".mud-input-error").Select(e => e.Closest(".mud-input-control")).Distinct().Count(e => e is not null));
        Assert.Contains("must be a whole number from 1 to 9", form.Find("[data-testid=field-MEMORY_MB]").Closest(".mud-input-control")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("count", true)]
    [InlineData("traits.required[0]", true)]
    [InlineData("resources.VCPU", true)]
    [InlineData("resources.CUSTOM_X", false)]
    [InlineData("traits.forbidden[0]", true)]
    [InlineData("traits.anyOf[0]", false)]
    [InlineData("hints.sameHost[1]", true)]
    [InlineData("zones.only", true)]
    [InlineData("capabilities.rack", true)]
    [InlineData("weights.nope", true)]
    [InlineData("group.policy", true)]
    [InlineData("group.maxPerHost", true)]
    [InlineData("group.maxSkew", false)]
    [InlineData("groups[0]", true)]
    [InlineData("groups[0].traits.required[0]", true)]
    [InlineData("groups[0].colour", false)]
    [InlineData("sameSubtree[0]", false)]
    [InlineData("query", false)]
    [InlineData("counter", false)]
    [InlineData("groups[0].resources.GPU_MILLI", true)]
    [InlineData("groups[1].resources.GPU_MILLI", false)]
    [InlineData("", false)]
    public void Shows_PathOfAFault_OnlyWhenThereIsAFieldForIt(string path, bool shown)
    {
        var draft = new PlacementDraft { GroupPolicy = "anti-affinity" };
        draft.AddGroup();

        Assert.Equal(shown, PlacementForm.Shows(path, draft));
    }

    [Fact]
    public void Choose_GroupPolicy_ShowsTheFieldsThatMeanSomethingUnderIt()
    {
        RenderPopovers();
        var draft = new PlacementDraft();
        var form = Render<PlacementForm>(p => p.Add(f => f.Draft, draft));
        Assert.False(form.Find("[data-testid=section-group]").HasAttribute("open"));
        Assert.Empty(form.FindAll("[data-testid=group-name]"));

        form.Find("[data-testid=group-policy]").Change("spread");
        form.Find("[data-testid=group-name]").Change("db");
        form.Find("[data-testid=group-capability]").Change("rack");

        Assert.True(form.Find("[data-testid=section-group]").HasAttribute("open"));
        Assert.Empty(form.FindAll("[data-testid=group-maxPerHost]"));
        Assert.Equal(("spread", "db", "rack"), (draft.GroupPolicy, draft.Fields.Text("group.name"), draft.Fields.Text("group.capability")));
    }

    [Theory]
    [InlineData("zones-only", " emea!paris, apac ", "zones.only", "emea!paris|apac")]
    [InlineData("aggregates-notMemberOf", "old, rack one", "aggregates.notMemberOf", "old|rack one")]
    [InlineData("hints-forceHosts", "h1,h2,", "hints.forceHosts", "h1|h2")]
    [InlineData("traits-preferred", "CUSTOM_A  CUSTOM_B", "traits.preferred", "CUSTOM_A|CUSTOM_B")]
    public void Change_AList_IsWrittenNameByName(string field, string typed, string path, string names)
    {
        RenderPopovers();
        var draft = new PlacementDraft();
        var form = Render<PlacementForm>(p => p.Add(f => f.Draft, draft));

        form.Find($"[data-testid={field}]").Change(typed);

        Assert.Equal(names.Split('|'), draft.Fields.Names(path));
    }

    [Fact]
    public void Change_Weights_AddsRenamesAndRemoves()
    {
        RenderPopovers();
        var draft = new PlacementDraft();
        var form = Render<PlacementForm>(p => p.Add(f => f.Draft, draft).Add(f => f.Weighers, ["ram", "cpu"]));

        form.Find("[data-testid=weights-add]").Click();
        form.Find("[data-testid=weights-add]").Click();
        form.Find("[data-testid=weights-name-0]").Change("spread:rack");
        form.Find("[data-testid=weights-value-0]").Input("0.5");
        Assert.Equal([KeyValuePair.Create("spread:rack", (double?)0.5), KeyValuePair.Create("cpu", (double?)1)], draft.Fields.Numbers("weights"));

        form.Find("[aria-label='Remove cpu']").Click();
        Assert.Equal(["spread:rack"], draft.Fields.Numbers("weights").Select(w => w.Key));
    }

    [Fact]
    public void Render_FaultInAClosedSection_OpensIt()
    {
        RenderPopovers();
        var form = Render<PlacementForm>(p => p
            .Add(f => f.Draft, new PlacementDraft())
            .Add(f => f.Faults, [new Fault("hints.sameHost[0]", "must be the id of an instance")]));

        Assert.True(form.Find("[data-testid=section-hints]").HasAttribute("open"));
        Assert.False(form.Find("[data-testid=section-where]").HasAttribute("open"));
        Assert.Contains("[0] must be the id of an instance", form.Find("[data-testid=hints-sameHost]").Closest(".mud-input-control")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Policies_ThereAre_CanBeChosenAndUnchosen()
    {
        RenderPopovers();
        var draft = new PlacementDraft();
        var form = Render<PlacementForm>(p => p.Add(f => f.Draft, draft).Add(f => f.Policies, ["default", "packing"]));

        form.Find("[data-testid=field-policy]").Change("packing");
        Assert.Equal("packing", draft.Fields.Text("policy"));
        form.Find("[data-testid=field-policy]").Change("");
        Assert.False(draft.Fields.Has("policy"));
    }

    [Fact]
    public void Devices_OfTwoGroups_MayBeIsolatedNamedAndRemoved()
    {
        RenderPopovers();
        var draft = new PlacementDraft();
        var form = Render<PlacementForm>(p => p.Add(f => f.Draft, draft));

        form.Find("[data-testid=add-group]").Click();
        Assert.Empty(form.FindAll("[data-testid=same-subtree]"));
        form.Find("[data-testid=add-group]").Click();
        form.Find("[data-testid=group-0-name]").Change("gpu");
        form.Find("[data-testid=group-1-class-name-0]").Change("NET_GBPS");
        form.Find("[data-testid=group-1-required]").Change("HW_NIC_SRIOV");
        form.Find("[data-testid=same-subtree]").Change("gpu nic");

        Assert.Equal("gpu", form.Find("[data-testid=group-0] legend").TextContent);
        Assert.Equal(["NET_GBPS"], draft.Groups[1].Fields.Numbers("resources").Select(r => r.Key));
        Assert.Equal([["gpu", "nic"]], draft.Fields.Sets("sameSubtree"));

        form.Find("[data-testid=group-0-remove]").Click();
        Assert.Equal(["HW_NIC_SRIOV"], Assert.Single(draft.Groups).Fields.Names("traits.required"));
    }
}
