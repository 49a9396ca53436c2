using System.Text;
using Microsoft.Playwright;
using NovaZones.Tests.Support.Fixtures;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NovaZones.Tests.Browser;

/// <summary>An operator asks what draining a host would mean before draining it.</summary>
public sealed class WhatIfJourneyTests
{
    [Fact]
    public async Task Operator_SupposesThatAHostIsGone_SeesWhereItsInstancesWouldGo()
    {
        var token = TestContext.Current.CancellationToken;
        await using var chromium = await Chromium.StartAsync();
        using var directory = new TemporaryDirectory();
        await using var zone = await RealZone.StartAsync("planet", directory.Path, token);
        await zone.ReportHostsAsync(3, token);
        using var ask = new StringContent("""{"name":"db","count":9,"resources":{"VCPU":4,"MEMORY_MB":8192}}""", Encoding.UTF8, "application/json");
        using var placed = await zone.Client.PostAsync("/api/v1/placements", ask, token);
        placed.EnsureSuccessStatusCode();

        var page = await chromium.OpenAsync(ColorScheme.Light, 1400, 1000);
        await page.SignInAsync(zone);
        await Expect(page.GetByTestId("nav-what-if")).ToBeVisibleAsync();
        await page.GoAsync(zone, "/what-if");
        await page.GetByTestId("whatif-hosts").FillAsync("p0, nowhere");
        await page.GetByTestId("whatif-go").ClickAsync();
        await Expect(page.GetByText("removeHosts[1]")).ToBeVisibleAsync();
        await page.GetByTestId("whatif-hosts").FillAsync("p0, p1");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByTestId("whatif-summary")).ToContainTextAsync("would find no host here");
        await Expect(page.GetByTestId("whatif-moves")).ToContainTextAsync("nowhere");
        foreach (var (name, scheme, width) in new[] { ("light", ColorScheme.Light, 1400), ("dark", ColorScheme.Dark, 1400), ("narrow", ColorScheme.Light, 390) })
        {
            await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
            await page.SetViewportSizeAsync(width, 1000);
            await page.WaitForTimeoutAsync(500);
            await Screenshots.SaveAsync(page, $"what-if-{name}");
            Assert.True(await page.FitsAsync(), name);
        }
    }
}
