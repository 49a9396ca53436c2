using System.Collections.Concurrent;
using Microsoft.Playwright;
using NovaZones.Tests.Support.Fixtures;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NovaZones.Tests.Browser;

/// <summary>The two pages that libraries bring work under the policy that browsers are told, and it refuses what is not theirs.</summary>
public sealed class LibraryPagesTests
{
    private const string Told = "csp-violation ";

    private readonly ConcurrentQueue<string> _problems = new();

    [Fact]
    public async Task Administrator_ReferenceAndDashboard_DrawThemselvesWithoutAViolation()
    {
        var token = TestContext.Current.CancellationToken;
        await using var chromium = await Chromium.StartAsync();
        using var directory = new TemporaryDirectory();
        await using var zone = await RealZone.StartAsync("planet", directory.Path, token);
        var page = await chromium.OpenAsync(ColorScheme.Light, 1400, 900);
        await page.SignInAsync(zone);
        await Expect(page.Locator("[data-interactive=true]")).ToBeAttachedAsync();
        await ListenAsync(page, zone);

        // Only its script writes the operations; its style lays them out beside a side bar.
        await page.GotoAsync(new Uri(zone.Url, "/docs").ToString());
        var operation = page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "/api/v1/what-if" }).First;
        await Expect(operation).ToBeVisibleAsync();
        Assert.True(await page.EvaluateAsync<int>("() => [...document.styleSheets].reduce((sum, sheet) => sum + sheet.cssRules.length, 0)") > 100);
        await Screenshots.SaveAsync(page, "docs-light");
        Assert.Equal("", string.Join(Environment.NewLine, _problems));

        // The graphs are drawn by a script, and the script's figures come by further questions.
        await page.GotoAsync(new Uri(zone.Url, "/hangfire").ToString());
        await Expect(page.Locator(".navbar-brand")).ToBeVisibleAsync();
        await Expect(page.Locator(".navbar").First).ToHaveCSSAsync("position", "fixed");
        await Expect(page.Locator("#realtimeGraph")).ToBeVisibleAsync();
        await page.GotoAsync(new Uri(zone.Url, "/hangfire/recurring").ToString());
        await Expect(page.GetByText("poll-child-zones").First).ToBeVisibleAsync();
        await Screenshots.SaveAsync(page, "hangfire-light");
        Assert.Equal("", string.Join(Environment.NewLine, _problems));

        // And the listening works: a script from elsewhere is refused, and told.
        await page.EvaluateAsync("() => { const script = document.createElement('script'); script.src = 'http://192.0.2.1/x.js'; document.head.append(script); }");
        await page.WaitForFunctionAsync("() => window.cspViolations > 0");
        Assert.Contains(_problems, problem => problem.Contains("script-src", StringComparison.Ordinal) && problem.Contains("192.0.2.1", StringComparison.Ordinal));
    }

    private async Task ListenAsync(IPage page, RealZone zone)
    {
        await page.AddInitScriptAsync(
            $$"""
            window.cspViolations = 0;
            document.addEventListener('securitypolicyviolation', e => {
              console.warn('{{Told}}' + e.effectiveDirective + ' ' + e.blockedURI + ' ' + e.sourceFile + ':' + e.lineNumber);
              window.cspViolations++;
            });
            """);
        page.Console += (_, message) =>
        {
            if (message.Type == "error" || message.Text.StartsWith(Told, StringComparison.Ordinal))
            {
                _problems.Enqueue(message.Text);
            }
        };
        page.PageError += (_, error) => _problems.Enqueue(error);
        page.Request += (_, request) =>
        {
            if (request.Url.StartsWith("http", StringComparison.Ordinal) && !request.Url.StartsWith(zone.Url.ToString(), StringComparison.Ordinal) && !request.Url.Contains("192.0.2.1", StringComparison.Ordinal))
            {
                _problems.Enqueue($"asks elsewhere: {request.Url}");
            }
        };
    }
}
