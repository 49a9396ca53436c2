using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using NovaZones.Tests.Support.Fixtures;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NovaZones.Tests.Browser;

/// <summary>A child that tells its figures and hangs when it is asked: the operator sees why requests pass it over, and when they ask it again.</summary>
public sealed class HangingChildJourneyTests
{
    [Fact]
    public async Task Operator_WatchesABreakerOpenAndCloseWithoutReloading()
    {
        var token = TestContext.Current.CancellationToken;
        await using var chromium = await Chromium.StartAsync();
        using var directory = new TemporaryDirectory();
        await using var child = await RealZone.StartAsync("paris", Path.Combine(directory.Path, "child"), token);
        await using var root = await RealZone.StartAsync("planet", Path.Combine(directory.Path, "root"), token);
        await using var wire = await FaultyWire.StartAsync(child.Url);
        await child.ReportHostsAsync(3, token);
        using var added = await root.Client.PostAsJsonAsync("/api/v1/zones", new { name = "emea", apiUrl = wire.Url, token = RealZone.Token }, token);
        added.EnsureSuccessStatusCode();
        var page = await chromium.OpenAsync(ColorScheme.Light, 1400, 900);
        await page.SignInAsync(root);
        await Expect(page.GetByTestId("zone-node-emea")).ToHaveAttributeAsync("data-state", "Online");
        await page.GoAsync(root, "/zones");
        await Expect(page.GetByTestId("asking-emea")).ToHaveTextAsync("ask it");
        await Expect(page.GetByTestId("age-emea")).ToHaveTextAsync(new Regex("just now|s ago"));
        await Expect(page.GetByTestId("link-emea")).ToHaveTextAsync("seen with polls");

        wire.Choose = path => path.EndsWith("/zone/select", StringComparison.Ordinal) || path.EndsWith("/zone/take", StringComparison.Ordinal) ? WireFault.Hang : WireFault.None;
        await child.ReportHostsAsync(3, token);
        using var refused = await PlaceAsync(root, token);
        await Expect(page.GetByTestId("asking-emea")).ToContainTextAsync("do not ask it: no answer within");
        await Expect(page.GetByTestId("child-zone-emea")).ToContainTextAsync("Online");
        await Screenshots.SaveAsync(page, "child-breaker-light");
        await page.SetViewportSizeAsync(390, 900);
        Assert.True(await page.FitsAsync());
        await Screenshots.SaveAsync(page, "child-breaker-narrow");
        await page.SetViewportSizeAsync(1400, 900);

        wire.Choose = static _ => WireFault.None;
        await Expect(page.GetByTestId("asking-emea")).ToContainTextAsync("tried again with the next request", new LocatorAssertionsToContainTextOptions { Timeout = 30_000 });
        await Eventually.IsTrueAsync(async () =>
        {
            await child.ReportHostsAsync(3, token);
            using var placed = await PlaceAsync(root, token);
            return placed.StatusCode == HttpStatusCode.Created;
        });
        await Expect(page.GetByTestId("asking-emea")).ToHaveTextAsync("ask it");

        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
    }

    private static Task<HttpResponseMessage> PlaceAsync(RealZone root, CancellationToken token) =>
        root.Client.PostAsJsonAsync("/api/v1/placements", new { resources = new Dictionary<string, int> { ["VCPU"] = 1 } }, token);
}
