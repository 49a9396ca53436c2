using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using NovaZones.Tests.Support.Fixtures;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NovaZones.Tests.Browser;

/// <summary>An administrator runs a job, lets a viewer in and out, makes and revokes a token, and reads settings and health; the viewer is offered none of it.</summary>
public sealed class AdministrationJourneyTests
{
    private static readonly LocatorAssertionsToContainTextOptions _patient = new() { Timeout = 60_000 };

    [Fact]
    public async Task Administrator_RunsJobs_ManagesAccess_ReadsSettingsAndHealth()
    {
        var token = TestContext.Current.CancellationToken;
        await using var chromium = await Chromium.StartAsync();
        using var directory = new TemporaryDirectory();
        await using var root = await RealZone.StartAsync("planet", directory.Path, token);
        var page = await chromium.OpenAsync(ColorScheme.Light, 1400, 900);
        await page.SignInAsync(root);
        await Expect(page.GetByTestId("zone-tree")).ToBeVisibleAsync();

        await RunJobAsync(page, root);
        var viewer = await LetViewerInAsync(chromium, page, root);
        await LetViewerOutAsync(page, root, viewer);
        await TokenAsync(page, root, token);
        await ReadAsync(page, root);
        await PicturesAsync(chromium, root);
    }

    private static async Task RunJobAsync(IPage page, RealZone root)
    {
        await page.GoAsync(root, "/jobs");
        await Expect(page.GetByTestId("outcome-check-ledger")).ToContainTextAsync("Never ran");
        await page.GetByTestId("run-check-ledger").ClickAsync();
        await Expect(page.GetByTestId("outcome-check-ledger")).ToContainTextAsync("Succeeded", _patient);
        await Expect(page.GetByTestId("outcome-settle-reservations")).ToContainTextAsync("Succeeded", _patient);
    }

    private static async Task<IPage> LetViewerInAsync(Chromium chromium, IPage page, RealZone root)
    {
        await page.GoAsync(root, "/access");
        await page.GetByTestId("add-person").ClickAsync();
        await page.GetByTestId("person-name").FillAsync("vera");
        Assert.Empty(await page.ViolationsAsync("adding a person"));
        await page.GetByTestId("person-save").ClickAsync();
        var password = await page.GetByTestId("secret").TextContentAsync();
        Assert.Empty(await page.ViolationsAsync("a password shown once"));
        await page.GetByTestId("secret-close").ClickAsync();
        await Expect(page.GetByTestId("person-vera")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("secret")).ToHaveCountAsync(0);

        // The only administrator cannot shut everybody out.
        await page.GetByTestId("lock-operator").ClickAsync();
        await page.GetByTestId("confirm-ok").ClickAsync();
        await Expect(page.Locator(".mud-snackbar")).ToContainTextAsync("Nobody would be left");
        await Expect(page.GetByTestId("sign-in-operator")).ToContainTextAsync("May sign in");

        var viewer = await chromium.OpenAsync(ColorScheme.Light, 1400, 900);
        await viewer.GotoAsync(new Uri(root.Url, "/jobs").ToString());
        await viewer.GetByTestId("login-user").FillAsync("vera");
        await viewer.GetByTestId("login-password").FillAsync(password!);
        await viewer.GetByTestId("login-submit").ClickAsync();
        await Expect(viewer.GetByTestId("jobs")).ToBeVisibleAsync();
        await Expect(viewer.GetByTestId("run-check-ledger")).ToHaveCountAsync(0);
        await Expect(viewer.GetByTestId("nav-access")).ToHaveCountAsync(0);
        await Expect(viewer.GetByTestId("nav-settings")).ToHaveCountAsync(0);
        foreach (var address in new[] { "/access", "/settings", "/hangfire" })
        {
            await viewer.GotoAsync(new Uri(root.Url, address).ToString());
            await Expect(viewer).ToHaveURLAsync(new Regex("/access-denied"));
        }

        await viewer.GoAsync(root, "/about");
        await Expect(viewer.GetByTestId("check-database")).ToContainTextAsync("Well", _patient);
        return viewer;
    }

    private static async Task LetViewerOutAsync(IPage page, RealZone root, IPage viewer)
    {
        await page.GetByTestId("role-vera").SelectOptionAsync("Operator");
        await page.GetByTestId("confirm-cancel").ClickAsync();
        await Expect(page.GetByTestId("role-vera")).ToHaveValueAsync("Viewer"); // taken back
        await page.GetByTestId("sign-out-vera").ClickAsync();
        await page.GetByTestId("confirm-ok").ClickAsync();

        // An open console notices by itself.
        await Expect(viewer).ToHaveURLAsync(new Regex("/login"), new PageAssertionsToHaveURLOptions { Timeout = 90_000 });
        await viewer.Context.CloseAsync();

        await page.GetByTestId("remove-vera").ClickAsync();
        await Expect(page.GetByTestId("confirm-ok")).ToBeDisabledAsync();
        await page.GetByTestId("confirm-typed").FillAsync("vera");
        await page.GetByTestId("confirm-ok").ClickAsync();
        await Expect(page.GetByTestId("person-vera")).ToHaveCountAsync(0);
        await page.GoAsync(root, "/access?q=operator");
        await Expect(page.GetByTestId("person-search")).ToHaveValueAsync("operator");
    }

