using NovaZones.Core.Federation;
using NovaZones.Core.Placement;

namespace NovaZones.Core.Zones;

/// <summary>Checks the zone paths of a request against the tree as this zone knows it.</summary>
/// <remarks>
/// A misspelt <c>not</c> would place exactly where it must not, so an unknown path is refused. Below a child that has told nothing
/// yet, or of which not every zone is told, every path passes: this zone cannot know.
/// </remarks>
internal static class KnownZones
{
    /// <summary>A fault for each path that leads nowhere.</summary>
    public static IEnumerable<Fault> Check(ZoneDemand demand, string ownName, ChildZoneRegistry registry) =>
        Check(demand.Only, "zones.only", ownName, registry).Concat(Check(demand.Not, "zones.not", ownName, registry));

    private static IEnumerable<Fault> Check(IReadOnlyList<string> paths, string field, string ownName, ChildZoneRegistry registry)
    {
        for (var i = 0; i < paths.Count; i++)
        {
            if (!Exists(paths[i], ownName, registry))
            {
                yield return new Fault($"{field}[{i}]", $"there is no zone {Json.FieldReader.Shorten(paths[i])} below {ownName}");
            }
        }
    }

    private static bool Exists(string path, string ownName, ChildZoneRegistry registry)
    {
        var names = path.Split(ZonePath.Separator);
        if (names[0] == ownName && registry.Find(ownName) is null)
        {
            names = names[1..];
        }

        if (names.Length == 0)
        {
            return true;
        }

        if (registry.Find(names[0]) is not { } child)
        {
            return false;
        }

        if (child.Info?.Summary.Children is not { } below)
        {
            return true;
        }

        foreach (var name in names[1..])
        {
            if (below.FirstOrDefault(n => n.Name == name) is not { } node)
            {
                return below.Any(n => n.Zones is not null);
            }

            below = node.Children;
        }

        return true;
    }
}
