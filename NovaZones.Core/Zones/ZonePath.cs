using System.Collections.Immutable;
using NovaZones.Core.Placement;

namespace NovaZones.Core.Zones;

/// <summary>Zone paths: names from the answering zone down, joined by <c>!</c>; the answering zone itself is its own name.</summary>
public static class ZonePath
{
    /// <summary>Joins two steps.</summary>
    public const char Separator = '!';

    /// <summary>The path of something below a child, seen from the child's parent.</summary>
    /// <param name="child">The parent's name for the child.</param>
    /// <param name="below">Path below the child, or null for the child itself.</param>
    public static string Join(string child, string? below) => string.IsNullOrEmpty(below) ? child : $"{child}{Separator}{below}";

    /// <summary>Whether a request may use the answering zone's own hosts.</summary>
    public static bool AllowsOwnHosts(ZoneDemand demand, string ownName)
    {
        ArgumentNullException.ThrowIfNull(demand);
        return (demand.Only.IsEmpty || demand.Only.Contains(ownName)) && !demand.Not.Contains(ownName);
    }

    /// <summary>The demand as a child must see it, or null when the child is left out.</summary>
    public static ZoneDemand? ForChild(ZoneDemand demand, string ownName, string childName)
    {
        ArgumentNullException.ThrowIfNull(demand);
        if (demand.LocalOnly || demand.Not.Contains(ownName))
        {
            return null;
        }

        var not = Below(demand.Not, ownName, childName, out var whole);
        if (whole)
        {
            return null;
        }

        if (demand.Only.IsEmpty || demand.Only.Contains(ownName))
        {
            return new ZoneDemand([], not, false);
        }

        var only = Below(demand.Only, ownName, childName, out var all);
        return all ? new ZoneDemand([], not, false) : only.IsEmpty ? null : new ZoneDemand(only, not, false);
    }

    /// <summary>What of the paths lies below a child, relative to it; <paramref name="whole"/> when the child itself is named.</summary>
    private static ImmutableArray<string> Below(ImmutableArray<string> paths, string ownName, string childName, out bool whole)
    {
        whole = false;
        var below = ImmutableArray.CreateBuilder<string>();
        foreach (var path in paths)
        {
            var relative = path.StartsWith(ownName + Separator, StringComparison.Ordinal) ? path[(ownName.Length + 1)..] : path;
            if (relative == childName)
            {
                whole = true;
            }
            else if (relative.StartsWith(childName + Separator, StringComparison.Ordinal))
            {
                below.Add(relative[(childName.Length + 1)..]);
            }
        }

        return below.ToImmutable();
    }
}