    private static async Task TokenAsync(IPage page, RealZone root, CancellationToken token)
    {
        await page.GoAsync(root, "/access?tab=tokens");
        await page.GetByTestId("add-token").ClickAsync();
        await page.GetByTestId("token-save").ClickAsync();
        await Expect(page.Locator(".mud-dialog")).ToContainTextAsync("must have 1 to 100 characters");
        await page.GetByTestId("token-name").FillAsync("ci");
        Assert.Empty(await page.ViolationsAsync("adding a token"));
        await Screenshots.SaveAsync(page, "access-token-dialog");
        await page.GetByTestId("token-save").ClickAsync();
        var secret = await page.GetByTestId("secret").TextContentAsync();
        Assert.Equal(HttpStatusCode.OK, await AskAsync(root, secret!, token));
        await Screenshots.SaveAsync(page, "access-secret-dialog");
        await page.GetByTestId("secret-close").ClickAsync();

        await page.GetByTestId("revoke-ci").ClickAsync();
        await Expect(page.GetByTestId("confirm-ok")).ToBeDisabledAsync();
        await page.GetByTestId("confirm-typed").FillAsync("ci");
        await page.Keyboard.PressAsync("Tab");
        await page.GetByTestId("confirm-ok").ClickAsync();
        await Expect(page.GetByTestId("token-ci")).ToHaveCountAsync(0);
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(root, secret!, token));
        await page.GetByTestId("tokens-all").ClickAsync();
        await Expect(page.GetByTestId("token-ci")).ToContainTextAsync("Revoked");
    }

    private static async Task<HttpStatusCode> AskAsync(RealZone root, string secret, CancellationToken token)
    {
        using var ask = new HttpRequestMessage(HttpMethod.Get, "/api/v1/zone");
        ask.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        using var answer = await root.Client.SendAsync(ask, token);
        return answer.StatusCode;
    }

    private static async Task ReadAsync(IPage page, RealZone root)
    {
        await page.GoAsync(root, "/settings");
        await page.GetByTestId("setting-search").FillAsync("admin:password");
        await Expect(page).ToHaveURLAsync(new Regex("q=admin%3Apassword"));
        await Expect(page.GetByTestId("settings").Locator("tbody tr")).ToHaveCountAsync(1);
        await Expect(page.GetByTestId("setting-Auth:Admin:Password")).ToContainTextAsync("set, not shown");
        await Expect(page.Locator("body")).Not.ToContainTextAsync(RealZone.Password);
        await page.GoAsync(root, "/settings?q=Zone%3AName&show=deployment");
        await Expect(page.GetByTestId("setting-Zone:Name")).ToContainTextAsync("planet");
        await Expect(page.GetByTestId("setting-Zone:Name")).ToContainTextAsync("environment");

        await page.GoAsync(root, "/about");
        foreach (var check in new[] { "fleet", "database", "jobs" })
        {
            await Expect(page.GetByTestId($"check-{check}")).ToContainTextAsync("Well", _patient);
        }

        await Expect(page.GetByTestId("about-migrations")).ToContainTextAsync("none missing");
        await Expect(page.GetByTestId("about-replicas")).ToContainTextAsync("one process");
    }

    private static async Task PicturesAsync(Chromium chromium, RealZone root)
    {
        foreach (var (name, scheme, width) in new[] { ("light", ColorScheme.Light, 1400), ("dark", ColorScheme.Dark, 1400), ("narrow", ColorScheme.Light, 390) })
        {
            var page = await chromium.OpenAsync(scheme, width, 900);
            await page.SignInAsync(root);
            await Expect(page.GetByTestId("zone-tree")).ToBeVisibleAsync();
            foreach (var (address, picture) in new[] { ("/jobs", "jobs"), ("/access", "access"), ("/access?tab=tokens&show=all", "access-tokens"), ("/settings", "settings"), ("/about", "about") })
            {
                await page.GoAsync(root, address);
                await Expect(page.Locator(".panel").First).ToBeVisibleAsync();
                Assert.True(await page.FitsAsync(), $"{address} in {name} is too wide");
                await Screenshots.SaveAsync(page, $"{picture}-{name}");
            }

            await page.Context.CloseAsync();
        }
    }
}
