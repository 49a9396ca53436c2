using System.Text.RegularExpressions;
using Microsoft.Playwright;
using NovaZones.Tests.Support.Fixtures;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NovaZones.Tests.Browser;

/// <summary>An administrator sets up an authenticator app, and signs in with its code and with a recovery code.</summary>
public sealed class AccountJourneyTests
{
    [Fact]
    public async Task Administrator_SetsUpASecondFactor_AndSignsInWithIt()
    {
        var token = TestContext.Current.CancellationToken;
        await using var chromium = await Chromium.StartAsync();
        using var directory = new TemporaryDirectory();
        await using var root = await RealZone.StartAsync("planet", directory.Path, token);
        var page = await chromium.OpenAsync(ColorScheme.Light, 1400, 900);
        await page.SignInAsync(root);
        await Expect(page.Locator("[data-interactive=true]")).ToBeAttachedAsync();

        // By keyboard, since the page is no part of the circuit.
        await page.Keyboard.PressAsync("Control+k");
        await page.GetByTestId("palette-field").FillAsync("account");
        await Expect(page.GetByTestId("palette-list")).ToContainTextAsync("Account");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Regex("/account$"));
        Assert.Empty(await page.ViolationsAsync("the account"));
        await Screenshots.SaveAsync(page, "account-light");

        await page.GetByTestId("start-proof").FillAsync(RealZone.Password);
        await page.GetByTestId("factor-start").ClickAsync();
        await Expect(page.GetByTestId("factor-picture")).ToBeVisibleAsync();
        Assert.True(await page.GetByTestId("factor-picture").EvaluateAsync<bool>("picture => picture.complete && picture.naturalWidth > 0"));
        Assert.Empty(await page.ViolationsAsync("a key to scan"));
        await Screenshots.SaveAsync(page, "account-key-light");
        var key = (await page.GetByTestId("factor-key").TextContentAsync())!;
        await page.GetByTestId("factor-code").FillAsync(AuthenticatorApp.Code(key));
        await page.GetByTestId("factor-confirm").ClickAsync();
        await Expect(page.GetByTestId("factor-state")).ToHaveTextAsync("On");
        var recovery = (await page.GetByTestId("recovery-codes").Locator("code").First.TextContentAsync())!;
        Assert.Empty(await page.ViolationsAsync("recovery codes"));
        await Screenshots.SaveAsync(page, "account-codes-light");
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark });
        await Expect(page.Locator(".card")).ToHaveCSSAsync("background-color", "rgb(26, 30, 58)");
        Assert.Empty(await page.ViolationsAsync("recovery codes in the dark"));
        await page.SetViewportSizeAsync(390, 900);
        Assert.True(await page.FitsAsync());
        await Screenshots.SaveAsync(page, "account-codes-dark-narrow");

        await page.GetByTestId("account-sign-out").ClickAsync();
        await EnterAsync(page, root, AuthenticatorApp.Code(key, stepsAhead: 1), "login-code-dark-narrow");
        await page.GotoAsync(new Uri(root.Url, "/account").ToString());
        await page.GetByTestId("account-sign-out").ClickAsync();
        await EnterAsync(page, root, recovery);
        await page.GotoAsync(new Uri(root.Url, "/account").ToString());
        await Expect(page.GetByTestId("codes-left")).ToContainTextAsync("9");

        // The list of people says so, and offers to take it off.
        await page.SetViewportSizeAsync(1400, 900);
        await page.GoAsync(root, "/access");
        await Expect(page.GetByTestId("factor-operator")).ToContainTextAsync("password and code");
        await Screenshots.SaveAsync(page, "access-factor-dark");
        await page.GetByTestId("reset-factor-operator").ClickAsync();
        await page.GetByTestId("confirm-typed").FillAsync("operator");
        await page.GetByTestId("confirm-ok").ClickAsync();
        await Expect(page.GetByTestId("login-user")).ToBeVisibleAsync(); // one's own session ends with it, too
    }

    private static async Task EnterAsync(IPage page, RealZone root, string code, string? picture = null)
    {
        await Expect(page.GetByTestId("login-user")).ToBeVisibleAsync();
        await page.SignInAsync(root);
        await Expect(page.GetByTestId("login-code")).ToBeVisibleAsync();
        if (picture is not null)
        {
            Assert.Empty(await page.ViolationsAsync("the code"));
            await Screenshots.SaveAsync(page, picture);
        }

        await page.GetByTestId("login-code").FillAsync(code);
        await page.GetByTestId("code-submit").ClickAsync();
        await Expect(page.GetByTestId("zone-tree")).ToBeVisibleAsync();
    }
}
