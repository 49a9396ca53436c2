using Bunit;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Core.Policies;
using NovaZones.Tests.Components.RealZone;
using NovaZones.Web.Composition;
using NovaZones.Web.Features.Policies;
using NovaZones.Web.Features.Policies.Parts;
using Xunit;

namespace NovaZones.Tests.Components.Policies;

/// <summary>What an edited policy would have done, tried on what the zone placed.</summary>
public sealed class PreviewPanelTests : PageOfRealZone
{
    [Fact]
    public void Unchanged_TriesNothing()
    {
        SignIn(AccessPolicies.Read, AccessPolicies.Operate);

        var panel = Render<PreviewPanel>(p => p.Add(x => x.Draft, Draft()));

        Time.Advance(PreviewPanel.Quiet);
        Assert.StartsWith("Change a weight", panel.Find("[data-testid=preview-none]").TextContent, StringComparison.Ordinal);
        Assert.Equal("false", panel.Find("[data-testid=policy-preview]").GetAttribute("aria-busy"));
    }

    [Fact]
    public void Changed_WhereNothingWasPlaced_SaysSoAfterTheQuietTime()
    {
        SignIn(AccessPolicies.Read, AccessPolicies.Operate);
        var panel = Render<PreviewPanel>(p => p.Add(x => x.Draft, Changed()));
        Assert.Equal("true", panel.Find("[data-testid=policy-preview]").GetAttribute("aria-busy"));

        Time.Advance(PreviewPanel.Quiet);

        panel.WaitForAssertion(() => Assert.Equal("No request was placed under this policy yet.", panel.Find("[data-testid=preview-empty]").TextContent));
    }

    [Fact]
    public async Task Changed_SoThatTheOtherHostIsBest_ListsWhatWouldMove()
    {
        await SendAsync(HttpMethod.Put, "/api/v1/hosts/small", """{"inventories":{"VCPU":8,"MEMORY_MB":1024}}""");
        await SendAsync(HttpMethod.Put, "/api/v1/hosts/large", """{"inventories":{"VCPU":8,"MEMORY_MB":65536}}""");
        await SendAsync(HttpMethod.Post, "/api/v1/placements", """{"name":"web","resources":{"VCPU":1,"MEMORY_MB":512}}""");
        SignIn(AccessPolicies.Read, AccessPolicies.Operate);
        var told = new List<int?>();
        var panel = Render<PreviewPanel>(p => p.Add(x => x.Draft, Changed()).Add(x => x.OnPreview, preview => told.Add(preview?.Moved)));

        Time.Advance(PreviewPanel.Quiet);

        panel.WaitForAssertion(() => Assert.Equal("1 of the last 1 requests would be decided otherwise", panel.Find("[data-testid=preview-moved] b").TextContent));
        var row = panel.Find("[data-testid=preview-decisions] tbody tr");
        Assert.Equal(["web", "large", "small"], row.Children.Select(Words));
        panel.WaitForAssertion(() => Assert.Equal([1], told));
        Assert.Contains(",web,large,small,", await this.SavedAsync(panel, "preview-moved", "csv"), StringComparison.Ordinal);
    }

    [Fact]
    public void Viewer_IsToldThatItMayNot()
    {
        SignIn(AccessPolicies.Read);
        var panel = Render<PreviewPanel>(p => p.Add(x => x.Draft, Changed()));

        Time.Advance(PreviewPanel.Quiet);

        panel.WaitForAssertion(() => Assert.Equal("You may not do this any more; your role was changed meanwhile.", panel.Find("[data-testid=preview-fault]").TextContent.Trim()));
        Assert.Empty(panel.FindAll("[data-testid=preview-empty], [data-testid=preview-moved]"));
    }

    private PolicyDraft Draft()
    {
        var catalog = Zone.Services.GetRequiredService<PluginCatalog>();
        return new PolicyDraft(Zone.Services.GetRequiredService<PolicyBook>().Find(Policy.DefaultName)!, catalog.FilterNames, catalog.WeigherNames);
    }

    /// <summary>Little memory is best now.</summary>
    private PolicyDraft Changed()
    {
        var draft = Draft();
        draft.SetWeight("ram", -2);
        return draft;
    }
}
