using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using NovaZones.Tests.Support.Fixtures;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NovaZones.Tests.Browser;

/// <summary>Nothing that somebody entered is lost, and nobody is offered what is not theirs.</summary>
public sealed class RobustnessJourneyTests
{
    private static readonly LocatorAssertionsToHaveValueOptions _patient = new() { Timeout = 120_000 };

    [Fact]
    public async Task Restart_OfTheZone_OpenPagesComeBackWithWhatWasEntered()
    {
        var token = TestContext.Current.CancellationToken;
        await using var chromium = await Chromium.StartAsync();
        using var directory = new TemporaryDirectory();
        var zone = await RealZone.StartAsync("planet", directory.Path, token);
        try
        {
            await zone.ReportHostsAsync(12, token);
            var list = await chromium.OpenAsync(ColorScheme.Light, 1400, 1000);
            await list.SignInAsync(zone);
            await list.GoAsync(zone, "/hosts?q=p1");
            await Expect(list.Locator("tbody tr")).ToHaveCountAsync(3); // p1, p10, p11
            var policy = await list.Context.NewPageAsync();
            await policy.GoAsync(zone, "/policies");
            await EditAsync(policy);
            await IsAskedAsync(policy);
            var placement = await list.Context.NewPageAsync();
            await placement.GoAsync(zone, "/placements/new?view=json");
            await placement.GetByTestId("json-editor").FillAsync("""{"name":"half""");
            await Expect(placement.GetByText("this is not JSON")).ToBeVisibleAsync(); // it has arrived
            var question = await list.Context.NewPageAsync();
            await question.GoAsync(zone, "/what-if");
            await question.GetByTestId("whatif-hosts").FillAsync("p3");
            await question.GetByTestId("whatif-like").FillAsync("p4");
            await question.GetByTestId("whatif-like").BlurAsync();
            await KeptAsync(policy, "-2");
            await KeptAsync(placement, "half");
            await KeptAsync(question, "p4");

            await zone.TerminateAsync();
            await zone.DisposeAsync();
            zone = await RealZone.StartAtAsync(zone.Url, "planet", directory.Path, token);

            await ReloadedAsync(policy);
            await Expect(policy.GetByTestId("number-ram")).ToHaveValueAsync("-2", _patient);
            await Expect(policy.GetByTestId("policy-comment")).ToHaveValueAsync("tighter");
            await Expect(policy.GetByTestId("draft-notice")).ToBeVisibleAsync();
            await Expect(policy.GetByTestId("policy-save")).ToBeEnabledAsync();
            Assert.Empty(await policy.ViolationsAsync("a policy that came back"));
            await ReloadedAsync(list);
            await Expect(list.Locator("tbody tr")).ToHaveCountAsync(3);
            await ReloadedAsync(placement);
            await Expect(placement.GetByTestId("json-editor")).ToHaveValueAsync("""{"name":"half""", _patient);
            await placement.GetByTestId("draft-start-over").ClickAsync();
            await Expect(placement.GetByTestId("json-editor")).ToHaveValueAsync(new Regex("MEMORY_MB"));
            await ReloadedAsync(question);
            await Expect(question.GetByTestId("whatif-hosts")).ToHaveValueAsync("p3", _patient);
            await Expect(question.GetByTestId("whatif-like")).ToHaveValueAsync("p4");

            // Thrown away knowingly, it does not come back.
            await policy.GetByTestId("nav-hosts").ClickAsync();
            await policy.GetByTestId("confirm-ok").ClickAsync();
            await Expect(policy).ToHaveURLAsync(new Regex("/hosts$"));
            await policy.GoAsync(zone, "/policies");
            await policy.ReloadAsync();
            await Expect(policy.Locator("[data-interactive=true]")).ToBeAttachedAsync();
            await Expect(policy.GetByTestId("policy-save")).ToBeDisabledAsync();
            await Expect(policy.GetByTestId("number-ram")).Not.ToHaveValueAsync("-2");
            await FrozenAsync(policy);
        }
        finally
        {
            await zone.DisposeAsync();
        }
    }

