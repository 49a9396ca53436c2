using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using NovaZones.Tests.Support.Fixtures;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NovaZones.Tests.Browser;

/// <summary>An operator turns weights and sees at once what the last requests would have become.</summary>
public sealed class PolicyPreviewJourneyTests
{
    [Fact]
    public async Task Operator_TurnsAWeight_SeesWhatWouldChangeBeforeSaving()
    {
        var token = TestContext.Current.CancellationToken;
        await using var chromium = await Chromium.StartAsync();
        using var directory = new TemporaryDirectory();
        await using var zone = await RealZone.StartAsync("planet", directory.Path, token);
        await zone.ReportHostsAsync(6, token);
        for (var i = 0; i < 12; i++)
        {
            using var ask = new StringContent($$$"""{"name":"web-{{{i}}}","resources":{"VCPU":2,"MEMORY_MB":4096}}""", System.Text.Encoding.UTF8, "application/json");
            using var placed = await zone.Client.PostAsync("/api/v1/placements", ask, token);
            placed.EnsureSuccessStatusCode();
        }

        var page = await chromium.OpenAsync(ColorScheme.Light, 1400, 1100);
        await page.SignInAsync(zone);
        await page.GoAsync(zone, "/policies");
        await Expect(page.GetByTestId("preview-none")).ToBeVisibleAsync();
        await TurnAsync(page, "ram", "-2");
        await TurnAsync(page, "cpu", "-2");
        await Expect(page.GetByTestId("preview-moved")).ToContainTextAsync(new Regex("[1-9][0-9]* of the last 12 requests would be decided otherwise"));
        await page.GetByTestId("preview-decisions").Locator("summary").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByTestId("preview-decisions").Locator("a").First).ToBeVisibleAsync();
        await LookAsync(page);

        // Back at the version in force there is nothing to show, and nothing was saved on the way.
        await page.SetViewportSizeAsync(1400, 1100);
        await page.GetByRole(AriaRole.Button, new() { Name = "Discard" }).ClickAsync();
        await Expect(page.GetByTestId("preview-none")).ToBeVisibleAsync();
        var policy = await zone.Client.GetFromJsonAsync<System.Text.Json.JsonElement>("/api/v1/policies/default", token);
        Assert.Equal(1, policy.GetProperty("version").GetInt32());
    }

    private static async Task TurnAsync(IPage page, string weigher, string multiplier)
    {
        await page.GetByTestId($"number-{weigher}").FillAsync(multiplier);
        await page.GetByTestId($"number-{weigher}").BlurAsync();
    }

    private static async Task LookAsync(IPage page)
    {
        foreach (var (name, scheme, width) in new[] { ("light", ColorScheme.Light, 1400), ("dark", ColorScheme.Dark, 1400), ("narrow", ColorScheme.Light, 390) })
        {
            await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
            await page.SetViewportSizeAsync(width, 1100);
            await page.GetByTestId("policy-preview").ScrollIntoViewIfNeededAsync();
            await page.WaitForTimeoutAsync(500);
            await Screenshots.SaveAsync(page, $"policy-preview-{name}");
            if (width < 1000)
            {
                // Saving and what it would do are in sight also beside the first slider.
                await page.EvaluateAsync("() => window.scrollTo(0, 0)");
                await Expect(page.GetByTestId("policy-foot")).ToContainTextAsync("of 12 requests would move");
                await Expect(page.GetByTestId("policy-foot-save")).ToBeInViewportAsync();
                await page.ScreenshotAsync(new PageScreenshotOptions { Path = Screenshots.FileOf("policy-foot-narrow") });
            }
            else
            {
                await Expect(page.GetByTestId("policy-foot")).ToBeHiddenAsync();
            }

            Assert.True(await page.FitsAsync(), name);
            Assert.Empty(await page.ViolationsAsync($"preview {name}"));
        }
    }
}
