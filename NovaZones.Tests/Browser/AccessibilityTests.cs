using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using NovaZones.Tests.Support.Fixtures;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NovaZones.Tests.Browser;

/// <summary>Every page and dialog, with something on it, in light and in dark: axe finds nothing against WCAG 2.2 AA.</summary>
public sealed class AccessibilityTests
{
    private static readonly (string Address, string Opener)[] _dialogs =
        [("/hosts/p0", "host-disable"), ("/zones", "add-zone"), ("/aggregates", "add-aggregate"), ("/quotas", "add-quota"), ("/quotas", "remove-t1"), ("/access", "add-person"), ("/access?tab=tokens", "add-token"),
         ("/hosts/p0", "host-remove"), ("/zones", "remove-emea"), ("/policies?name=lean", "policy-remove"), ("/policies", "new-policy")]; // with a name to type, or to give

    [Fact]
    public async Task EveryPage_InLightAndDark_HasNoViolations()
    {
        var token = TestContext.Current.CancellationToken;
        await using var chromium = await Chromium.StartAsync();
        using var directory = new TemporaryDirectory();
        await using var child = await RealZone.StartAsync("paris", Path.Combine(directory.Path, "child"), token);
        await WrittenDay.WriteAsync(Path.Combine(directory.Path, "root"), host: null, token);
        await using var root = await RealZone.StartAsync("planet", Path.Combine(directory.Path, "root"), token);
        var (placed, refused) = await FurnishAsync(root, child, token);
        var violations = new List<string>();
        foreach (var scheme in new[] { ColorScheme.Dark, ColorScheme.Light })
        {
            var door = await chromium.OpenAsync(scheme, 1400, 900);
            await door.GotoAsync(new Uri(root.Url, "/login").ToString());
            violations.AddRange(await door.ViolationsAsync($"/login in {scheme}"));
        }

        var page = await chromium.OpenAsync(ColorScheme.Light, 1400, 900);
        await page.SignInAsync(root);
        await Expect(page.GetByTestId("zone-node-emea")).ToBeVisibleAsync();
        foreach (var scheme in new[] { ColorScheme.Dark, ColorScheme.Light })
        {
            await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
            await page.GotoAsync(new Uri(root.Url, "/account").ToString());
            await Expect(page.Locator("h1")).ToBeVisibleAsync();
            violations.AddRange(await page.ViolationsAsync($"/account in {scheme}"));
        }

        foreach (var address in Addresses(placed, refused))
        {
            await page.GoAsync(root, address);
            await Expect(page.Locator("h1")).ToBeVisibleAsync();
            violations.AddRange(await page.ViolationsInBothAsync(address));
        }

        // What only an answer brings: nothing drifted, and faults of what was asked.
        await page.GoAsync(root, "/drift");
        await page.GetByTestId("drift-look").ClickAsync();
        await Expect(page.GetByTestId("drift-status")).ToBeVisibleAsync();
        violations.AddRange(await page.ViolationsInBothAsync("drift, looked for"));
        await page.GoAsync(root, "/what-if?hosts=nowhere");
        await page.GetByTestId("whatif-go").ClickAsync();
        await Expect(page.GetByText("removeHosts[0]")).ToBeVisibleAsync();
        violations.AddRange(await page.ViolationsInBothAsync("what if, with faults"));
        await page.GoAsync(root, "/zones");
        await page.GetByTestId("history-emea").Locator("summary").ClickAsync();
        await Expect(page.GetByTestId("history-emea").Locator("tbody tr").First).ToBeVisibleAsync();
        violations.AddRange(await page.ViolationsInBothAsync("history of a child"));

        foreach (var (address, opener) in _dialogs)
        {
            await page.GoAsync(root, address);
            await page.GetByTestId(opener).ClickAsync();
            await Expect(page.Locator(".mud-dialog")).ToBeVisibleAsync();
            violations.AddRange(await page.ViolationsInBothAsync(opener));
        }

        Assert.True(violations.Count == 0, string.Join('\n', violations));
    }

    private static string[] Addresses(string placed, string refused) =>
    [
        "/", "/?range=7d", "/hosts", "/hosts?q=nobody", "/hosts?q=%5B%22", "/hosts/p0", "/hosts/p1", "/hosts/nobody", "/compare", "/compare?first=p0&second=p1", "/placements", "/placements?q=nothing", $"/placements/{placed}", $"/placements/{refused}", "/placements/new", "/placements/new?view=json", "/policies?name=nobody", "/policies?compare=1..9", "/zones?q=nobody", "/audit?outcome=failed&from=2026-01-01",
        "/zones", "/aggregates", "/quotas", "/policies", "/policies?name=lean", "/what-if", "/drift", "/books", "/jobs", "/access", "/access?q=nobody", "/access?tab=tokens", "/settings", "/settings?q=nothing", "/about", "/audit", "/audit?q=nothing-like-it", "/access-denied",
    ];

    /// <summary>Something on every list: a day written down, hosts in all states, a child, a placement, a refusal, an aggregate, a quota, a second policy with a warning.</summary>
    private static async Task<(string Placed, string Refused)> FurnishAsync(RealZone root, RealZone child, CancellationToken token)
    {
        await child.ReportHostsAsync(2, token);
        await root.ReportHostsAsync(3, token);
        await SendAsync(root.Client.PostAsJsonAsync("/api/v1/zones", new { name = "emea", apiUrl = child.Url, token = RealZone.Token }, token));
        await SendAsync(root.Client.PostAsJsonAsync("/api/v1/zones", new { name = "lost", apiUrl = "http://127.0.0.1:9", token = RealZone.Token }, token));
        await SendAsync(root.Client.PostAsJsonAsync("/api/v1/hosts/p1/disable", new { reason = "repair" }, token));
        await SendAsync(root.Client.PutAsJsonAsync("/api/v1/aggregates/vip", new { tenants = new[] { "t1" } }, token));
        await SendAsync(root.Client.PutAsJsonAsync("/api/v1/quotas/t1", new { limits = Of("VCPU", 100) }, token));
        await SendAsync(root.Client.PutAsJsonAsync("/api/v1/policies/lean", new { filters = new[] { "HostState", "Resources" } }, token));
        var placed = await PlaceAsync(root, 2, token);
        return (placed, await PlaceAsync(root, 4000, token));
    }

    private static async Task<string> PlaceAsync(RealZone root, int cores, CancellationToken token)
    {
        using var answer = await root.Client.PostAsJsonAsync("/api/v1/placements", new { tenant = "t1", count = 2, resources = Of("VCPU", cores) }, token);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(token)).GetProperty("reservationId").GetString()!;
    }

    private static Dictionary<string, int> Of(string resourceClass, int amount) => new() { [resourceClass] = amount };

    private static async Task SendAsync(Task<HttpResponseMessage> sending)
    {
        using var response = await sending;
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }
}
