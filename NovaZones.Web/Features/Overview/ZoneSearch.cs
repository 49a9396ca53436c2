using System.Collections.Immutable;
using NovaZones.Core.Zones;

namespace NovaZones.Web.Features.Overview;

/// <summary>The tree of zones, cut to those whose name holds a text.</summary>
/// <param name="Text">The text; letters match whether they are capital or not.</param>
/// <param name="Root">The zones that match with the way to them and all below them; null when none does.</param>
/// <param name="Matches">How many match.</param>
/// <param name="NotSearched">Zones that are not told by name, of which nobody here knows whether they match.</param>
public sealed record ZoneSearch(string Text, ZoneNode? Root, int Matches, int NotSearched)
{
    /// <summary>Looks through a tree.</summary>
    public static ZoneSearch In(ZoneNode root, string text)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentException.ThrowIfNullOrEmpty(text);
        var (cut, matches) = Cut(root, text);
        return new ZoneSearch(text, cut, matches, Untold(root));
    }

    private static int Untold(ZoneNode node) => (node.Zones ?? 0) + node.Children.Sum(Untold);

    private static (ZoneNode? Node, int Matches) Cut(ZoneNode node, string text)
    {
        var kept = ImmutableArray.CreateBuilder<ZoneNode>();
        var isMatch = node.Zones is null && node.Name.Contains(text, StringComparison.OrdinalIgnoreCase);
        var matches = isMatch ? 1 : 0;
        foreach (var child in node.Children)
        {
            var (below, count) = Cut(child, text);
            matches += count;
            if (below is not null)
            {
                kept.Add(below);
            }
        }

        // Below a zone that matches one may look on; of the others only the way to what matches is left.
        return isMatch ? (node, matches) : kept.Count > 0 ? (node with { Children = kept.ToImmutable() }, matches) : (null, 0);
    }
}
