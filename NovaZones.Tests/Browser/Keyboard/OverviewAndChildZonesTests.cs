using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using NovaZones.Tests.Support.Fixtures;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NovaZones.Tests.Browser.Keyboard;

/// <summary>Without a mouse: the tree of zones is searched and folded, the map of hosts narrowed and left for the list; a child zone comes, changes and goes.</summary>
public sealed class OverviewAndChildZonesTests(KeyboardZone fixture) : IClassFixture<KeyboardZone>
{
    [Fact]
    public async Task Operator_SearchesTheTreeNarrowsTheMap_ThenAddsChangesAndRemovesAChild()
    {
        var token = TestContext.Current.CancellationToken;
        await using var child = await fixture.StartAnotherAsync("paris", token);
        await child.ReportHostsAsync(2, token);
        await fixture.Zone.ReportHostsAsync(3, token);
        using var west = await fixture.Zone.Client.PutAsJsonAsync("/api/v1/hosts/w0", new { inventories = new Dictionary<string, int> { ["VCPU"] = 8 }, availabilityZone = "west" }, token);
        west.EnsureSuccessStatusCode();
        using var added = await fixture.Zone.Client.PostAsJsonAsync("/api/v1/zones", new { name = "emea", apiUrl = child.Url, token = RealZone.Token }, token);
        added.EnsureSuccessStatusCode();
        var page = await fixture.SignInAsync();

        await LeaveWhileDrawnAsync(page);
        await SearchTreeAsync(page);
        await NarrowMapAsync(page);
        await AddChildAsync(page, child);
        await ChangeChildAsync(page);
        await RemoveChildAsync(page);
        Assert.Empty(await page.WalkAsync());
    }

