using NovaZones.Web.Demo.Fleet;

namespace NovaZones.Web.Demo;

/// <summary>The tree that the demo shows: a root without hosts, two continents, one city below the first.</summary>
/// <param name="Name">The zone's name.</param>
/// <param name="Parent">The zone above it; null for the root.</param>
/// <param name="PortOffset">Its port, counted from the root's.</param>
/// <param name="Share">Hundredths of all hosts.</param>
/// <param name="AvailabilityZones">Names of the buildings its racks stand in.</param>
internal sealed record DemoLayout(string Name, string? Parent, int PortOffset, int Share, IReadOnlyList<string> AvailabilityZones)
{
    internal static IReadOnlyList<DemoLayout> Zones { get; } =
    [
        new("planet", null, 0, 0, []),
        new("emea", "planet", 1, 40, ["emea-a", "emea-b", "emea-c"]),
        new("apac", "planet", 2, 35, ["apac-a", "apac-b"]),
        new("paris", "emea", 3, 25, ["paris-1", "paris-2"]),
    ];

    /// <summary>The fleets of the zones that have hosts, <paramref name="hosts"/> in all.</summary>
    internal static IReadOnlyList<DemoFleet> BuildFleets(int hosts, int seed)
    {
        var withHosts = Zones.Where(zone => zone.Share > 0).ToArray();
        var counts = withHosts.Select(zone => hosts * zone.Share / 100).ToArray();
        counts[0] += hosts - counts.Sum(); // what rounding left over
        return [.. withHosts.Select((zone, index) => DemoFleet.Build(zone.Name, zone.AvailabilityZones, counts[index], seed + index))];
    }
}
