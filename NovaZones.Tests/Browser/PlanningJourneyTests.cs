using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using NovaZones.Tests.Support.Fixtures;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NovaZones.Tests.Browser;

/// <summary>An operator mends and tunes a policy, asks how many would fit under it, and places a server group.</summary>
public sealed class PlanningJourneyTests
{
    [Fact]
    public async Task Operator_MendsAPolicyCountsAndPlacesAGroup()
    {
        var token = TestContext.Current.CancellationToken;
        await using var chromium = await Chromium.StartAsync();
        using var directory = new TemporaryDirectory();
        await using var root = await RealZone.StartAsync("planet", directory.Path, token);
        await root.ReportHostsAsync(7, token);
        var page = await chromium.OpenAsync(ColorScheme.Dark, 1400, 900);
        await page.SignInAsync(root);
        await Expect(page.GetByTestId("zone-node-planet")).ToBeVisibleAsync();

        await TuneAsync(page, root, token);
        await PlaceAGroupAsync(page, root, token);
        await RemoveAsync(page, root, token);
    }

    /// <summary>Drags a filter to another place, and removes the policy by typing its name.</summary>
    private static async Task RemoveAsync(IPage page, RealZone root, CancellationToken token)
    {
        await page.GoAsync(root, "/policies?name=lean");
        await page.GetByTestId("filter-row-Traits").DragToAsync(page.GetByTestId("filter-row-HostState"));
        await Expect(page.GetByTestId("filter-list").Locator("li").First).ToContainTextAsync("Traits");
        await Expect(page.GetByTestId("filter-told")).ToContainTextAsync("Traits is number 1 of");
        await LookAsync(page, "policy-filters");
        await page.GetByTestId("policy-remove").ClickAsync();
        await page.GetByTestId("confirm-typed").FillAsync("lean");
        await page.GetByTestId("confirm-ok").ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/policies$"));
        await Expect(page.GetByTestId("policy-shipped")).ToBeVisibleAsync();
        using var gone = await root.Client.GetAsync("/api/v1/policies/lean", token);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, gone.StatusCode);
    }

    /// <summary>By keyboard: grades by racks, sets a limit and a driver, saves; a policy that lacks filters is told and mended.</summary>
    private static async Task TuneAsync(IPage page, RealZone root, CancellationToken token)
    {
        using var lean = await root.Client.PutAsJsonAsync("/api/v1/policies/lean", new { filters = new[] { "HostState", "Resources" }, comment = "as in the old days" }, token);
        lean.EnsureSuccessStatusCode();
        await page.GoAsync(root, "/policies?name=lean");
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
        await LookAsync(page, "policy-changes");
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
        await page.GoAsync(root, "/placements/new");
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
        await OpenAsync(page, "section-where");
        await page.GetByTestId("capability-add").ClickAsync();
        await Expect(page.GetByTestId("capability-name-0")).ToHaveValueAsync("rack");
        await Expect(page.GetByTestId("capability-offers-0").Locator("option").First).ToHaveAttributeAsync("value", "r0");
        await page.GetByTestId("capability-value-0").FillAsync("<or> r0 <or> r1");
        await Expect(page.GetByTestId("api-call")).ToContainTextAsync(new Regex("\"rack\": \".*r0 .*r1\""));
        await LookAsync(page, "placement-capabilities");
        await OpenAsync(page, "section-decision");
        await page.GetByTestId("field-policy").SelectOptionAsync("lean");
        await page.GetByTestId("weights-add").ClickAsync();
        await page.GetByTestId("field-deadline").FillAsync("60000");
        await root.ReportHostsAsync(7, token); // lest a slow machine have let them fall silent
        await page.GetByTestId("count").ClickAsync();

        // Seven hosts without p0, two members each.
        await Expect(page.GetByTestId("capacity")).ToContainTextAsync("12 would fit, at most 2 on one host.");
        await Expect(page.GetByTestId("capacity-planet")).ToContainTextAsync("12");
        await Expect(page.GetByTestId("api-call")).ToContainTextAsync("\"maxPerHost\": 2");
        await LookAsync(page, "placement-sections");

        await root.ReportHostsAsync(7, token); // as above
        await page.GetByTestId("place").ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/placements/r-[a-z2-7]{12}"));
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

    /// <summary>The page as it is now in dark, light and narrow: no sideways scrolling, and a picture of each to look at.</summary>
    private static async Task LookAsync(IPage page, string name)
    {
        await Screenshots.SaveAsync(page, $"{name}-dark");
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light });
        await Expect(page.Locator(".panel").First).ToHaveCSSAsync("background-color", "rgb(255, 255, 255)");
        await Screenshots.SaveAsync(page, $"{name}-light");
        await page.SetViewportSizeAsync(390, 900);
        Assert.True(await page.FitsAsync(), $"{name} is too wide for a phone");
        await Screenshots.SaveAsync(page, $"{name}-narrow");
        await page.SetViewportSizeAsync(1400, 900);
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark });
    }
}