    /// <summary>Whoever goes on before the map is drawn gets the next page, not its failure.</summary>
    private async Task LeaveWhileDrawnAsync(IPage page)
    {
        var canvas = page.GetByTestId("heat-map").Locator("canvas");
        await Expect(canvas).ToHaveAttributeAsync("data-drawn", "4"); // nothing is asked for any more
        var asked = new TaskCompletionSource();
        var left = new TaskCompletionSource();
        await page.RouteAsync("**/HeatMap*.js", async route =>
        {
            asked.TrySetResult();
            await left.Task;
            await route.ContinueAsync();
        });
        await page.ReloadAsync();
        await asked.Task;
        await page.GoByKeysAsync(fixture.Zone, "i", "/about");
        var drawn = page.WaitForResponseAsync("**/HeatMap*.js");
        left.SetResult();
        await drawn;

        // What the palette asks comes to the zone after the script did.
        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.TypeAsync("w0");
        await Expect(page.GetByTestId("palette-list")).ToContainTextAsync("w0");
        await Expect(page.GetByTestId("page-error")).ToHaveCountAsync(0);
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByTestId("palette")).ToBeHiddenAsync();
        await page.GoByKeysAsync(fixture.Zone, "o", "/");
        await Expect(canvas).ToHaveAttributeAsync("data-drawn", "4");
        await page.UnrouteAsync("**/HeatMap*.js");
    }

    private async Task SearchTreeAsync(IPage page)
    {
        await Expect(page.GetByTestId("zone-node-emea")).ToHaveAttributeAsync("data-state", "Online");
        await page.Keyboard.PressAsync("/");
        await Expect(page.GetByTestId("zone-search")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("eme");
        await Expect(page).ToHaveURLAsync(new Regex(@"\?zone=eme$"));
        await Expect(page.GetByTestId("zone-matches")).ToContainTextAsync("1 of 2");
        await page.RetypeAsync("plan");
        await Expect(page.GetByTestId("zone-matches")).ToContainTextAsync("1 of 2");
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.PressAsync("Delete");
        await Expect(page).ToHaveURLAsync(fixture.Zone.Url.ToString());

        var toggle = page.GetByTestId("zone-tree").Locator(".toggle").First;
        await page.TabToAsync(toggle, "toggle");
        await page.Keyboard.PressAsync("Enter");
        await Expect(toggle).ToHaveAttributeAsync("aria-expanded", "false");
        await Expect(page.GetByTestId("zone-node-emea")).ToBeHiddenAsync();
        await page.Keyboard.PressAsync("Space");
        await Expect(page.GetByTestId("zone-node-emea")).ToBeVisibleAsync();
        await Expect(toggle).ToBeFocusedAsync();
        Assert.Empty(await page.WalkAsync());
    }

    /// <summary>What is drawn for the eye is reached by the table: a zone's hosts alone, and then as a list.</summary>
    private async Task NarrowMapAsync(IPage page)
    {
        var canvas = page.GetByTestId("heat-map").Locator("canvas");
        await page.PressAtAsync("heat-VCPU", "Space");
        await Expect(canvas).ToHaveAttributeAsync("data-drawn", "4");
        await page.PressAtAsync("heat-table");
        await page.PressAtAsync("heat-zoom-west");
        await Expect(page).ToHaveURLAsync(new Regex(@"\?az=west$"));
        await Expect(canvas).ToHaveAttributeAsync("data-drawn", "1");
        await Expect(page.GetByTestId("heat-zoom-west")).ToBeFocusedAsync();
        await page.PressAtAsync("heat-all", by: "Shift+Tab");
        await Expect(canvas).ToHaveAttributeAsync("data-drawn", "4");
        await page.PressAtAsync("heat-zone-west");
        await page.PressAtAsync("heat-list");
        await Expect(page.Locator("h1")).ToBeFocusedAsync();
        await Expect(page.GetByTestId("host-table").Locator("tbody tr")).ToHaveCountAsync(1);
        await Expect(page.GetByTestId("host-table")).ToContainTextAsync("w0");
    }

    private async Task AddChildAsync(IPage page, RealZone child)
    {
        await page.GoByKeysAsync(fixture.Zone, "z", "/zones");
        await page.PressAtAsync("add-zone");
        await Expect(page.GetByTestId("zone-name-field")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape"); // thought better of it
        await Expect(page.GetByTestId("zone-dialog")).ToBeHiddenAsync();
        await Expect(page.GetByTestId("add-zone")).ToBeFocusedAsync();

        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByTestId("zone-name-field")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("apac");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("http://127.0.0.1:9");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(RealZone.Token);
        Assert.Empty(await NotSeenInDialogAsync(page));
        await page.PressAtAsync("zone-try");
        await Expect(page.GetByTestId("zone-trial")).ToContainTextAsync("the connection failed");
        await Expect(page.GetByTestId("zone-try")).ToBeFocusedAsync();
        await page.PressAtAsync("zone-save");
        await Expect(page.GetByTestId("child-zone-apac")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("zone-dialog")).ToBeHiddenAsync();
        await Expect(page.GetByTestId("add-zone")).ToBeFocusedAsync();

        await page.PressAtAsync("test-apac");
        await Expect(page.Locator(".mud-snackbar").Last).ToContainTextAsync("apac");
        await Expect(page.GetByTestId("test-apac")).ToBeFocusedAsync();
    }

    /// <summary>Round once through an open dialog: the focus stays in it, and every stop is seen.</summary>
    private static async Task<IReadOnlyList<string>> NotSeenInDialogAsync(IPage page)
    {
        var wrong = new List<string>();
        for (var stop = 0; stop < 12; stop++)
        {
            await page.Keyboard.PressAsync("Tab");
            try
            {
                // At either end the focus stands on a guard until the zone has sent it round; nobody presses on before.
                await page.WaitForFunctionAsync(
                    "() => document.activeElement.closest('.mud-dialog-container, .mud-dialog') !== null && !document.activeElement.matches('div')", null, new() { Timeout = 15_000 });
            }
            catch (TimeoutException)
            {
                wrong.Add($"outside after {stop + 1} stops: {await page.EvaluateAsync<string>("() => document.activeElement.outerHTML.slice(0, 200)")}");
            }
        }

        return wrong;
    }

    private static async Task ChangeChildAsync(IPage page)
    {
        await page.PressAtAsync("edit-apac");
        await Expect(page.GetByTestId("zone-name-field")).ToBeFocusedAsync();
        await page.TabToAsync("zone-scale-field");
        await page.RetypeAsync("2");
        await Expect(page.GetByTestId("measure-preview")).ToBeVisibleAsync();
        await page.TabToAsync(page.GetByRole(AriaRole.Switch), "the switch");
        await page.Keyboard.PressAsync("Space");
        await page.PressAtAsync("zone-save");
        await Expect(page.GetByTestId("zone-dialog")).ToBeHiddenAsync();
        await Expect(page.GetByTestId("child-zone-apac")).ToContainTextAsync("Disabled");
        await Expect(page.GetByTestId("edit-apac")).ToBeFocusedAsync();
    }

    private static async Task RemoveChildAsync(IPage page)
    {
        await page.PressAtAsync("remove-apac");
        await page.ConfirmByTypingAsync("apac");
        await Expect(page.GetByTestId("child-zone-apac")).ToBeHiddenAsync();
        await Expect(page.GetByTestId("child-zone-emea").Locator(":focus")).ToHaveCountAsync(1); // the zone that took its place, at its first link or button
    }
}
