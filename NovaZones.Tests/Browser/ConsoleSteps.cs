using System.Text;
using Microsoft.Playwright;
using NovaZones.Tests.Support.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace NovaZones.Tests.Browser;

/// <summary>Steps that every journey through the console takes.</summary>
internal static class ConsoleSteps
{
    public static async Task SignInAsync(this IPage page, RealZone zone)
    {
        await page.GotoAsync(zone.Url.ToString());
        await page.GetByTestId("login-user").FillAsync(RealZone.UserName);
        await page.GetByTestId("login-password").FillAsync(RealZone.Password);
        await page.GetByTestId("login-submit").ClickAsync();
    }

    /// <summary>Opens a page and waits until its circuit is up: what is typed into a page that is only drawn yet is lost.</summary>
    public static async Task GoAsync(this IPage page, RealZone zone, string address)
    {
        await page.GotoAsync(new Uri(zone.Url, address).ToString());
        await Expect(page.Locator("[data-interactive=true]")).ToBeAttachedAsync();
    }

    /// <summary>Hosts <c>p0</c>, <c>p1</c> and so on, in two racks.</summary>
    public static async Task ReportHostsAsync(this RealZone zone, int count, CancellationToken token)
    {
        var lines = Enumerable.Range(0, count).Select(i => $$"""{"name":"p{{i}}","inventories":{"VCPU":16,"MEMORY_MB":65536,"DISK_GB":500},"capabilities":{"rack":"r{{i % 2}}" },"availabilityZone":"east"}""");
        using var content = new StringContent(string.Join('\n', lines), Encoding.UTF8, "application/x-ndjson");
        using var response = await zone.Client.PostAsync("/api/v1/hosts:report", content, token);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Whether the page needs no scrolling sideways.</summary>
    public static async Task<bool> FitsAsync(this IPage page)
    {
        try
        {
            // The menu needs a moment to give way once the window is narrow.
            await page.WaitForFunctionAsync("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth");
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
