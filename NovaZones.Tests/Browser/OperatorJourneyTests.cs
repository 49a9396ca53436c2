using System.Net.Http.Json;
using System.Text;
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
        await ReportAsync(child, 3, token);
        using var added = await root.Client.PostAsJsonAsync("/api/v1/zones", new { name = "emea", apiUrl = child.Url, token = RealZone.Token }, token);
        added.EnsureSuccessStatusCode();

        var page = await chromium.OpenAsync(ColorScheme.Dark, 1400, 900);
        page.Request += (_, request) => Note(request.Url, root.Url);

        // Sign in.
        await page.GotoAsync(root.Url.ToString());
        await page.GetByTestId("login-user").FillAsync(RealZone.UserName);
        await page.GetByTestId("login-password").FillAsync(RealZone.Password);
        await page.GetByTestId("login-submit").ClickAsync();

        // The child comes online and grows without a reload.
        await Expect(page.GetByTestId("zone-node-emea")).ToHaveAttributeAsync("data-state", "Online");
        await Expect(page.GetByTestId("card-hosts")).ToContainTextAsync("3");
        await ReportAsync(child, 7, token);
        await Expect(page.GetByTestId("card-hosts")).ToContainTextAsync("7");
        await Screenshots.SaveAsync(page, "overview-dark");

        // Place at the root; the child's host takes it.
        await GoAsync(page, root, "/placements/new");
        await page.GetByTestId("field-VCPU").FillAsync("2");
        await page.GetByTestId("field-count").FillAsync("2");
        await page.GetByTestId("place").ClickAsync();
        await page.WaitForURLAsync(new Regex("/placements/r-[a-z2-7]{12}"));
        await Expect(page.GetByTestId("placement-state")).ToContainTextAsync("Placed");
        await Expect(page.GetByTestId("explanation")).ToContainTextAsync("emea");
        await Screenshots.SaveAsync(page, "placement-dark");

        // Turn a weight round; the next decision follows the new version.
        await GoAsync(page, root, "/policies");
        await page.GetByTestId("number-ram").FillAsync("-1.5");
        await page.GetByTestId("number-ram").BlurAsync();
        await page.GetByTestId("policy-save").ClickAsync();
        await Expect(page.GetByTestId("load-1")).ToBeVisibleAsync();
        var policy = await root.Client.GetFromJsonAsync<JsonElement>("/api/v1/policies/default", token);
        Assert.Equal((2, -1.5), (policy.GetProperty("version").GetInt32(), policy.GetProperty("weights").GetProperty("ram").GetDouble()));

        await TuneAsync(page, root, token);
        await PlaceAGroupAsync(page, root, token);

        // Reserve an aggregate; a request of somebody else finds no host any more.
        await GoAsync(page, root, "/aggregates");
        await page.GetByTestId("add-aggregate").ClickAsync();
        await page.GetByTestId("aggregate-name").FillAsync("vip");
        await page.GetByTestId("aggregate-tenants").FillAsync("t1");
        await page.GetByTestId("aggregate-save").ClickAsync();
        await Expect(page.GetByTestId("aggregate-vip")).ToBeVisibleAsync();
        var aggregate = await root.Client.GetFromJsonAsync<JsonElement>("/api/v1/aggregates/vip", token);
        Assert.Equal("t1", aggregate.GetProperty("tenants")[0].GetString());

        // Look first, then place: what the dry run showed is committed from the page.
        await ReportAsync(root, 2, token);
        using var disabled = await root.Client.PostAsJsonAsync("/api/v1/hosts/p1/disable", new { reason = "repair" }, token);
        disabled.EnsureSuccessStatusCode();
        await GoAsync(page, root, "/placements/new");
        await page.GetByTestId("dry-run").ClickAsync();
        await Expect(page.GetByTestId("commit")).ToBeVisibleAsync();
        await Screenshots.SaveAsync(page, "dry-run-dark");
        await page.GetByTestId("commit").ClickAsync();
        await page.WaitForURLAsync("**/placements/r-*");

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
        Assert.True(await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0);
        await page.SetViewportSizeAsync(1400, 900);

        await TourAsync(chromium, root);
        Assert.Empty(_foreign);
    }

    /// <summary>By keyboard: grades by racks, sets a limit and a driver, saves; a policy that lacks filters is told and mended.</summary>
    private static async Task TuneAsync(IPage page, RealZone root, CancellationToken token)
    {
        using var lean = await root.Client.PutAsJsonAsync("/api/v1/policies/lean", new { filters = new[] { "HostState", "Resources" }, comment = "as in the old days" }, token);
        lean.EnsureSuccessStatusCode();
        await GoAsync(page, root, "/policies?name=lean");
        await Expect(page.GetByTestId("policy-warnings")).ToContainTextAsync("required traits of aggregates have no effect");
        await Screenshots.SaveAsync(page, "policy-warnings-dark");
        await page.GetByTestId("add-filters").ClickAsync();
        await Expect(page.GetByTestId("policy-warnings")).Not.ToBeAttachedAsync();

        await page.GetByTestId("weigher-kind").FocusAsync();
        await page.GetByTestId("weigher-kind").SelectOptionAsync("Capability");
        await page.GetByTestId("weigher-add").ClickAsync();
        await Expect(page.GetByTestId("weigher-adder")).ToContainTextAsync("is required, for example rack");
        await page.GetByTestId("weigher-kind").SelectOptionAsync("Spread");
        await page.GetByTestId("weigher-capability").FillAsync("rack");
        await page.GetByTestId("weigher-capability").PressAsync("Enter");
        await page.GetByTestId("number-spread:rack").FillAsync("0.75");
        await page.GetByTestId("limit-instances").FillAsync("40");
        await Expect(page.GetByTestId("policy-warnings")).ToContainTextAsync("maxInstancesPerHost has no effect");
        await page.GetByTestId("add-filters").ClickAsync();
        await page.GetByTestId("policy-driver").GetByRole(AriaRole.Radio, new() { Name = "distributed this zone" }).CheckAsync();
        await Expect(page.GetByTestId("policy-changes")).ToContainTextAsync("spread:rack: 0 → 0.75");
        await Screenshots.SaveAsync(page, "policy-changes-dark");
        await page.GetByTestId("policy-save").ClickAsync();
        await Expect(page.GetByTestId("load-1")).ToBeVisibleAsync();
        var policy = await root.Client.GetFromJsonAsync<JsonElement>("/api/v1/policies/lean", token);
        Assert.Equal(
            (0.75, 40, "distributed", 0),
            (policy.GetProperty("weights").GetProperty("spread:rack").GetDouble(), policy.GetProperty("limits").GetProperty("maxInstancesPerHost").GetInt32(), policy.GetProperty("driver").GetString(), policy.GetProperty("warnings").GetArrayLength()));
    }

    /// <summary>Asks how many would fit, then places a server group with what the sections offer; the call shown is the body sent.</summary>
    private static async Task PlaceAGroupAsync(IPage page, RealZone root, CancellationToken token)
    {
        await GoAsync(page, root, "/placements/new");
        await page.GetByTestId("field-count").FillAsync("3");
        await OpenAsync(page, "section-group");
        await page.GetByTestId("group-policy").SelectOptionAsync("anti-affinity");
        await page.GetByTestId("group-name").FillAsync("db");
        await page.GetByTestId("group-maxPerHost").FillAsync("2");
        await OpenAsync(page, "section-hints");
        await page.GetByTestId("hints-sameHost").FillAsync("nonsense");
        await page.GetByTestId("count").ClickAsync();
        await Expect(page.GetByTestId("section-hints")).ToContainTextAsync("must be the id of an instance");
        await Screenshots.SaveAsync(page, "placement-fault-dark");
        await page.GetByTestId("hints-sameHost").FillAsync("");
        await page.GetByTestId("hints-ignoreHosts").FillAsync("p0");
        await OpenAsync(page, "section-decision");
        await page.GetByTestId("field-policy").SelectOptionAsync("lean");
        await page.GetByTestId("weights-add").ClickAsync();
        await page.GetByTestId("count").ClickAsync();

        // Seven hosts in the child without p0, two members each.
        await Expect(page.GetByTestId("capacity")).ToContainTextAsync("12 would fit, at most 2 on one host.");
        await Expect(page.GetByTestId("capacity-emea")).ToContainTextAsync("12");
        await Expect(page.GetByTestId("api-call")).ToContainTextAsync("\"maxPerHost\": 2");
        await Screenshots.SaveAsync(page, "placement-sections-dark");
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light });
        await Screenshots.SaveAsync(page, "placement-sections-light");
        await page.SetViewportSizeAsync(390, 900);
        Assert.True(await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0);
        await Screenshots.SaveAsync(page, "placement-sections-narrow");
        await page.SetViewportSizeAsync(1400, 900);
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark });

        await page.GetByTestId("place").ClickAsync();
        await page.WaitForURLAsync(new Regex("/placements/r-[a-z2-7]{12}"));
        var placed = await root.Client.GetFromJsonAsync<JsonElement>($"/api/v1/placements/{page.Url.Split('/')[^1]}", token);
        Assert.Equal((3, "lean", "db"), (placed.GetProperty("placed").GetInt32(), placed.GetProperty("policy").GetString(), placed.GetProperty("request").GetProperty("group").GetProperty("name").GetString()));
    }

    private static async Task OpenAsync(IPage page, string section)
    {
        if (await page.GetByTestId(section).GetAttributeAsync("open") is null)
        {
            await page.GetByTestId(section).Locator("summary").FocusAsync();
            await page.Keyboard.PressAsync("Enter");
        }
    }

    /// <summary>Every page in light, dark and narrow: no sideways scrolling, and a picture of each to look at.</summary>
    private static async Task TourAsync(Chromium chromium, RealZone root)
    {
        foreach (var (name, scheme, width) in new[] { ("light", ColorScheme.Light, 1400), ("dark", ColorScheme.Dark, 1400), ("narrow", ColorScheme.Light, 390) })
        {
            var page = await chromium.OpenAsync(scheme, width, 900);
            await page.GotoAsync(new Uri(root.Url, "/login").ToString());
            await Screenshots.SaveAsync(page, $"login-{name}");
            await page.GetByTestId("login-user").FillAsync(RealZone.UserName);
            await page.GetByTestId("login-password").FillAsync(RealZone.Password);
            await page.GetByTestId("login-submit").ClickAsync();
            await Expect(page.GetByTestId("zone-node-emea")).ToBeVisibleAsync();
            foreach (var address in new[] { "/", "/hosts", "/placements", "/placements/new", "/zones", "/aggregates", "/policies" })
            {
                await GoAsync(page, root, address);
                await Expect(page.Locator("h1").First).ToBeVisibleAsync();
                await page.WaitForTimeoutAsync(700);
                var overflow = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
                Assert.True(overflow <= 0, $"{address} in {name} is {overflow} px too wide");
                await Screenshots.SaveAsync(page, $"{(address == "/" ? "overview" : address.Trim('/').Replace('/', '-'))}-{name}");
            }

            await page.Context.CloseAsync();
        }
    }

    /// <summary>Opens a page and waits until its circuit is up: what is typed into a page that is only drawn yet is lost.</summary>
    private static async Task GoAsync(IPage page, RealZone zone, string address)
    {
        await page.GotoAsync(new Uri(zone.Url, address).ToString());
        await Expect(page.Locator("[data-interactive=true]")).ToBeAttachedAsync();
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

    private static async Task ReportAsync(RealZone zone, int count, CancellationToken token)
    {
        var lines = Enumerable.Range(0, count).Select(i => $$"""{"name":"p{{i}}","inventories":{"VCPU":16,"MEMORY_MB":65536,"DISK_GB":500},"capabilities":{"rack":"r{{i % 2}}" },"availabilityZone":"east"}""");
        using var content = new StringContent(string.Join('\n', lines), Encoding.UTF8, "application/x-ndjson");
        using var response = await zone.Client.PostAsync("/api/v1/hosts:report", content, token);
        response.EnsureSuccessStatusCode();
    }
}
