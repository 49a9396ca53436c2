using System.Globalization;
using System.Text;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace NovaZones.Tests.Browser;

/// <summary>Asks axe-core, carried by its package and never loaded from elsewhere, what a page keeps from somebody.</summary>
internal static class AxeCheck
{
    private static readonly AxeRunOptions _wcag = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
    };

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
