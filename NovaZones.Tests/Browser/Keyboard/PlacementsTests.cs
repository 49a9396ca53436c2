using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using NovaZones.Tests.Support.Fixtures;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NovaZones.Tests.Browser.Keyboard;

/// <summary>Without a mouse: something is tried, placed, read, compared and released; what if a host were gone, and what has drifted.</summary>
public sealed class PlacementsTests(KeyboardZone fixture) : IClassFixture<KeyboardZone>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Operator_TriesPlacesComparesAndReleases()
    {
        await fixture.Zone.ReportHostsAsync(4, Token);
        var page = await fixture.SignInAsync();
        await page.GoByKeysAsync(fixture.Zone, "p", "/placements");
        await page.PressAtAsync("new-placement");
        await Expect(page.Locator("h1")).ToBeFocusedAsync();

        await page.PressAtAsync("view-json");
        await Expect(page.GetByTestId("json-editor")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("view-json")).ToBeFocusedAsync();
        await page.PressAtAsync("view-form", by: "Shift+Tab");
        await page.TabToAsync("field-VCPU");
        await page.RetypeAsync("2");
        await page.TabToAsync(page.GetByTestId("section-decision").Locator("summary"), "the section");
        await page.Keyboard.PressAsync("Enter");
        await page.TabToAsync("field-deadline");
        await page.RetypeAsync("60000");
        await Expect(page.GetByTestId("api-call")).ToContainTextAsync("60000");
        await page.PressAtAsync("dry-run");
        await Expect(page.GetByTestId("planned")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("dry-run")).ToBeFocusedAsync();
        await fixture.Zone.ReportHostsAsync(4, Token); // lest a slow machine have let them fall silent
        await page.PressAtAsync("commit");
        await Expect(page).ToHaveURLAsync(new Regex("/placements/r-[a-z2-7]{12}$"));
        var id = page.Url.Split('/')[^1];
        await Expect(page.Locator("h1", new() { HasText = id })).ToBeFocusedAsync();
        Assert.Empty(await page.WalkAsync());

        await CompareAsync(page);
        await ReleaseAsync(page, id);
    }

    private static async Task CompareAsync(IPage page)
    {
        await page.TabToAsync("compare-first");
        await page.RetypeAsync("p0");
        await page.Keyboard.PressAsync("Tab");
        await page.RetypeAsync("p1");
        await page.PressAtAsync("compare");
        await Expect(page.GetByTestId("comparison")).ToContainTextAsync("p1");
        await Expect(page.GetByTestId("compare")).ToBeFocusedAsync();
    }

    private static async Task ReleaseAsync(IPage page, string id)
    {
        await page.PressAtAsync("release", by: "Shift+Tab");
        await page.ConfirmByTypingAsync(id);
        await Expect(page.GetByTestId("placement-state")).ToContainTextAsync("Released");
        await Expect(page.GetByTestId("release")).ToBeHiddenAsync();
        await Expect(page.Locator("h1")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Operator_AsksWhatIf_AndLooksForDrift()
    {
        await fixture.Zone.ReportHostsAsync(4, Token);
        using var placed = await fixture.Zone.Client.PostAsJsonAsync("/api/v1/placements", new { name = "db", count = 4, resources = new Dictionary<string, int> { ["VCPU"] = 4 } }, Token);
        placed.EnsureSuccessStatusCode();
        var page = await fixture.SignInAsync();

        await page.GoByKeysAsync(fixture.Zone, "w", "/what-if");
        await page.TabToAsync("whatif-hosts");
        await page.Keyboard.TypeAsync("p0");
        await page.Keyboard.PressAsync("Enter"); // sends the form from the field
        await Expect(page.GetByTestId("whatif-summary")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("whatif-hosts")).ToBeFocusedAsync();
        await page.RetypeAsync("p0, p1, p2, p3");
        await page.PressAtAsync("whatif-go", "Space");
        await Expect(page.GetByTestId("whatif-moves")).ToContainTextAsync("nowhere");
        await Expect(page.GetByTestId("whatif-go")).ToBeFocusedAsync();
        Assert.Empty(await page.WalkAsync());

        await page.GoByKeysAsync(fixture.Zone, "d", "/drift");
        await page.TabToAsync("drift-gain");
        await page.RetypeAsync("0.5");
        await page.PressAtAsync("drift-look");
        await Expect(page.GetByTestId("drift-status")).ToContainTextAsync("instances");
        await Expect(page.GetByTestId("drift-look")).ToBeFocusedAsync();
    }
}
