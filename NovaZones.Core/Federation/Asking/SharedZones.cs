using System.Collections.Immutable;
using NovaZones.Core.Placement;
using NovaZones.Core.Policies;
using NovaZones.Core.Zones;

namespace NovaZones.Core.Federation.Asking;

/// <summary>Zones that are reached by several ways, so that each is asked by one of them and left out by all (immutable).</summary>
/// <remarks>
/// Seen from the summaries, which name the zones below with their identities. A zone below a child that tells no identities, or whose own
/// driver asks no children, is asked through every child; its claims are atomic all the same.
/// </remarks>
internal sealed class SharedZones
{
    private readonly ImmutableArray<int>[] _below;
    private readonly ILookup<int, int> _having;
    private readonly ZoneRoutes _anywhere;

    private SharedZones(ImmutableArray<ImmutableArray<ZoneWay>> zones, int children)
    {
        Zones = zones;
        var ways = zones.SelectMany((z, zone) => z.Select(way => (Zone: zone, Way: way))).ToList();
        _having = ways.Where(w => w.Way.Below is null).ToLookup(w => w.Way.Child, w => w.Zone);
        _below = [.. Enumerable.Repeat(ImmutableArray<int>.Empty, children)];
        foreach (var child in ways.Where(w => w.Way.Below is not null).GroupBy(w => w.Way.Child))
        {
            _below[child.Key] = [.. child.Select(w => w.Zone).Distinct()];
        }

        _anywhere = new ZoneRoutes(this, ZoneDemand.Anywhere, "");
    }

    /// <summary>The ways to each such zone, the shortest first, then by the name of the child.</summary>
    public ImmutableArray<ImmutableArray<ZoneWay>> Zones { get; }

    /// <summary>Finds them.</summary>
    public static SharedZones Of(ImmutableArray<ChildState> states, ImmutableDictionary<Guid, string> doubles)
    {
        var ways = new List<ZoneWay>();
        for (var i = 0; i < states.Length; i++)
        {
            if (states[i].Info is { } info)
            {
                var name = states[i].Child.Name;
                var isOpen = states[i].Health is ChildHealth.Online or ChildHealth.Unknown && !doubles.ContainsKey(states[i].Child.Id);
                ways.Add(new ZoneWay(info.Id, i, null, name, 0, isOpen));
                Walk(info.Summary.Children, ways[^1] with { IsOpen = isOpen && info.Driver == Drivers.Distributed }, ways);
            }
        }

        return new SharedZones(
            [.. ways.GroupBy(w => w.Zone).Where(g => g.Skip(1).Any()).Select(g => g.OrderBy(w => w.Depth).ThenBy(w => w.Child).ToImmutableArray())], states.Length);
    }

    /// <summary>What they mean for a request.</summary>
    public ZoneRoutes For(ZoneDemand demand, string ownName) =>
        Zones.IsEmpty || (demand.Only.IsEmpty && demand.Not.IsEmpty) ? _anywhere : new ZoneRoutes(this, demand, ownName);

    /// <summary>Which of <see cref="Zones"/> lie below a child.</summary>
    public ImmutableArray<int> Below(int child) => _below[child];

    /// <summary>Which of <see cref="Zones"/> a child is; at most one.</summary>
    public IEnumerable<int> Having(int child) => _having[child];

    private static void Walk(ImmutableArray<ZoneNode> nodes, ZoneWay above, List<ZoneWay> ways)
    {
        foreach (var node in nodes)
        {
            if (node.Id is { } id)
            {
                // Ways that are closed now are kept: a zone that is left out by one of them is left out, whatever has become of that way.
                var isOpen = above.IsOpen && node.State is nameof(ChildHealth.Online) or nameof(ChildHealth.Unknown);
                var way = new ZoneWay(id, above.Child, ZonePath.Below(above.Below, node.Name), ZonePath.Join(above.Path, node.Name), above.Depth + 1, isOpen);
                ways.Add(way);
                Walk(node.Children, way, ways);
            }
        }
    }
}

/// <summary>A way to a zone.</summary>
/// <param name="Zone">Identity of the zone.</param>
/// <param name="Child">Position of the child that it begins with.</param>
/// <param name="Below">Zone path below that child; null when it is the zone.</param>
/// <param name="Path">Zone path from here.</param>
/// <param name="Depth">Zones between.</param>
/// <param name="IsOpen">Whether requests go this way, as far as is known.</param>
internal sealed record ZoneWay(Guid Zone, int Child, string? Below, string Path, int Depth, bool IsOpen);
