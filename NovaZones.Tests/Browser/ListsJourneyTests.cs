using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using NovaZones.Tests.Support.Fixtures;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NovaZones.Tests.Browser;

/// <summary>An operator works with the lists: the address keeps what they show, the page stands still when told, and what is shown can be taken away.</summary>
public sealed class ListsJourneyTests
{
    [Fact]
    public async Task Operator_KeepsStopsAndTakesAwayWhatAListShows()
    {
        var token = TestContext.Current.CancellationToken;
        await using var chromium = await Chromium.StartAsync();
        using var directory = new TemporaryDirectory();
        await using var root = await RealZone.StartAsync("planet", directory.Path, token);
        await root.ReportHostsAsync(60, token);
        var page = await chromium.OpenAsync(ColorScheme.Light, 1400, 900);
        await page.SignInAsync(root);
        await Expect(page.GetByTestId("zone-node-planet")).ToBeVisibleAsync();

        await KeepHostsAsync(page, root);
        await CompleteAsync(page, root);
        await StandStillAsync(page, root, token);
        await TakeAwayAsync(page);
        await KeepPlacementsAsync(page, root, token);
    }

    /// <summary>Order, page and state stand in the address; reloading shows the same, back goes a step back.</summary>
    private static async Task KeepHostsAsync(IPage page, RealZone root)
    {
        var rows = page.GetByTestId("host-table").Locator("tbody tr");
        await page.GoAsync(root, "/hosts");
        await Expect(rows).ToHaveCountAsync(50);
        await page.GetByRole(AriaRole.Link, new() { Name = "Host", Exact = true }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex(@".*/hosts\?sort=-name$"));
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Page 2", Exact = true })).ToHaveAttributeAsync("href", new Regex("sort=-name")); // the address is there before the page is
        await page.GetByRole(AriaRole.Link, new() { Name = "Page 2", Exact = true }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex(@".*/hosts\?sort=-name&page=2$"));
        await Expect(page.GetByTestId("host-count")).ToContainTextAsync("51 to 60 of 60");
        await page.ReloadAsync();
        await Expect(page.GetByTestId("host-count")).ToContainTextAsync("51 to 60 of 60");
        await Expect(rows.Last).ToContainTextAsync("p0");
        await page.GetByTestId("host-state-up").ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex(@".*/hosts\?sort=-name&state=up$"));
        await page.GoBackAsync();
        await Expect(page.GetByTestId("host-count")).ToContainTextAsync("51 to 60 of 60");
        await page.GoBackAsync();
        await Expect(page.GetByTestId("host-count")).ToContainTextAsync("1 to 50 of 60");
        await Expect(rows.First).ToContainTextAsync("p9");
    }

    /// <summary>A query is written with the words of the fleet, by keyboard and by mouse.</summary>
    private static async Task CompleteAsync(IPage page, RealZone root)
    {
        await page.GoAsync(root, "/hosts");
        var (field, offers) = (page.GetByTestId("host-search"), page.GetByTestId("query-suggestions"));
        await field.FocusAsync();
        await page.Keyboard.TypeAsync("[\"=\", \"ra");
        await Expect(offers.GetByRole(AriaRole.Option)).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(field).ToHaveAttributeAsync("aria-activedescendant", "query-suggestion-0");
        Assert.Empty(await page.ViolationsAsync("completion"));
        await page.Keyboard.PressAsync("Enter");
        await Expect(field).ToHaveValueAsync(new Regex(@"^\[""="", ""\$rack"",\s*$"));
        await Expect(offers).ToContainTextAsync("\"r1\"");
        await Screenshots.SaveAsync(page, "hosts-completion-light");
        await offers.GetByText("\"r1\"").ClickAsync();
        await Expect(field).ToHaveValueAsync("[\"=\", \"$rack\", \"r1\"]");
        await Expect(page.GetByTestId("host-count")).ToContainTextAsync("of 30");
        await Expect(offers).ToBeHiddenAsync();

        // Another rack, with the caret inside what stands there.
        await field.FocusAsync();
        await page.Keyboard.PressAsync("ArrowLeft");
        await page.Keyboard.PressAsync("ArrowLeft");
        await page.Keyboard.PressAsync("Backspace");
        await Expect(offers).ToContainTextAsync("\"r0\"");
        await offers.GetByText("\"r0\"").ClickAsync();
        await Expect(field).ToHaveValueAsync("[\"=\", \"$rack\", \"r0\"]");
        await Expect(page.GetByTestId("host-count")).ToContainTextAsync("of 30");
    }

    private static async Task StandStillAsync(IPage page, RealZone root, CancellationToken token)
    {
        await page.GoAsync(root, "/hosts?q=p1&sort=-name");
        await Expect(page.GetByTestId("live-mark")).ToContainTextAsync("as of");
        await page.GetByTestId("live-switch").ClickAsync();
        await Expect(page.GetByTestId("live-mark")).ToContainTextAsync("paused, as of");
        await Screenshots.SaveAsync(page, "hosts-paused-light");
        Assert.Empty(await page.ViolationsAsync("a paused page"));
        var asOf = await page.GetByTestId("live-mark").Locator("time").GetAttributeAsync("datetime");
        using var disabled = await root.Client.PostAsJsonAsync("/api/v1/hosts/p11/disable", new { reason = "repair" }, token);
        var live = await page.Context.NewPageAsync();
        await live.GoAsync(root, "/hosts?q=p1&sort=-name");
        await Expect(live.GetByTestId("host-table")).ToContainTextAsync("Disabled");
        await live.CloseAsync();
        Assert.DoesNotContain("Disabled", await page.GetByTestId("host-table").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(asOf, await page.GetByTestId("live-mark").Locator("time").GetAttributeAsync("datetime"));
        await page.GetByTestId("live-switch").ClickAsync();
        await Expect(page.GetByTestId("host-table")).ToContainTextAsync("Disabled");
    }

    private static async Task TakeAwayAsync(IPage page)
    {
        var shown = await page.GetByTestId("host-table").Locator("tbody tr .name").AllInnerTextsAsync();
        var csv = await page.RunAndWaitForDownloadAsync(() => page.GetByTestId("download-csv").ClickAsync());
        var json = await page.RunAndWaitForDownloadAsync(() => page.GetByTestId("download-json").ClickAsync());
        var asOf = await page.GetByTestId("live-mark").Locator("time").GetAttributeAsync("datetime");
        await Expect(page.GetByTestId("live-mark").Locator("time")).Not.ToHaveAttributeAsync("datetime", asOf!); // the page lives on
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(await json.PathAsync()));

        Assert.Equal(("hosts.csv", "hosts.json"), (csv.SuggestedFilename, json.SuggestedFilename));
        Assert.Equal(shown, (await File.ReadAllLinesAsync(await csv.PathAsync()))[1..].Select(line => line.Split(',')[0]));
        Assert.Equal(shown, document.RootElement.GetProperty("items").EnumerateArray().Select(h => h.GetProperty("name").GetString()));
    }

    /// <summary>Older and newer pages go with the browser's own buttons; a comparison of hosts can be sent to somebody.</summary>
    private static async Task KeepPlacementsAsync(IPage page, RealZone root, CancellationToken token)
    {
        await root.ReportHostsAsync(60, token); // lest a slow machine have let them fall silent
        for (var i = 0; i < 101; i++)
        {
            using var placed = await root.Client.PostAsJsonAsync("/api/v1/placements", new { name = $"n{i}", resources = new Dictionary<string, int> { ["VCPU"] = 1 } }, token);
            placed.EnsureSuccessStatusCode();
        }

        var rows = page.GetByTestId("placement-table").Locator("tbody tr");
        await page.GoAsync(root, "/placements?q=n");
        await Expect(rows.First).ToContainTextAsync("n100");
        await page.GetByTestId("older").ClickAsync();
        await Expect(rows.First).ToContainTextAsync("n50");
        await page.GetByTestId("older").ClickAsync();
        await Expect(rows).ToHaveCountAsync(1);
        await page.GoBackAsync();
        await Expect(rows.First).ToContainTextAsync("n50");
        await page.GetByTestId("newer").ClickAsync();
        await Expect(rows.First).ToContainTextAsync("n100");
        await page.GoBackAsync();
        await page.ReloadAsync();
        await Expect(rows.First).ToContainTextAsync("n50");
        await Expect(page.GetByTestId("newer")).ToContainTextAsync("Newest");

        await rows.First.GetByRole(AriaRole.Link).ClickAsync();
        await page.GetByTestId("compare-first").FillAsync("p11");
        await page.GetByTestId("compare-second").FillAsync("p12");
        await page.GetByTestId("compare").ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex(@".*/placements/r-[^/]*\?first=p11&second=p12$"));
        await page.ReloadAsync();
        await Expect(page.GetByTestId("comparison")).ToContainTextAsync("p12");
    }
}
