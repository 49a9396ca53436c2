using System.Collections.Immutable;
using NovaZones.Core.Placement;

namespace NovaZones.Core.Zones;

/// <summary>Zone paths: names from the answering zone down, joined by <c>!</c>; the answering zone itself is its own name.</summary>
public static class ZonePath
{
    /// <summary>Joins two steps.</summary>
    public const char Separator = '!';

    private const int LongestKept = 900;

    /// <summary>The path of something below a child, seen from the child's parent.</summary>
    /// <param name="child">The parent's name for the child.</param>
    /// <param name="below">Path below the child, or null for the child itself.</param>
    public static string Join(string child, string? below) => string.IsNullOrEmpty(below) ? child : $"{child}{Separator}{below}";

    /// <summary>The same of an instance, whose path is kept and told further up: one that would not be taken there any more ends at the child.</summary>
    /// <param name="child">The parent's name for the child.</param>
    /// <param name="below">Path below the child as it told it, or null for the child itself.</param>
    internal static string JoinKept(string child, string? below) => Join(child, below) is { Length: <= LongestKept } path ? path : child;

    /// <summary>The path of something one step further down.</summary>
    /// <param name="above">Path of the zone above; null for the zone that paths begin at.</param>
    /// <param name="name">Name of the zone.</param>
    public static string Below(string? above, string name) => above is null ? name : Join(above, name);

    /// <summary>The paths of all zones above, the nearest first.</summary>
    public static IEnumerable<string> Above(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Steps(path);

        static IEnumerable<string> Steps(string path)
        {
            for (var end = path.LastIndexOf(Separator); end > 0; end = path.LastIndexOf(Separator, end - 1))
            {
                yield return path[..end];
            }
        }
    }

    /// <summary>Whether a zone is one of the named zones or lies below one.</summary>
    /// <param name="named">Paths of a request.</param>
    /// <param name="ownName">Name of the zone that paths begin at, which may stand before them.</param>
    /// <param name="path">The zone's path.</param>
    public static bool IsWithin(ImmutableArray<string> named, string ownName, string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        foreach (var name in named)
        {
            var top = Relative(name, ownName);
            if (path.StartsWith(top, StringComparison.Ordinal) && (path.Length == top.Length || path[top.Length] == Separator))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A path of a request without the name of the zone that it begins at.</summary>
    public static string Relative(string path, string ownName)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.StartsWith(ownName + Separator, StringComparison.Ordinal) ? path[(ownName.Length + 1)..] : path;
    }

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
            var relative = Relative(path, ownName);
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
