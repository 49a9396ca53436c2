using System.Net.Http.Json;
using System.Text;
using Microsoft.Playwright;
using NovaZones.Tests.Support.Fixtures;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NovaZones.Tests.Browser;

/// <summary>Thousands of hosts as tiles: they fill their panel in every look, also when the window changes.</summary>
public sealed class HeatMapPicturesTests
{
    private const int Hosts = 4000;

    [Fact]
    public async Task ThousandsOfHosts_FillThePanelInEveryLook()
    {
        var token = TestContext.Current.CancellationToken;
        await using var chromium = await Chromium.StartAsync();
        using var directory = new TemporaryDirectory();
        await using var zone = await RealZone.StartAsync("planet", directory.Path, token);
        await ReportAsync(zone, token);
        for (var i = 0; i < 12; i++)
        {
            // Full to different degrees: each request takes another share of as many hosts as it can.
            using var placed = await zone.Client.PostAsJsonAsync("/api/v1/placements", new { count = 100, resources = new Dictionary<string, int> { ["VCPU"] = 2 + i } }, token);
            Assert.True(placed.IsSuccessStatusCode, await placed.Content.ReadAsStringAsync(token));
        }

        for (var i = 1; i < 40; i++)
        {
            using var disabled = await zone.Client.PostAsJsonAsync($"/api/v1/hosts/h{i * 100:0000}/disable", new { reason = "repair" }, token);
            disabled.EnsureSuccessStatusCode();
        }

        var page = await chromium.OpenAsync(ColorScheme.Light, 1400, 1000);
        await page.SignInAsync(zone);
        var map = page.GetByTestId("heat-map");
        await Expect(map.Locator("canvas")).ToHaveAttributeAsync("data-drawn", $"{Hosts}");
        foreach (var (name, scheme, width) in new[] { ("light", ColorScheme.Light, 1400), ("dark", ColorScheme.Dark, 1400), ("narrow", ColorScheme.Light, 390) })
        {
            await ReportAsync(zone, token); // lest a slow machine have let them fall silent
            await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
            await page.SetViewportSizeAsync(width, 1000);
            await page.WaitForFunctionAsync(
                """
                () => {
                  const canvas = document.querySelector('[data-testid=heat-map] canvas'), style = getComputedStyle(canvas.parentElement);
                  const room = canvas.parentElement.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
                  return Math.abs(canvas.getBoundingClientRect().width - room) < 1.5 && Math.abs(canvas.width / devicePixelRatio - room) < 1.5;
                }
                """);
            await page.WaitForTimeoutAsync(500); // until what moves stands still
            Assert.True(await page.FitsAsync(), name);
            await Screenshots.SaveAsync(map, $"heat-map-thousands-{name}");
            Assert.Empty(await page.ViolationsAsync($"heat map of thousands, {name}"));
        }

        // A click in the narrow picture opens the host under the pointer: the second of the first row.
        await map.Locator("canvas").ClickAsync(new LocatorClickOptions { Position = new Position { X = await SizeAsync(map) * 1.5f, Y = 2 } });
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/hosts/h0004$")); // of every fourth, which name no zone
    }

    private static Task<float> SizeAsync(ILocator map) => map.Locator("canvas").EvaluateAsync<float>(
        "canvas => canvas.getBoundingClientRect().height / Math.ceil(Number(canvas.dataset.drawn) / Number(canvas.dataset.columns))");

    private static async Task ReportAsync(RealZone zone, CancellationToken token)
    {
        var lines = Enumerable.Range(0, Hosts).Select(i =>
            $$"""{"name":"h{{i:0000}}","inventories":{ {{(i % 40 == 7 ? "\"PGPU\":4" : "\"VCPU\":16,\"MEMORY_MB\":65536")}} }{{(i % 4 == 0 ? "" : $",\"availabilityZone\":\"az{i % 4}\"")}}}""");
        using var content = new StringContent(string.Join('\n', lines), Encoding.UTF8, "application/x-ndjson");
        using var response = await zone.Client.PostAsync("/api/v1/hosts:report", content, token);
        response.EnsureSuccessStatusCode();
    }
}
