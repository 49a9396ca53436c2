using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using NovaZones.Tests.Components.RealZone;
using NovaZones.Web.Components.Layout;
using NovaZones.Web.Composition;
using Xunit;

namespace NovaZones.Tests.Components.Layout;

/// <summary>The frame of every page: what the menu offers whom, light and dark, and a page that fails.</summary>
public sealed class MainLayoutTests : PageOfRealZone
{
    [Theory]
    [InlineData(false, AccessPolicies.Read)]
    [InlineData(true, AccessPolicies.Read, AccessPolicies.Operate, AccessPolicies.Admin)]
    public void Menu_OffersWhatThePersonMaySee(bool isOffered, params string[] rights)
    {
        var layout = Open(builder => builder.AddContent(0, "the page"), rights);

        Assert.Single(layout.FindAll("[data-testid=nav-hosts]"));
        Assert.Equal(isOffered, layout.FindAll("[data-testid=nav-access]").Count == 1);
        Assert.Equal(isOffered, layout.FindAll("[data-testid=nav-drift]").Count == 1);
        Assert.Contains("the page", layout.Find("[role=main]").TextContent, StringComparison.Ordinal);
        Assert.NotEmpty(layout.Find("[data-testid=zone-name]").TextContent);
    }

    [Fact]
    public async Task ToggleTheme_DrawsDarkAndLight_AndTellsTheBrowser()
    {
        var layout = Open(builder => builder.AddContent(0, "the page"), AccessPolicies.Read);
        var light = layout.Find("[data-testid=toggle-theme]").GetAttribute("aria-label");

        await layout.Find("[data-testid=toggle-theme]").ClickAsync(new());
        var dark = layout.Find("[data-testid=toggle-theme]").GetAttribute("aria-label");
        await layout.Find("[data-testid=toggle-theme]").ClickAsync(new());

        Assert.NotEqual(light, dark);
        Assert.Equal(light, layout.Find("[data-testid=toggle-theme]").GetAttribute("aria-label"));
        Assert.Equal([true, false], JSInterop.Invocations["novaZonesTheme.choose"].Select(call => (bool?)call.Arguments[0]));
    }

    [Fact]
    public void Dark_AsTheBrowserHasIt_IsTakenOver()
    {
        JSInterop.Setup<bool>("novaZonesTheme.isDark").SetResult(true);

        var layout = Open(builder => builder.AddContent(0, "the page"), AccessPolicies.Read);

        layout.WaitForAssertion(() => Assert.Equal("Use light colours", layout.Find("[data-testid=toggle-theme]").GetAttribute("aria-label")));
    }

    [Fact]
    public async Task Page_ThatFails_LeavesTheMenu_AndMayBeTriedAgain()
    {
        Frail.Fails = true;
        var layout = Open(
            builder =>
            {
                builder.OpenComponent<Frail>(0);
                builder.CloseComponent();
            },
            AccessPolicies.Read);
        Assert.Single(layout.FindAll("[data-testid=nav-hosts]"));
        Assert.Empty(layout.FindAll("[data-testid=frail]"));

        Frail.Fails = false;
        await layout.Find("[data-testid=page-error] button").ClickAsync(new());

        Assert.Single(layout.FindAll("[data-testid=frail]"));
        Assert.Empty(layout.FindAll("[data-testid=page-error]"));
    }

    private IRenderedComponent<MainLayout> Open(RenderFragment body, params string[] rights)
    {
        AddAuthorization().SetAuthorized("ann").SetPolicies(rights);
        BeInteractive();
        return Render<MainLayout>(p => p.Add(layout => layout.Body, body));
    }

    private sealed class Frail : ComponentBase
    {
        public static bool Fails { get; set; }

        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            if (Fails)
            {
                throw new InvalidOperationException("This page fails.");
            }

            builder.AddMarkupContent(0, "<p data-testid=\"frail\">whole</p>");
        }
    }
}
