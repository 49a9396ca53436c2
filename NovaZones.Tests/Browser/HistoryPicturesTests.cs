using Microsoft.Playwright;
using NovaZones.Tests.Support.Fixtures;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NovaZones.Tests.Browser;

/// <summary>A day of a zone and of a host, as it is drawn: in light and dark, wide and narrow, without violations or scrolling sideways.</summary>
public sealed class HistoryPicturesTests
{
    [Fact]
    public async Task ADayOfZoneAndHost_IsDrawnInEveryLook()
    {
        var token = TestContext.Current.CancellationToken;
        await using var chromium = await Chromium.StartAsync();
        using var directory = new TemporaryDirectory();
        await using (var first = await RealZone.StartAsync("planet", directory.Path, token))
        {
            await first.ReportHostsAsync(3, token);
        }

        await WrittenDay.WriteAsync(directory.Path, "p0", token);
        await using var zone = await RealZone.StartAsync("planet", directory.Path, token);
        await zone.ReportHostsAsync(3, token);
        foreach (var (look, scheme, width) in new[] { ("light", ColorScheme.Light, 1400), ("dark", ColorScheme.Dark, 1400), ("narrow", ColorScheme.Dark, 390) })
        {
            var page = await chromium.OpenAsync(scheme, width, 1600);
            await page.SignInAsync(zone);
            foreach (var (name, address, part, chart) in new[]
            {
                ("zone-history", "/", "zone-history", "zone-history-VCPU"),
                ("zone-history-hour", "/?range=1h", "zone-history", "zone-history-requests"),
                ("zone-history-week", "/?range=7d", "zone-history", "zone-history-hosts"),
                ("host-day", "/hosts/p0", "host-history", "history-VCPU"),
            })
            {
                await page.GoAsync(zone, address);
                await Expect(page.GetByTestId(chart).Locator("polyline").First).ToBeAttachedAsync();
                await page.WaitForTimeoutAsync(500); // until what moves stands still
                Assert.True(await page.FitsAsync(), $"{name} {look}");
                await page.EvaluateAsync("id => document.querySelector(`[data-testid=${id}]`).scrollIntoView({ block: 'center' })", part);
                await Screenshots.SaveAsync(page.GetByTestId(part), $"{name}-{look}");
                if (look is "light" or "narrow")
                {
                    // Both colours and both widths are among these two.
                    await page.GetByTestId(part).Locator("summary").ClickAsync();
                    Assert.Empty(await page.ViolationsAsync($"{name} {look}"));
                }
            }

            await page.Context.CloseAsync();
        }
    }
}
