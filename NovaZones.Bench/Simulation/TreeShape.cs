using System.Globalization;

namespace NovaZones.Bench.Simulation;

/// <summary>A zone's place in the tree.</summary>
/// <param name="Name">Its name, which its parent uses, too.</param>
/// <param name="Parent">Position of its parent, or −1.</param>
/// <param name="Level">0 for the root.</param>
/// <param name="Region">Number of the zone directly below the root that it stands under; 0 for the root.</param>
internal sealed record SimulatedPlace(string Name, int Parent, int Level, int Region)
{
    /// <value>Hosts of its own.</value>
    public int Hosts { get; init; }
}

/// <summary>The tree: zones by position, parents before their children, as evenly filled as the numbers allow.</summary>
internal sealed record TreeShape(IReadOnlyList<SimulatedPlace> Zones)
{
    /// <summary>Zones with hosts.</summary>
    public IEnumerable<SimulatedPlace> Leaves => Zones.Where(z => z.Hosts > 0);

    /// <summary>Zones by level, the lowest first.</summary>
    public IEnumerable<IReadOnlyList<int>> FromBelow =>
        Enumerable.Range(0, Zones.Count).GroupBy(i => Zones[i].Level).OrderByDescending(g => g.Key).Select(g => (IReadOnlyList<int>)[.. g]);

    /// <summary>Children of the zone at that position.</summary>
    public IEnumerable<int> ChildrenOf(int zone) => Enumerable.Range(0, Zones.Count).Where(i => Zones[i].Parent == zone);

    /// <summary>The smallest fan-out with which that many zones fit into that many levels; every level but the lowest is full.</summary>
    public static TreeShape Of(int zones, int depth, int hosts)
    {
        var fanOut = 1;
        while (Room(fanOut, depth) < zones)
        {
            fanOut++;
        }

        var places = new List<SimulatedPlace> { new("root", -1, 0, 0) };
        for (var level = 1; level < depth && places.Count < zones; level++)
        {
            // Turn by turn, so that a level that is not full is spread over all its parents.
            var parents = Enumerable.Range(0, places.Count).Where(i => places[i].Level == level - 1).ToList();
            for (var turn = 0; turn < fanOut; turn++)
            {
                foreach (var parent in parents)
                {
                    if (places.Count < zones)
                    {
                        places.Add(new SimulatedPlace(
                            string.Create(CultureInfo.InvariantCulture, $"z{places.Count:d4}"), parent, level, level == 1 ? places.Count : places[parent].Region));
                    }
                }
            }
        }

        var inner = places.Select(p => p.Parent).ToHashSet();
        var leaves = Enumerable.Range(0, places.Count).Where(i => !inner.Contains(i)).ToList();
        for (var i = 0; i < leaves.Count; i++)
        {
            places[leaves[i]] = places[leaves[i]] with { Hosts = (hosts / leaves.Count) + (i < hosts % leaves.Count ? 1 : 0) };
        }

        return new TreeShape(places);
    }

    private static long Room(int fanOut, int depth)
    {
        var (room, level) = (0L, 1L);
        for (var i = 0; i < depth && room < int.MaxValue; i++, level *= fanOut)
        {
            room += level;
        }

        return room;
    }
}
