using System.Text.RegularExpressions;
using Microsoft.Playwright;
using NovaZones.Tests.Support.Fixtures;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NovaZones.Tests.Browser;

/// <summary>An operator who never touches the mouse: goes to pages by letter, searches, finds a host in the palette, and reads which keys there are.</summary>
public sealed class KeyboardJourneyTests
{
    private static readonly (string Letter, string Path)[] _pages =
        [("h", "/hosts"), ("p", "/placements"), ("z", "/zones"), ("a", "/aggregates"), ("q", "/quotas"), ("l", "/policies"), ("w", "/what-if"), ("d", "/drift"), ("b", "/books"), ("j", "/jobs"), ("u", "/access"), ("s", "/settings"), ("i", "/about"), ("o", "/")];

    [Fact]
    public async Task Operator_GoesSearchesAndFindsByKeyboard()
    {
        var token = TestContext.Current.CancellationToken;
        await using var chromium = await Chromium.StartAsync();
        using var directory = new TemporaryDirectory();
        await using var root = await RealZone.StartAsync("planet", directory.Path, token);
        await root.ReportHostsAsync(7, token);
        var page = await chromium.OpenAsync(ColorScheme.Light, 1400, 900);
        await page.SignInAsync(root);
        await page.GoAsync(root, "/");

        foreach (var (letter, path) in _pages)
        {
            await page.Keyboard.PressAsync("g");
            await page.Keyboard.PressAsync(letter);
            await Expect(page).ToHaveURLAsync(new Uri(root.Url, path).ToString());
            await Expect(page.Locator("h1")).ToBeFocusedAsync();
        }

        await SearchAsync(page, root);
        await ReadHelpAsync(page);
        await FindAsync(page, root);
        await LeaveForDashboardAsync(page, root);
    }

    /// <summary>The slash goes to the field; keys typed there are text; the address keeps it over a reload and gives it back.</summary>
    private static async Task SearchAsync(IPage page, RealZone root)
    {
        await page.GoAsync(root, "/hosts");
        await Expect(page.GetByTestId("host-table").Locator("tbody tr")).ToHaveCountAsync(7);
        await page.Keyboard.PressAsync("/");
        await Expect(page.GetByTestId("host-search")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("g?p3");
        await Expect(page).ToHaveURLAsync(new Regex(@".*/hosts\?q=g%3Fp3$"));
        await Expect(page.GetByTestId("keys-dialog")).ToBeHiddenAsync();
        await page.GetByTestId("host-search").FillAsync("p3");
        await Expect(page).ToHaveURLAsync(new Regex(@".*/hosts\?q=p3$"));
        await page.ReloadAsync();
        await Expect(page.GetByTestId("host-search")).ToHaveValueAsync("p3");
        await Expect(page.GetByTestId("host-table").Locator("tbody tr")).ToHaveCountAsync(1);
    }

    private static async Task ReadHelpAsync(IPage page)
    {
        // A change of the address closes what is open, and the search before may still be on its way into it.
        await page.WaitForTimeoutAsync(1500);
        await page.Locator("h1").FocusAsync();
        await page.Keyboard.PressAsync("?");
        await Expect(page.GetByTestId("keys-dialog")).ToBeVisibleAsync();
        await Screenshots.SaveAsync(page, "keys-light");
        Assert.Empty(await page.ViolationsAsync("keys"));

        // Whoever dictates switches single keys off.
        await page.GetByTestId("single-keys").UncheckAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByTestId("keys-dialog")).ToBeHiddenAsync();
        await Expect(page.Locator("h1")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("?");
        await page.Keyboard.PressAsync("/");
        await Expect(page.GetByTestId("keys-dialog")).ToBeHiddenAsync();
        await Expect(page.Locator("h1")).ToBeFocusedAsync();
        await page.GetByTestId("open-keys").ClickAsync();
        await page.GetByTestId("single-keys").CheckAsync();
        await page.GetByTestId("keys-close").ClickAsync();
        await Expect(page.GetByTestId("open-keys")).ToBeFocusedAsync();
    }

    private static async Task FindAsync(IPage page, RealZone root)
    {
        await page.GoAsync(root, "/policies"); // no search field: the slash opens the palette
        await page.Locator("h1").FocusAsync();
        await page.Keyboard.PressAsync("/");
        await Expect(page.GetByTestId("palette-field")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByTestId("palette")).ToBeHiddenAsync();
        await Expect(page.Locator("h1")).ToBeFocusedAsync();

        await page.Keyboard.PressAsync("Control+k");
        await Expect(page.GetByTestId("palette-list")).ToContainTextAsync("Quotas");
        await page.Keyboard.TypeAsync("p");
        await Expect(page.GetByTestId("palette-list")).ToContainTextAsync("p5");
        await Screenshots.SaveAsync(page, "palette-light");
        Assert.Empty(await page.ViolationsAsync("palette"));
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark });
        await Expect(page.GetByTestId("palette")).ToHaveCSSAsync("background-color", "rgb(26, 30, 58)");
        Assert.Empty(await page.ViolationsAsync("palette in the dark"));
        await Screenshots.SaveAsync(page, "palette-dark");
        await page.SetViewportSizeAsync(390, 900);
        await Screenshots.SaveAsync(page, "palette-narrow");
        await page.SetViewportSizeAsync(1400, 900);

        await page.GetByTestId("palette-field").FillAsync("P5");
        await Expect(page.GetByTestId("palette-list").GetByRole(AriaRole.Option)).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Regex(@".*/hosts/p5$"));
        await Expect(page.GetByTestId("palette")).ToBeHiddenAsync();
        await Expect(page.Locator("h1")).ToBeFocusedAsync();
    }

    private static async Task LeaveForDashboardAsync(IPage page, RealZone root)
    {
        await page.GoAsync(root, "/jobs");
        await page.GetByTestId("open-dashboard").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Regex("/hangfire"));
        await Expect(page).ToHaveTitleAsync(new Regex("NovaZones jobs"));
    }
}
