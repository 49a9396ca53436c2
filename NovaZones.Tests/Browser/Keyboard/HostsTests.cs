using System.Text.RegularExpressions;
using Microsoft.Playwright;
using NovaZones.Tests.Support.Fixtures;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NovaZones.Tests.Browser.Keyboard;

/// <summary>Without a mouse: the list of hosts is searched, ordered and paged, a host is opened, switched off and on, and its history taken away.</summary>
public sealed class HostsTests(KeyboardZone fixture) : IClassFixture<KeyboardZone>
{
    [Fact]
    public async Task Operator_FindsAHost_SwitchesItOffAndOn_TakesItsHistory()
    {
        await fixture.Zone.ReportHostsAsync(60, TestContext.Current.CancellationToken);
        var page = await fixture.SignInAsync();
        await page.GoByKeysAsync(fixture.Zone, "h", "/hosts");

        await OrderAndPageAsync(page);
        await FindAsync(page);
        await fixture.Zone.ReportHostsAsync(60, TestContext.Current.CancellationToken); // lest a slow machine have let them fall silent
        await SwitchAsync(page);
        await TakeHistoryAsync(page);
    }

    private static async Task OrderAndPageAsync(IPage page)
    {
        var head = page.GetByRole(AriaRole.Link, new() { Name = "Host", Exact = true });
        await page.TabToAsync(head, "the head of the column");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Regex(@"/hosts\?sort=-name$"));
        await Expect(head).ToBeFocusedAsync();
        var next = page.GetByRole(AriaRole.Link, new() { Name = "Next page", Exact = true });
        await page.TabToAsync(next, "the next page");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByTestId("host-count")).ToContainTextAsync("51 to 60 of 60");
        await Expect(next).ToBeFocusedAsync(); // also on the last page
        var first = page.GetByRole(AriaRole.Link, new() { Name = "Page 1", Exact = true });
        await page.TabToAsync(first, "page 1", "Shift+Tab");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByTestId("host-count")).ToContainTextAsync("1 to 50 of 60");
        await Expect(first).ToBeFocusedAsync();
        await page.TabToAsync("host-state-up", "Shift+Tab");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Regex("state=up"));
        await Expect(page.GetByTestId("host-state-up")).ToBeFocusedAsync();
    }

    private static async Task FindAsync(IPage page)
    {
        await page.Keyboard.PressAsync("/");
        await Expect(page.GetByTestId("host-search")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("p17");
        await Expect(page.GetByTestId("host-table").Locator("tbody tr")).ToHaveCountAsync(1);
        await Expect(page.GetByTestId("host-search")).ToBeFocusedAsync();
        await page.TabToAsync(page.GetByTestId("host-table").GetByRole(AriaRole.Link, new() { Name = "p17" }), "p17");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Regex("/hosts/p17$"));
        await Expect(page.Locator("h1")).ToBeFocusedAsync();
        Assert.Empty(await page.WalkAsync());
    }

    private static async Task SwitchAsync(IPage page)
    {
        await page.PressAtAsync("host-disable");
        await Expect(page.GetByTestId("confirm-reason")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByTestId("confirm-dialog")).ToBeHiddenAsync();
        await Expect(page.GetByTestId("host-disable")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Space");
        await Expect(page.GetByTestId("confirm-reason")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("repair");
        await page.PressAtAsync("confirm-ok");
        await Expect(page.Locator(".mud-alert")).ToContainTextAsync("repair");

        // The button that took its place has the focus: pressing again takes the act back.
        await Expect(page.GetByTestId("host-enable")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByTestId("host-state")).ToContainTextAsync("Up");
        await Expect(page.GetByTestId("host-disable")).ToBeFocusedAsync();
    }

    private static async Task TakeHistoryAsync(IPage page)
    {
        await page.PressAtAsync("range-1h");
        await Expect(page).ToHaveURLAsync(new Regex(@"\?range=1h$"));
        await Expect(page.GetByTestId("range-1h")).ToBeFocusedAsync();
        await page.PressAtAsync("history-table");
        await Expect(page.GetByTestId("host-history").Locator("tbody tr").First).ToContainTextAsync("/ 16");
        await page.TabToAsync(page.GetByTestId("host-history").GetByTestId("download-csv"), "the download");
        var csv = await page.RunAndWaitForDownloadAsync(() => page.Keyboard.PressAsync("Enter"));
        Assert.Equal("host-history-1h.csv", csv.SuggestedFilename);
        Assert.Equal("at,vcpuUsed,vcpuCapacity,memoryMbUsed,memoryMbCapacity,diskGbUsed,diskGbCapacity", (await File.ReadAllLinesAsync(await csv.PathAsync()))[0]);
    }
}
