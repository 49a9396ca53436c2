using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Tests.Support.Fixtures;
using NovaZones.Web.Composition;
using NovaZones.Web.Features.Settings;
using Xunit;

namespace NovaZones.Tests.Components.Settings;

/// <summary>Settings of a real zone, on the page and saved: never a secret.</summary>
public sealed class SettingsPageTests : ConsoleContext
{
    [Fact]
    public async Task Saved_HoldsWhatIsShown_AndNoSecret()
    {
        await using var zone = await ZoneHost.StartAsync("Zone:Capabilities:region=eu");
        Services.AddSingleton(zone.Services.GetRequiredService<SettingsReader>());
        AddAuthorization().SetAuthorized("root").SetPolicies(AccessPolicies.Read, AccessPolicies.Admin);
        BeInteractive();
        var page = Render<SettingsPage>();

        var all = await this.SavedAsync(page, "settings", "csv");
        Services.GetRequiredService<NavigationManager>().NavigateTo("/settings?q=region");
        page.WaitForAssertion(() => Assert.Single(page.FindAll("[data-testid=settings] tbody tr")));
        var one = await this.SavedAsync(page, "settings", "csv");

        Assert.Contains("\r\nAuth:BootstrapToken,,yes,", all, StringComparison.Ordinal);
        Assert.DoesNotContain(ZoneHost.AdminToken, all + page.Markup, StringComparison.Ordinal);
        Assert.Equal(3, one.Split("\r\n").Length);
        Assert.StartsWith("Zone:Capabilities:region,eu,yes,", one.Split("\r\n")[1], StringComparison.Ordinal);
        await DisposeComponentsAsync();
    }
}