    [Fact]
    public async Task Roles_AreOfferedTheirOwn_AndTokensEndWithTheReadersDay()
    {
        var token = TestContext.Current.CancellationToken;
        await using var chromium = await Chromium.StartAsync();
        using var directory = new TemporaryDirectory();
        await using var zone = await RealZone.StartAsync("planet", directory.Path, token);
        await zone.ReportHostsAsync(2, token);
        using var ask = new StringContent("""{"name":"db","resources":{"VCPU":1}}""", Encoding.UTF8, "application/json");
        using var placed = await zone.Client.PostAsync("/api/v1/placements", ask, token);
        var placement = (await placed.Content.ReadFromJsonAsync<JsonElement>(token)).GetProperty("reservationId").GetString();
        using var rules = await zone.Client.PutAsJsonAsync("/api/v1/aggregates/fast", new { tenants = new[] { "shop" } }, token);
        rules.EnsureSuccessStatusCode();
        using var quota = await zone.Client.PutAsJsonAsync("/api/v1/quotas/shop", new { limits = new Dictionary<string, long> { ["VCPU"] = 4 } }, token);
        quota.EnsureSuccessStatusCode();

        var admin = await chromium.OpenAsync(ColorScheme.Light, 1400, 1000, "America/Los_Angeles");
        await admin.SignInAsync(zone);
        await TokensAsync(admin, zone, directory.Path, token);
        (string Address, string[] Operators, string[] Administrators)[] pages =
        [
            ("/hosts/p0", ["host-disable", "host-remove"], []),
            ("/zones", ["add-zone"], []),
            ("/policies", ["policy-save", "policy-comment"], []),
            ("/aggregates", ["add-aggregate", "edit-fast", "remove-fast"], []),
            ("/quotas", [], ["add-quota", "edit-shop", "remove-shop"]),
            ("/placements", ["new-placement"], []),
            ($"/placements/{placement}", ["release"], []),
            ("/jobs", ["run-check-ledger"], ["open-dashboard"]),
        ];
        await OfferedAsync(admin, zone, pages, mayOperate: true, mayAdminister: true);
        await CancelAsync(admin, zone, token);
        foreach (var (name, role) in new[] { ("otto", "Operator"), ("vera", "Viewer") })
        {
            var person = await AddAsync(chromium, admin, zone, name, role);
            await OfferedAsync(person, zone, pages, mayOperate: role == "Operator", mayAdminister: false);
            await person.Context.CloseAsync();

            // Somebody's password cannot be taken back: the name must be typed.
            await admin.GetByTestId($"reset-{name}").ClickAsync();
            await Expect(admin.GetByTestId("confirm-ok")).ToBeDisabledAsync();
            await admin.GetByTestId("confirm-cancel").ClickAsync();
        }
    }

    private static async Task EditAsync(IPage page)
    {
        await page.GetByTestId("number-ram").FillAsync("-2");
        await page.GetByTestId("number-ram").BlurAsync();
        await page.GetByTestId("policy-comment").FillAsync("tighter");
        await page.GetByTestId("policy-comment").BlurAsync();
        await Expect(page.GetByTestId("policy-save")).ToBeEnabledAsync();
    }

