using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Core.Policies;
using NovaZones.Tests.Components.RealZone;
using NovaZones.Web.Composition;
using NovaZones.Web.Features.Policies;
using Xunit;

namespace NovaZones.Tests.Components.Policies;

/// <summary>What is saved is in force at once, and nobody's changes are lost on the way; the book is that of a real zone.</summary>
public sealed class PoliciesPageTests : PageOfRealZone
{
    private PolicyBook Book => Zone.Services.GetRequiredService<PolicyBook>();

    [Fact]
    public async Task Save_AChangedWeight_IsTheNextVersionInForce()
    {
        SignIn(AccessPolicies.Read, AccessPolicies.Operate);
        var page = Shown();
        var before = InForce();
        Assert.True(page.Find("[data-testid=policy-save]").HasAttribute("disabled"));

        await page.Find("[data-testid=number-ram]").ChangeAsync(new() { Value = "-1.75" });
        await page.Find("input[data-testid=policy-comment]").ChangeAsync(new() { Value = "pack tighter" });
        Assert.Contains("-1.75", page.Find("section.save").TextContent, StringComparison.Ordinal);
        await page.Find("[data-testid=policy-save]").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Contains($"version {before.Version + 1}", page.Find("#changes").TextContent, StringComparison.Ordinal));
        var saved = InForce();
        Assert.Equal((before.Version + 1, -1.75, "user:ann", "pack tighter"), (saved.Version, saved.Weights["ram"], saved.CreatedBy, saved.Comment));
        Assert.True(page.Find("[data-testid=policy-save]").HasAttribute("disabled"));
        Assert.Equal(2, page.FindAll("[data-testid=policy-versions] > li").Count);
    }

    [Fact]
    public async Task Save_AfterSomebodyElseSaved_KeepsTheChangesAndOffersTheNewer()
    {
        SignIn(AccessPolicies.Read, AccessPolicies.Operate);
        var page = Shown();
        await page.Find("[data-testid=number-ram]").ChangeAsync(new() { Value = "-1.75" });
        var other = InForce() with { CreatedBy = "user:bob", Comment = "first" };
        Assert.IsType<PolicySaveOutcome.Saved>(await Book.SaveAsync(other, other.Version, Token));

        await page.Find("[data-testid=policy-save]").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Contains("was saved by user:bob", page.Find("[data-testid=policy-conflict]").TextContent, StringComparison.Ordinal));
        Assert.Equal("-1.75", page.Find("[data-testid=number-ram]").GetAttribute("value"));
        Assert.Equal("first", InForce().Comment);

        await page.Find("[data-testid=policy-conflict] button").ClickAsync(new());

        Assert.Empty(page.FindAll("[data-testid=policy-conflict]"));
        Assert.NotEqual("-1.75", page.Find("[data-testid=number-ram]").GetAttribute("value"));
    }

    [Fact]
    public async Task Discard_PutsTheWeightInForceBack()
    {
        SignIn(AccessPolicies.Read, AccessPolicies.Operate);
        var page = Shown();
        var weight = page.Find("[data-testid=number-ram]").GetAttribute("value");
        await page.Find("[data-testid=number-ram]").ChangeAsync(new() { Value = "-1.75" });
        Assert.NotEmpty(page.FindAll("[data-testid=policy-foot]"));

        await page.FindAll("section.save button").Single(button => button.TextContent.Trim() == "Discard").ClickAsync(new());

        Assert.Equal(weight, page.Find("[data-testid=number-ram]").GetAttribute("value"));
        Assert.Empty(page.FindAll("[data-testid=policy-foot]"));
    }

    [Fact]
    public void Viewer_MayLook_AndIsOfferedNothing()
    {
        SignIn(AccessPolicies.Read);

        var page = Shown();

        Assert.All(page.FindAll("input[type=range], input[type=number]"), input => Assert.True(input.HasAttribute("disabled")));
        Assert.Contains("Your role may look, not change.", page.Find("section.save").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("[data-testid=policy-save], [data-testid=policy-remove], [data-testid=new-policy], [data-testid=policy-shipped], [data-testid^=load-]"));
    }

    [Fact]
    public void Name_OfNoPolicy_SaysSo()
    {
        SignIn(AccessPolicies.Read);
        Services.GetRequiredService<NavigationManager>().NavigateTo("/policies?name=nowhere");

        var page = Render<PoliciesPage>();

        page.WaitForAssertion(() => Assert.Equal("There is no policy nowhere", page.Find("[data-testid=empty-state] .title").TextContent));
        Assert.Empty(page.FindAll("[data-testid^=slider-]"));
    }

    private Policy InForce() => Book.Find(Policy.DefaultName)!;

    private IRenderedComponent<PoliciesPage> Shown()
    {
        var page = Render<PoliciesPage>();
        page.WaitForElement("[data-testid=number-ram]");
        return page;
    }
}
