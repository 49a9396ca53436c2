using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using NovaZones.Tests.Support.Fixtures;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NovaZones.Tests.Browser.Keyboard;

/// <summary>Without a mouse: weights are turned and tried, filters change places, a version is saved and taken back.</summary>
public sealed class PoliciesTests(KeyboardZone fixture) : IClassFixture<KeyboardZone>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Operator_TurnsWeightsMovesFilters_SavesAndTakesBack()
    {
        await fixture.Zone.ReportHostsAsync(6, Token);
        for (var i = 0; i < 6; i++)
        {
            using var placed = await fixture.Zone.Client.PostAsJsonAsync("/api/v1/placements", new { name = $"web-{i}", resources = new Dictionary<string, int> { ["VCPU"] = 2, ["MEMORY_MB"] = 4096 } }, Token);
            placed.EnsureSuccessStatusCode();
        }

        var page = await fixture.SignInAsync();
        await page.GoByKeysAsync(fixture.Zone, "l", "/policies");
        await Expect(page.GetByTestId("preview-none")).ToBeVisibleAsync();
        Assert.Empty(await page.WalkAsync());
        await page.GoByKeysAsync(fixture.Zone, "i", "/about");
        await page.GoByKeysAsync(fixture.Zone, "l", "/policies");

        await TurnAsync(page);
        await MoveFilterAsync(page);
        await SaveAsync(page);
        await TakeBackAsync(page);
    }

    private static async Task TurnAsync(IPage page)
    {
        await page.TabToAsync("slider-ram");
        var before = await page.GetByTestId("number-ram").InputValueAsync();
        for (var step = 0; step < 3; step++)
        {
            await page.Keyboard.PressAsync("ArrowLeft");
        }

        await Expect(page.GetByTestId("number-ram")).Not.ToHaveValueAsync(before);
        await Expect(page.GetByTestId("slider-ram")).ToBeFocusedAsync();
        await page.TabToAsync("number-ram");
        await page.RetypeAsync("-2");
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByTestId("policy-changes")).ToContainTextAsync("ram");
        await Expect(page.GetByTestId("preview-moved")).ToContainTextAsync(new Regex("of the last [0-9]+ requests"));
    }

    /// <summary>The row moves under the hand that moves it: the same button has the focus, and at the end of the list its neighbour.</summary>
    private static async Task MoveFilterAsync(IPage page)
    {
        var (first, list) = (page.GetByTestId("filter-list").Locator("li").First, page.GetByTestId("filter-list"));
        var filter = await first.Locator("b").InnerTextAsync();
        var row = page.GetByTestId($"filter-row-{filter}");
        var (earlier, later) = (row.Locator("button").First, row.Locator("button").Last);
        await page.TabToAsync(later, "the button that lets the filter be asked later");
        await page.Keyboard.PressAsync("Enter");
        await Expect(list.Locator("li").Nth(1)).ToContainTextAsync(filter);
        await Expect(later).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(list.Locator("li").Nth(2)).ToContainTextAsync(filter);
        await Expect(page.GetByTestId("filter-told")).ToContainTextAsync($"{filter} is number 3 of");
        await Expect(later).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Shift+Tab");
        await Expect(earlier).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(list.Locator("li").Nth(1)).ToContainTextAsync(filter);
        await Expect(earlier).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(first).ToContainTextAsync(filter);
        await Expect(later).ToBeFocusedAsync(); // it cannot be asked earlier than first
        await page.Keyboard.PressAsync("Enter");
        await Expect(list.Locator("li").Nth(1)).ToContainTextAsync(filter);
    }

    private async Task SaveAsync(IPage page)
    {
        await page.TabToAsync("policy-comment");
        await page.Keyboard.TypeAsync("without a mouse");
        await page.PressAtAsync("policy-save");
        await Expect(page.GetByTestId("load-1")).ToBeVisibleAsync();
        var saved = await PolicyAsync();
        Assert.Equal((2, -2, "without a mouse"), (saved.GetProperty("version").GetInt32(), saved.GetProperty("weights").GetProperty("ram").GetDouble(), saved.GetProperty("comment").GetString()));

        // There is nothing more to save: the heading says which version is in force now.
        await Expect(page.Locator("#changes")).ToBeFocusedAsync();
    }

    private async Task TakeBackAsync(IPage page)
    {
        await page.PressAtAsync("load-1");
        await Expect(page.GetByTestId("policy-changes")).ToContainTextAsync("ram");
        await Expect(page.GetByTestId("load-1")).ToBeFocusedAsync();
        await page.PressAtAsync("policy-save", by: "Shift+Tab");
        await Expect(page.GetByTestId("load-2")).ToBeVisibleAsync();
        var back = await PolicyAsync();
        Assert.Equal((3, true), (back.GetProperty("version").GetInt32(), back.GetProperty("weights").GetProperty("ram").GetDouble() > 0));
    }

    private Task<JsonElement> PolicyAsync() => fixture.Zone.Client.GetFromJsonAsync<JsonElement>("/api/v1/policies/default", Token);
}
