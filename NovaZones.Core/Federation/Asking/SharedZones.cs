using System.Collections.Immutable;
using NovaZones.Core.Policies;
using NovaZones.Core.Zones;

namespace NovaZones.Core.Federation.Asking;

/// <summary>Finds zones that are reached through several children, so that each is asked through one of them.</summary>
/// <remarks>
/// Seen from the summaries, which name the zones below with their identities. The shortest way wins, then the name of the child. A zone
/// below a child that tells no identities, or whose own driver asks no children, is asked through every child; its claims are atomic all
/// the same.
/// </remarks>
internal static class SharedZones
{
    /// <summary>For each child the zones to leave out when the child named with them is asked, too.</summary>
    public static ImmutableArray<ImmutableArray<SharedZone>> Of(ImmutableArray<ChildState> states, ImmutableDictionary<Guid, string> doubles)
    {
        var ways = new List<Way>();
        for (var i = 0; i < states.Length; i++)
        {
            if (states[i] is { Health: ChildHealth.Online or ChildHealth.Unknown, Info: { } info } && !doubles.ContainsKey(states[i].Child.Id))
            {
                ways.Add(new Way(info.Id, i, null, 0));
                if (info.Driver == Drivers.Distributed)
                {
                    Walk(info.Summary.Children, i, null, 1, ways);
                }
            }
        }

        var shared = new List<SharedZone>?[states.Length];
        foreach (var zone in ways.GroupBy(w => w.Zone).Where(g => g.Skip(1).Any()))
        {
            var first = zone.OrderBy(w => w.Depth).ThenBy(w => w.Child).First();
            foreach (var other in zone.Where(w => w.Path is not null && w.Child != first.Child))
            {
                (shared[other.Child] ??= []).Add(new SharedZone(other.Path!, first.Child));
            }
        }

        return [.. shared.Select(s => s is null ? [] : s.ToImmutableArray())];
    }

    private static void Walk(ImmutableArray<ZoneNode> nodes, int child, string? above, int depth, List<Way> ways)
    {
        foreach (var node in nodes)
        {
            if (node is { Id: { } id, State: nameof(ChildHealth.Online) or nameof(ChildHealth.Unknown) })
            {
                var path = above is null ? node.Name : ZonePath.Join(above, node.Name);
                ways.Add(new Way(id, child, path, depth));
                Walk(node.Children, child, path, depth + 1, ways);
            }
        }
    }

    private readonly record struct Way(Guid Zone, int Child, string? Path, int Depth);
}

/// <summary>A zone below a child that another child leads to as well, and first.</summary>
/// <param name="Path">Zone path below the child.</param>
/// <param name="First">Position of the child that leads there first.</param>
internal readonly record struct SharedZone(string Path, int First);
