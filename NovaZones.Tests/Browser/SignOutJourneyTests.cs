using System.Text.RegularExpressions;
using Microsoft.Playwright;
using NovaZones.Tests.Support.Fixtures;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NovaZones.Tests.Browser;

/// <summary>Two tabs of one browser and a second browser of the same person.</summary>
public sealed class SignOutJourneyTests
{
    [Fact]
    public async Task SignOut_InOneTab_TakesTheOtherToTheSignInPage_AndLeavesTheOtherBrowser()
    {
        var token = TestContext.Current.CancellationToken;
        await using var chromium = await Chromium.StartAsync();
        using var directory = new TemporaryDirectory();

        // By itself the zone looks after five minutes only.
        await using var zone = await RealZone.StartAsync("planet", directory.Path, token, ("Auth__RecheckInterval", "00:05:00"));
        var leaving = await chromium.OpenAsync(ColorScheme.Light, 1400, 900);
        await leaving.SignInAsync(zone);
        await Expect(leaving.Locator("[data-interactive=true]")).ToBeAttachedAsync();
        var otherTab = await leaving.Context.NewPageAsync();
        await otherTab.GoAsync(zone, "/hosts");
        var otherBrowser = await chromium.OpenAsync(ColorScheme.Dark, 1400, 900);
        await otherBrowser.SignInAsync(zone);
        await otherBrowser.GoAsync(zone, "/hosts");

        // Its own circuit ends, too, and must not get in the way of where the form leads.
        await leaving.GetByTestId("user-menu").GetByRole(AriaRole.Button).First.ClickAsync();
        await leaving.GetByTestId("sign-out").ClickAsync();
        await Expect(leaving).ToHaveURLAsync(new Regex("/login$"));
        await Expect(leaving.GetByTestId("login-user")).ToBeVisibleAsync();

        await Expect(otherTab).ToHaveURLAsync(new Regex("/login\\?returnUrl=%2Fhosts$"));
        await Expect(otherTab.GetByTestId("login-user")).ToBeVisibleAsync();
        await otherTab.GotoAsync(new Uri(zone.Url, "/hosts").ToString());
        await Expect(otherTab.GetByTestId("login-user")).ToBeVisibleAsync();

        // The other browser's circuit is the same and alive: a page that is reached without loading anew.
        await otherBrowser.EvaluateAsync("() => window.stays = true");
        await otherBrowser.Locator("a[href='/placements'], a[href='placements']").First.ClickAsync();
        await Expect(otherBrowser).ToHaveURLAsync(new Regex("/placements$"));
        Assert.True(await otherBrowser.EvaluateAsync<bool>("() => window.stays === true"));

        await otherBrowser.GotoAsync(new Uri(zone.Url, "/account").ToString());
        var third = await otherBrowser.Context.NewPageAsync();
        await third.GoAsync(zone, "/placements");
        await leaving.SignInAsync(zone);
        await leaving.GoAsync(zone, "/hosts");
        await otherBrowser.GetByTestId("sign-out-everywhere").ClickAsync();
        await Expect(third.GetByTestId("login-user")).ToBeVisibleAsync();
        await Expect(leaving.GetByTestId("login-user")).ToBeVisibleAsync();
    }
}
