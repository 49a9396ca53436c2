using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using NovaZones.Tests.Support.Fixtures;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NovaZones.Tests.Browser;

/// <summary>One operator's round through two real zones: sign in, watch, place, read why, move a weight.</summary>
public sealed class OperatorJourneyTests
{
    private readonly List<string> _foreign = [];

    [Fact]
    public async Task Operator_SignsInWatchesPlacesReadsAndMovesAWeight()
    {
        var token = TestContext.Current.CancellationToken;
        await using var chromium = await Chromium.StartAsync();
        using var directory = new TemporaryDirectory();
        await using var child = await RealZone.StartAsync("paris", Path.Combine(directory.Path, "child"), token);
        await using var root = await RealZone.StartAsync("planet", Path.Combine(directory.Path, "root"), token);
        await child.ReportHostsAsync(3, token);
        using var added = await root.Client.PostAsJsonAsync("/api/v1/zones", new { name = "emea", apiUrl = child.Url, token = RealZone.Token }, token);
        added.EnsureSuccessStatusCode();

        var page = await chromium.OpenAsync(ColorScheme.Dark, 1400, 900);
        page.Request += (_, request) => Note(request.Url, root.Url);

        // Sign in.
        await page.SignInAsync(root);

        // The child comes online and grows without a reload.
        await Expect(page.GetByTestId("zone-node-emea")).ToHaveAttributeAsync("data-state", "Online");
        await Expect(page.GetByTestId("card-hosts")).ToContainTextAsync("3");
        await child.ReportHostsAsync(7, token);
        await Expect(page.GetByTestId("card-hosts")).ToContainTextAsync("7");
        await Screenshots.SaveAsync(page, "overview-dark");

        // Place at the root; the child's host takes it.
        await page.GoAsync(root, "/placements/new");
        await page.GetByTestId("field-VCPU").FillAsync("2");
        await page.GetByTestId("field-count").FillAsync("2");
        await BePatientAsync(page);
        await child.ReportHostsAsync(7, token); // lest a slow machine have let them fall silent
        await page.GetByTestId("place").ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/placements/r-[a-z2-7]{12}"));
        await Expect(page.GetByTestId("placement-state")).ToContainTextAsync("Placed");
        await Expect(page.GetByTestId("explanation")).ToContainTextAsync("emea");
        await Screenshots.SaveAsync(page, "placement-dark");

        // Turn a weight round; the next decision follows the new version.
        await page.GoAsync(root, "/policies");
        await page.GetByTestId("number-ram").FillAsync("-1.5");
        await page.GetByTestId("number-ram").BlurAsync();
        await page.GetByTestId("policy-save").ClickAsync();
        await Expect(page.GetByTestId("load-1")).ToBeVisibleAsync();
        var policy = await root.Client.GetFromJsonAsync<JsonElement>("/api/v1/policies/default", token);
        Assert.Equal((2, -1.5), (policy.GetProperty("version").GetInt32(), policy.GetProperty("weights").GetProperty("ram").GetDouble()));

        // Reserve an aggregate; a request of somebody else finds no host any more.
        await page.GoAsync(root, "/aggregates");
        await page.GetByTestId("add-aggregate").ClickAsync();
        await page.GetByTestId("aggregate-name").FillAsync("vip");
        await page.GetByTestId("aggregate-tenants").FillAsync("t1");
        await page.GetByTestId("aggregate-save").ClickAsync();
        await Expect(page.GetByTestId("aggregate-vip")).ToBeVisibleAsync();
        var aggregate = await root.Client.GetFromJsonAsync<JsonElement>("/api/v1/aggregates/vip", token);
        Assert.Equal("t1", aggregate.GetProperty("tenants")[0].GetString());

        // Look first, then place: what the dry run showed is committed from the page.
        await root.ReportHostsAsync(2, token);
        using var disabled = await root.Client.PostAsJsonAsync("/api/v1/hosts/p1/disable", new { reason = "repair" }, token);
        disabled.EnsureSuccessStatusCode();
        await page.GoAsync(root, "/placements/new");
        await BePatientAsync(page);
        await page.GetByTestId("dry-run").ClickAsync();
        await Expect(page.GetByTestId("commit")).ToBeVisibleAsync();
        await Screenshots.SaveAsync(page, "dry-run-dark");
        await page.GetByTestId("commit").ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/placements/r-[a-z2-7]{12}"));

        // Why this host and not that one?
        await page.GetByTestId("compare-first").FillAsync("p0");
        await page.GetByTestId("compare-second").FillAsync("p1");
        await page.GetByTestId("compare").ClickAsync();
        await Expect(page.GetByTestId("comparison")).ToContainTextAsync("wanted Enabled, is Disabled");
        await Screenshots.SaveAsync(page, "comparison-dark");
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light });
        await Expect(page.Locator(".panel").First).ToHaveCSSAsync("background-color", "rgb(255, 255, 255)"); // the page follows the system at once
        await Screenshots.SaveAsync(page, "comparison-light");
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark });
        await page.SetViewportSizeAsync(390, 900);
        await Screenshots.SaveAsync(page, "comparison-narrow");
        Assert.True(await page.FitsAsync());
        await page.SetViewportSizeAsync(1400, 900);

        // The same two, side by side from the list.
        await page.GoAsync(root, "/hosts");
        await page.GetByTestId("choose-p0").CheckAsync();
        await page.GetByTestId("choose-p1").CheckAsync();
        await page.GetByTestId("compare-chosen").ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex(@"/compare\?first=p0&second=p1"));
        await Expect(page.GetByTestId("host-facts").Locator("tr[data-differs=true]").Filter(new LocatorFilterOptions { HasText = "Disabled" })).ToBeVisibleAsync();

        await LookBackAsync(page, root);

        // Who did all this: the page's own acts stand under the person's name and address.
        await page.GoAsync(root, "/audit?act=aggregate");
        await Expect(page.GetByTestId("audit-table")).ToContainTextAsync("aggregate.saved");
        await Expect(page.GetByTestId("audit-table")).ToContainTextAsync(RealZone.UserName);
        await Expect(page.GetByTestId("audit-table")).ToContainTextAsync("127.0.0.1");
        await page.GetByTestId("verify-audit").ClickAsync();
        await Expect(page.GetByTestId("audit-chain")).ToHaveAttributeAsync("data-holds", "true");

        await TourAsync(chromium, root, child, token);
        Assert.Empty(_foreign);
    }

    /// <summary>Lets a placement take a minute: where a whole suite shares the machine a child may not answer within the usual five seconds.</summary>
    private static async Task BePatientAsync(IPage page)
    {
        await page.GetByTestId("section-decision").Locator("summary").ClickAsync();
        await page.GetByTestId("field-deadline").FillAsync("60000");
        await Expect(page.GetByTestId("api-call")).ToContainTextAsync("60000");
    }

    /// <summary>What a host had to give over time, how a child fared, and what another measure of it would have done.</summary>
    private static async Task LookBackAsync(IPage page, RealZone root)
    {
        await page.GoAsync(root, "/jobs");
        await page.GetByTestId("run-sample-hosts").ClickAsync();
        await Expect(page.GetByTestId("outcome-sample-hosts")).ToContainTextAsync("Succeeded");
        await page.GoAsync(root, "/hosts/p0?range=3h");
        await Expect(page.GetByTestId("history-VCPU")).ToContainTextAsync("of 16 used now");
        await page.GetByTestId("history-table").ClickAsync();
        await Expect(page.GetByTestId("host-history").Locator("tbody tr").First).ToContainTextAsync("/ 16");
        await LookAsync(page, "host-history");

        await page.GoAsync(root, "/zones");
        await page.GetByTestId("history-emea").Locator("summary").ClickAsync();
        await Expect(page.GetByTestId("history-emea").Locator("tbody tr").First).ToContainTextAsync("Online");
        await LookAsync(page, "zones-history");
        await page.GetByTestId("edit-emea").ClickAsync();
        await page.GetByTestId("zone-offset-field").FillAsync("1000");
        await Expect(page.GetByTestId("measure-moved")).ToContainTextAsync("would have gone elsewhere");
        await Expect(page.GetByTestId("measure-order")).ToContainTextAsync("emea");
        await LookAsync(page, "zone-measure");
        await page.GetByTestId("measure-back").ClickAsync();
        await Expect(page.GetByTestId("measure-preview")).ToHaveCountAsync(0);
        await page.Keyboard.PressAsync("Escape");
    }

    private static async Task LookAsync(IPage page, string name)
    {
        foreach (var (look, scheme, width) in new[] { ("dark", ColorScheme.Dark, 1400), ("light", ColorScheme.Light, 1400), ("narrow", ColorScheme.Dark, 390) })
        {
            await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
            await page.SetViewportSizeAsync(width, 900);
            Assert.True(await page.FitsAsync(), $"{name} {look}");
            await page.WaitForTimeoutAsync(400); // until what moves stands still
            await Screenshots.SaveAsync(page, $"{name}-{look}");
            Assert.Empty(await page.ViolationsAsync($"{name} {look}"));
        }

        await page.SetViewportSizeAsync(1400, 900);
    }

    /// <summary>Every page in light, dark and narrow: no sideways scrolling, and a picture of each to look at.</summary>
    private static async Task TourAsync(Chromium chromium, RealZone root, RealZone child, CancellationToken token)
    {
        var placements = await root.Client.GetFromJsonAsync<JsonElement>("/api/v1/placements?limit=1", token);
        var placement = "/placements/" + placements.GetProperty("items")[0].GetProperty("reservationId").GetString();
        foreach (var (name, scheme, width) in new[] { ("light", ColorScheme.Light, 1400), ("dark", ColorScheme.Dark, 1400), ("narrow", ColorScheme.Light, 390) })
        {
            var page = await chromium.OpenAsync(scheme, width, 900);
            await page.GotoAsync(new Uri(root.Url, "/login").ToString());
            await Screenshots.SaveAsync(page, $"login-{name}");
            await page.GetByTestId("login-user").FillAsync(RealZone.UserName);
            await page.GetByTestId("login-password").FillAsync(RealZone.Password);
            await page.GetByTestId("login-submit").ClickAsync();
            await Expect(page.GetByTestId("zone-node-emea")).ToBeVisibleAsync();
            foreach (var address in new[] { "/", "/hosts", "/placements", "/placements/new", "/zones", "/aggregates", "/quotas", "/policies", "/what-if", "/drift", "/books", "/jobs", "/access", "/settings", "/about", "/audit", "/hosts/p0", "/compare?first=p0&second=p1", placement })
            {
                await child.ReportHostsAsync(7, token); // lest they fall silent on the way: the pictures are of a fleet that is up
                await root.ReportHostsAsync(2, token);
                await page.GoAsync(root, address);
                await Expect(page.Locator("h1").First).ToBeVisibleAsync();
                await page.WaitForTimeoutAsync(700);
                Assert.True(await page.FitsAsync(), $"{address} in {name} is too wide");
                await Screenshots.SaveAsync(page, $"{(address == "/" ? "overview" : address == placement ? "placement" : address.Split('?')[0].Trim('/').Replace('/', '-'))}-{name}");
            }

            await page.GoAsync(root, "/placements/new");
            await page.GetByTestId("dry-run").ClickAsync();
            await Expect(page.GetByTestId("commit")).ToBeVisibleAsync();
            await Screenshots.SaveAsync(page, $"dry-run-{name}");
            Assert.True(await page.FitsAsync(), $"the dry run in {name} is too wide");

            await page.GotoAsync(new Uri(root.Url, "/account").ToString()); // without a circuit
            await Expect(page.Locator("h1")).ToBeVisibleAsync();
            Assert.True(await page.FitsAsync(), $"/account in {name} is too wide");
            await Screenshots.SaveAsync(page, $"account-{name}");

            await page.Context.CloseAsync();
        }
    }

    private void Note(string url, Uri own)
    {
        if (Uri.TryCreate(url, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https" or "ws" or "wss") && uri.Authority != own.Authority)
        {
            lock (_foreign)
            {
                _foreign.Add(url);
            }
        }
    }
}
