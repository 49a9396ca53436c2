using System.Globalization;
using System.Text;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace NovaZones.Tests.Browser;

/// <summary>Asks axe-core, carried by its package and never loaded from elsewhere, what a page keeps from somebody.</summary>
internal static class AxeCheck
{
    private static readonly AxeRunOptions _wcag = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
    };

    private static readonly AxeRunOptions _colours = new() { RunOnly = new RunOnlyOptions { Type = "rule", Values = ["color-contrast", "link-in-text-block"] } };

    /// <summary>Every violation in light, and what the dark colours add to it. The page is loaded once, and light again afterwards.</summary>
    public static async Task<IReadOnlyList<string>> ViolationsInBothAsync(this IPage page, string where)
    {
        var light = await page.ViolationsAsync($"{where} in light");
        await TurnAsync(page, ColorScheme.Dark, "rgb(22, 26, 54)");
        var dark = await page.RunAxe(_colours);
        await TurnAsync(page, ColorScheme.Light, "rgb(255, 255, 255)");
        return [.. light, .. dark.Violations.SelectMany(v => v.Nodes.Select(n => Line($"{where} in dark", v, n)))];
    }

    /// <summary>Changes what the system asks for, and waits until every colour has followed.</summary>
    private static async Task TurnAsync(IPage page, ColorScheme scheme, string drawer)
    {
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
        await Expect(page.Locator(".mud-drawer")).ToHaveCSSAsync("background-color", drawer);
        await page.EvaluateAsync("() => Promise.all(document.getAnimations().filter(a => a instanceof CSSTransition).map(a => a.finished.catch(() => {}))).then(() => {})");
    }

    /// <summary>Every violation of WCAG 2.2 A and AA, a line each, with the element and what axe says of it.</summary>
    public static async Task<IReadOnlyList<string>> ViolationsAsync(this IPage page, string where)
    {
        var result = await page.RunAxe(_wcag);
        return [.. result.Violations.SelectMany(v => v.Nodes.Select(n => Line(where, v, n)))];
    }

    private static string Line(string where, AxeResultItem violation, AxeResultNode node)
    {
        var line = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{where}: {violation.Id}: {violation.Help}: {node.Html}");
        foreach (var check in node.Any.Concat(node.All).Concat(node.None))
        {
            line.Append(" | ").Append(check.Message);
        }

        return line.ToString();
    }
}
