using System.Globalization;
using Microsoft.Playwright;
using NovaZones.Bench.Trees;

namespace NovaZones.Bench.Consoles;

/// <summary>How long a real browser that never saw the zone takes until the overview says something.</summary>
internal static class PaintRun
{
    private static readonly string[] Candidates = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    // Looks once a frame; what is found then was painted with the frame before the next one.
    private const string Watch = """
        (hosts) => {
          const seen = window.novaZonesSeen = {};
          const look = () => {
            const now = performance.now();
            const card = document.querySelector('[data-testid=card-hosts]');
            if (!seen.useful && card && card.textContent.includes(hosts)) requestAnimationFrame(() => seen.useful = performance.now());
            if (!seen.live && document.querySelector('[data-interactive=true]')) seen.live = now;
            if (!seen.map && document.querySelector('canvas[data-drawn]')) requestAnimationFrame(() => seen.map = performance.now());
            if (!seen.useful || !seen.live || !seen.map) requestAnimationFrame(look);
          };
          requestAnimationFrame(look);
        }
        """;

    /// <summary>The browser that is used: the one named, or the first that is found; null when there is none.</summary>
    public static string? FindBrowser() => Environment.GetEnvironmentVariable("NOVAZONES_TEST_CHROMIUM") ?? Candidates.FirstOrDefault(File.Exists);

    /// <summary>Opens the overview several times, each in a fresh profile that only holds the cookies of who signed in.</summary>
    /// <returns>Milliseconds from asking for the page: until its figures and tree are painted, until it is live, until every host's tile is painted.</returns>
    public static async Task<PaintResult> RunAsync(string browserPath, ConsoleSession session, int hosts, int runs, CancellationToken cancellationToken)
    {
        using var playwright = await Playwright.CreateAsync().ConfigureAwait(false);
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = browserPath,
            Headless = true,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        }).ConfigureAwait(false);
        await using (browser.ConfigureAwait(false))
        {
            var (useful, live, map) = (new List<double>(), new List<double>(), new List<double>());
            for (var run = 0; run <= runs; run++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var seen = await OpenAsync(browser, session, hosts).ConfigureAwait(false);
                if (run > 0)
                {
                    // The first has the zone compile what draws pages; that is paid once in a zone's life.
                    useful.Add(seen.Useful);
                    live.Add(seen.Live);
                    map.Add(seen.Map);
                }
            }

            return new PaintResult { Runs = runs, UsefulMs = Percentiles.Of(useful), LiveMs = Percentiles.Of(live), MapMs = Percentiles.Of(map) };
        }
    }

    private static async Task<Seen> OpenAsync(IBrowser browser, ConsoleSession session, int hosts)
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1400, Height = 1000 } }).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            await context.AddCookiesAsync(session.Cookies.GetCookies(session.Zone).Select(cookie => new Microsoft.Playwright.Cookie
            {
                Name = cookie.Name,
                Value = cookie.Value,
                Url = session.Zone.ToString(),
            })).ConfigureAwait(false);
            await context.AddInitScriptAsync($"({Watch})('{hosts.ToString("N0", CultureInfo.InvariantCulture)}')").ConfigureAwait(false);
            var page = await context.NewPageAsync().ConfigureAwait(false);
            page.SetDefaultTimeout(120_000);
            await page.GotoAsync(session.Zone.ToString()).ConfigureAwait(false);
            await page.WaitForFunctionAsync("() => window.novaZonesSeen.useful && window.novaZonesSeen.live && window.novaZonesSeen.map").ConfigureAwait(false);
            return await page.EvaluateAsync<Seen>("() => window.novaZonesSeen").ConfigureAwait(false);
        }
    }

    private sealed class Seen
    {
        public double Useful { get; set; }

        public double Live { get; set; }

        public double Map { get; set; }
    }
}
