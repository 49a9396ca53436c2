using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NovaZones.Tests.Browser.Keyboard;

/// <summary>Without a mouse: a job is run, a token made and revoked, the records are checked, settings and health are read.</summary>
public sealed class AdministrationTests(KeyboardZone fixture) : IClassFixture<KeyboardZone>
{
    [Fact]
    public async Task Administrator_RunsAJobMakesATokenChecksRecordsAndReads()
    {
        var page = await fixture.SignInAsync();

        await RunJobAsync(page);
        await MakeTokenAsync(page);
        await RevokeTokenAsync(page);
        await CheckRecordsAsync(page);
        await ReadAsync(page);
    }

    private async Task RunJobAsync(IPage page)
    {
        await page.GoByKeysAsync(fixture.Zone, "j", "/jobs");
        await page.PressAtAsync("run-check-ledger");
        await Expect(page.GetByTestId("outcome-check-ledger")).ToContainTextAsync("Succeeded");
        await Expect(page.GetByTestId("run-check-ledger")).ToBeFocusedAsync();
        Assert.Empty(await page.WalkAsync());
    }

    private async Task MakeTokenAsync(IPage page)
    {
        await page.GoByKeysAsync(fixture.Zone, "u", "/access");
        await page.PressAtAsync("tab-tokens");
        await Expect(page.GetByTestId("add-token")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("tab-tokens")).ToBeFocusedAsync();
        await page.PressAtAsync("add-token", by: "Shift+Tab");
        await Expect(page.GetByTestId("token-name")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("ci");
        await page.PressAtAsync("scope-placements:write", "Space");
        await Expect(page.GetByTestId("scope-placements:write")).ToBeCheckedAsync();
        await page.PressAtAsync("token-ends", "ArrowUp"); // 30 days instead of 90
        await Expect(page.GetByTestId("token-ends")).ToHaveValueAsync("30");
        await page.PressAtAsync("token-save");
        await Expect(page.GetByTestId("secret")).ToBeVisibleAsync();
        await page.WaitForFunctionAsync("() => document.activeElement.closest('.mud-dialog') !== null"); // the secret is not shown beside the focus
        await page.PressAtAsync("secret-close");
        await Expect(page.GetByTestId("secret")).ToHaveCountAsync(0);
        await Expect(page.GetByTestId("token-ci")).ToContainTextAsync("placements:write");
        await Expect(page.GetByTestId("add-token")).ToBeFocusedAsync();
    }

    private static async Task RevokeTokenAsync(IPage page)
    {
        await page.PressAtAsync("revoke-ci");
        await page.ConfirmByTypingAsync("ci");
        await Expect(page.GetByTestId("token-ci")).ToHaveCountAsync(0);

        // The row is gone: the next one is where it was.
        await page.WaitForFunctionAsync("() => document.activeElement.closest('[data-testid=tokens]') !== null");
    }

    private async Task CheckRecordsAsync(IPage page)
    {
        await page.GoByKeysAsync(fixture.Zone, "t", "/audit");
        await page.PressAtAsync("verify-audit");
        await Expect(page.GetByTestId("audit-chain")).ToHaveAttributeAsync("data-holds", "true");
        await Expect(page.GetByTestId("verify-audit")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("/");
        await Expect(page.GetByTestId("audit-search")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("nobody");
        await Expect(page).ToHaveURLAsync(new Regex(@"\?q=nobody$"));
        await Expect(page.GetByTestId("empty-state")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.PressAsync("Delete");
        await Expect(page.GetByTestId("audit-table")).ToContainTextAsync("token.revoked");
    }

    private async Task ReadAsync(IPage page)
    {
        await page.Keyboard.PressAsync("Tab"); // out of the field, where letters are text
        await page.GoByKeysAsync(fixture.Zone, "s", "/settings");
        await page.Keyboard.PressAsync("/");
        await Expect(page.GetByTestId("setting-search")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("zone:name");
        await Expect(page.GetByTestId("settings").Locator("tbody tr")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Tab");
        await page.GoByKeysAsync(fixture.Zone, "i", "/about");
        await Expect(page.GetByTestId("check-database")).ToContainTextAsync("Well");
        Assert.Empty(await page.WalkAsync());
    }
}