    /// <summary>Whoever leaves an edited policy is asked, and letters on a slider lead nowhere.</summary>
    private static async Task IsAskedAsync(IPage page)
    {
        await page.GetByTestId("nav-hosts").ClickAsync();
        await Expect(page.GetByTestId("confirm-dialog")).ToContainTextAsync("default has 1 changes that are not saved");
        await page.GetByTestId("confirm-cancel").ClickAsync();
        await Expect(page.GetByTestId("confirm-dialog")).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Link, new() { Name = "packing", Exact = true }).ClickAsync();
        await page.GetByTestId("confirm-cancel").ClickAsync();
        await Expect(page.GetByTestId("confirm-dialog")).ToHaveCountAsync(0);
        await page.Locator("input[type=range]").First.FocusAsync();
        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("h");
        await page.GetByTestId("policy-comment").FocusAsync();
        await Expect(page.GetByTestId("confirm-dialog")).ToHaveCountAsync(0);
        await Expect(page).ToHaveURLAsync(new Regex("/policies$"));
        await Expect(page.GetByTestId("number-ram")).ToHaveValueAsync("-2");
    }

    private static async Task KeptAsync(IPage page, string text)
    {
        await page.EvaluateAsync("() => { window.isOld = true; }");
        await page.WaitForFunctionAsync("text => Object.values(sessionStorage).some(kept => kept.includes(text))", text);
    }

    /// <summary>By itself: the browser finds that the zone knows its circuit no more. A page in the background would wait until somebody looks.</summary>
    private static async Task ReloadedAsync(IPage page)
    {
        await page.BringToFrontAsync();
        await page.WaitForFunctionAsync("() => window.isOld === undefined", null, new PageWaitForFunctionOptions { Timeout = 120_000 });
        await Expect(page.Locator("[data-interactive=true]")).ToBeAttachedAsync(new() { Timeout = 120_000 });
    }

    /// <summary>What is shown when nobody caught a fault.</summary>
    private static async Task FrozenAsync(IPage page)
    {
        var sign = page.GetByTestId("circuit-fault");
        await Expect(sign).ToBeHiddenAsync();
        await page.EvaluateAsync("() => { document.getElementById('blazor-error-ui').style.display = 'block'; }");
        await Expect(sign).ToContainTextAsync("stopped working");
        await Expect(sign.GetByRole(AriaRole.Button, new() { Name = "Reload" })).ToBeVisibleAsync();
        Assert.Empty(await page.ViolationsAsync("a page that stopped"));
    }

    private static async Task TokensAsync(IPage page, RealZone zone, string directory, CancellationToken token)
    {
        await page.GoAsync(zone, "/access?tab=tokens");
        await page.GetByTestId("add-token").ClickAsync();
        await page.GetByTestId("token-name").FillAsync("keeper");
        await page.GetByTestId("token-ends").SelectOptionAsync("day");
        await page.GetByTestId("token-day").FillAsync("2099-12-31");
        await page.GetByTestId("token-save").ClickAsync();
        await page.GetByTestId("secret-close").ClickAsync();
        var tokens = (await zone.Client.GetFromJsonAsync<JsonElement>("/api/v1/tokens", token)).GetProperty("items").EnumerateArray();
        var keeper = tokens.First(each => each.GetProperty("name").GetString() == "keeper");
        Assert.Equal(new DateTimeOffset(2100, 1, 1, 8, 0, 0, TimeSpan.Zero), keeper.GetProperty("expiresAt").GetDateTimeOffset()); // midnight at the reader's, not in UTC

        // Behind more revoked ones than a page shows.
        ZoneSql.Execute(directory, """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 250)
            INSERT INTO ApiTokens (Id, Name, SecretHash, Scopes, CreatedAt, RevokedAt)
            SELECT randomblob(16), 'gone-' || i, randomblob(32), Scopes, CreatedAt + 1000000000, CreatedAt FROM n, ApiTokens WHERE Name = 'keeper'
            """);
        await page.GoAsync(zone, "/access?tab=tokens");
        await Expect(page.GetByTestId("token-keeper")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("token-gone-1")).ToHaveCountAsync(0);
        await page.GetByTestId("tokens-all").ClickAsync();
        await Expect(page.GetByText("The newest 200 are shown")).ToBeVisibleAsync();
        await page.GetByTestId("token-search").FillAsync("GONE-17");
        await Expect(page).ToHaveURLAsync(new Regex("q=GONE-17"));
        await Expect(page.GetByTestId("token-gone-17")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("tokens").Locator("tbody tr")).ToHaveCountAsync(11); // 17 and 170 to 179
    }

    /// <summary>A request that waits is given up only by who types which one.</summary>
    private static async Task CancelAsync(IPage page, RealZone zone, CancellationToken token)
    {
        using var ask = new StringContent("""{"count":2,"resources":{"VCPU":16},"waitForCapacity":true}""", Encoding.UTF8, "application/json");
        using var answer = await zone.Client.PostAsync("/api/v1/placements", ask, token);
        var waiting = (await answer.Content.ReadFromJsonAsync<JsonElement>(token)).GetProperty("reservationId").GetString()!;
        await page.GoAsync(zone, $"/placements/{waiting}");
        await page.GetByTestId("cancel").ClickAsync();
        await Expect(page.GetByTestId("confirm-ok")).ToBeDisabledAsync();
        await page.GetByTestId("confirm-typed").FillAsync(waiting);
        await page.GetByTestId("confirm-typed").PressAsync("Enter");
        await Expect(page.GetByTestId("placement-state")).ToContainTextAsync("Cancelled");
    }

    private static async Task<IPage> AddAsync(Chromium chromium, IPage admin, RealZone zone, string name, string role)
    {
        await admin.GoAsync(zone, "/access");
        await admin.GetByTestId("add-person").ClickAsync();
        await admin.GetByTestId("person-name").FillAsync(name);
        await admin.GetByTestId("person-role").SelectOptionAsync(role);
        await admin.GetByTestId("person-save").ClickAsync();
        var password = await admin.GetByTestId("secret").TextContentAsync();
        await admin.GetByTestId("secret-close").ClickAsync();
        var page = await chromium.OpenAsync(ColorScheme.Light, 1400, 1000);
        await page.GotoAsync(zone.Url.ToString());
        await page.GetByTestId("login-user").FillAsync(name);
        await page.GetByTestId("login-password").FillAsync(password!);
        await page.GetByTestId("login-submit").ClickAsync();
        await Expect(page.GetByTestId("zone-tree")).ToBeVisibleAsync();
        return page;
    }

    private static async Task OfferedAsync(IPage page, RealZone zone, (string Address, string[] Operators, string[] Administrators)[] pages, bool mayOperate, bool mayAdminister)
    {
        foreach (var (address, operators, administrators) in pages)
        {
            await page.GoAsync(zone, address);
            await Expect(page.GetByTestId("live-mark")).ToBeVisibleAsync();
            await Expect(page.GetByTestId("loading")).ToHaveCountAsync(0);
            foreach (var (act, isOffered) in operators.Select(act => (act, mayOperate)).Concat(administrators.Select(act => (act, mayAdminister))))
            {
                await Expect(page.GetByTestId(act)).ToHaveCountAsync(isOffered ? 1 : 0);
            }
        }
    }
}
