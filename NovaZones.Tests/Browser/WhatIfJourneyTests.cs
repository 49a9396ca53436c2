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
    public async Task Operator_SupposesThatAHostIsGone_SeesWhereItsInstancesWouldGoAndWhatDrifted()
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

        // The hosts as tiles: pointed at they say which they are, a click opens one, and a table says the same.
        var map = page.GetByTestId("heat-map");
        await Expect(map.Locator("canvas")).ToHaveAttributeAsync("data-drawn", "3");
        await map.Locator("canvas").HoverAsync(new LocatorHoverOptions { Position = new Position { X = 5, Y = 5 } });
        await Expect(page.GetByTestId("heat-hint")).ToContainTextAsync("p0: 75 %");
        await page.GetByTestId("heat-table").ClickAsync();
        await Expect(map.Locator("table")).ToContainTextAsync("east");
        await LookAsync(page, "heat-map");
        await page.SetViewportSizeAsync(1400, 1000);
        await map.Locator("canvas").ClickAsync(new LocatorClickOptions { Position = new Position { X = 5, Y = 5 } });
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/hosts/p0$"));
        await Expect(page.Locator("[data-interactive=true]")).ToBeAttachedAsync();
        await page.GetByTestId("host-what-if").ClickAsync();
        await Expect(page.GetByTestId("whatif-hosts")).ToHaveValueAsync("p0");
        await page.GoAsync(zone, "/what-if");
        await page.GetByTestId("whatif-hosts").FillAsync("p0, nowhere");
        await page.GetByTestId("whatif-go").ClickAsync();
        await Expect(page.GetByText("removeHosts[1]")).ToBeVisibleAsync();
        await page.GetByTestId("whatif-hosts").FillAsync("p0, p1");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByTestId("whatif-summary")).ToContainTextAsync("would find no host here");
        await Expect(page.GetByTestId("whatif-moves")).ToContainTextAsync("nowhere");
        await LookAsync(page, "what-if");
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("hosts=p0%2C%20p1$"));
        await page.ReloadAsync();
        await Expect(page.GetByTestId("whatif-hosts")).ToHaveValueAsync("p0, p1"); // what is supposed comes back; what came of it is asked for
        await Expect(page.Locator("[data-interactive=true]")).ToBeAttachedAsync();
        await page.GetByTestId("whatif-go").ClickAsync();
        var moved = await page.RunAndWaitForDownloadAsync(() => page.GetByTestId("save-what-if-moves-csv").ClickAsync());
        Assert.Equal("what-if-moves.csv", moved.SuggestedFilename);
        Assert.StartsWith("instanceId,reservationId,name,from,to,reason", await File.ReadAllTextAsync(await moved.PathAsync(), token), StringComparison.Ordinal);

        // A host that lost its trait: what was placed for it is told, with where it would go.
        using var traits = new StringContent("""{"inventories":{"VCPU":16,"MEMORY_MB":65536,"DISK_GB":500},"traits":["CUSTOM_SSD"]}""", Encoding.UTF8, "application/json");
        using var fast = await zone.Client.PutAsync("/api/v1/hosts/p9", traits, token);
        using var needs = new StringContent("""{"name":"log","resources":{"VCPU":1},"traits":{"required":["CUSTOM_SSD"]}}""", Encoding.UTF8, "application/json");
        using var logged = await zone.Client.PostAsync("/api/v1/placements", needs, token);
        logged.EnsureSuccessStatusCode();
        using var bare = new StringContent("""{"inventories":{"VCPU":16,"MEMORY_MB":65536,"DISK_GB":500}}""", Encoding.UTF8, "application/json");
        using var slow = await zone.Client.PutAsync("/api/v1/hosts/p9", bare, token);
        await page.SetViewportSizeAsync(1400, 1000);
        await page.GoAsync(zone, "/drift?gain=2");
        await page.GetByTestId("drift-look").ClickAsync();
        await Expect(page.GetByTestId("drift-items")).ToContainTextAsync("CUSTOM_SSD");
        await Expect(page.GetByTestId("drift-status")).ToContainTextAsync("1 of 10 instances");
        await LookAsync(page, "drift");
    }

    private static async Task LookAsync(IPage page, string what)
    {
        foreach (var (name, scheme, width) in new[] { ("light", ColorScheme.Light, 1400), ("dark", ColorScheme.Dark, 1400), ("narrow", ColorScheme.Light, 390) })
        {
            await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
            await page.SetViewportSizeAsync(width, 1000);
            await page.WaitForTimeoutAsync(500);
            await Screenshots.SaveAsync(page, $"{what}-{name}");
            Assert.True(await page.FitsAsync(), name);
            Assert.Empty(await page.ViolationsAsync($"{what} {name}"));
        }
    }
}
