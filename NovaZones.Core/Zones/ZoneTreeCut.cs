using System.Collections.Immutable;
using NovaZones.Core.Federation;

namespace NovaZones.Core.Zones;

/// <summary>Bounds how many zones are told one by one: the nearest are, the rest of each branch in one node with its sums.</summary>
/// <remarks>
/// A node without identity is what every version of the program adds up as a whole, so sums stay right at parents of any version. Each
/// zone is added once by its identity, whether it is told or in a rest; one that is told by one child and in the rest of another, which
/// only their parent sees together, counts twice.
/// </remarks>
internal sealed class ZoneTreeCut
{
    private readonly HashSet<ZoneNode> _kept = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<Guid> _counted = [];

    private ZoneTreeCut(ImmutableArray<ZoneNode> nodes, int most)
    {
        // Level by level, so that what is near is told however much lies below its neighbour.
        for (IReadOnlyList<ZoneNode> level = nodes; level.Count > 0 && _kept.Count < most; level = [.. level.Where(_kept.Contains).SelectMany(n => n.Children)])
        {
            _kept.UnionWith(level.Take(most - _kept.Count));
        }

        Note(nodes);
    }

    /// <summary>The zones below, at most so many of them, and beside them at most as many nodes for the rest.</summary>
    public static ImmutableArray<ZoneNode> To(int most, ImmutableArray<ZoneNode> nodes) =>
        Count(nodes) <= most ? nodes : new ZoneTreeCut(nodes, most).Of(nodes, null, isOpen: true);

    private static int Count(ImmutableArray<ZoneNode> nodes) => nodes.Sum(n => 1 + Count(n.Children));

    private static bool IsOpen(ZoneNode node) => node.State == nameof(ChildHealth.Online);

    /// <summary>Zones that are told with figures are in no rest.</summary>
    private void Note(ImmutableArray<ZoneNode> nodes)
    {
        foreach (var node in nodes.Where(n => IsOpen(n) && _kept.Contains(n)))
        {
            if (node is { Id: { } id, Own: not null })
            {
                _counted.Add(id);
            }

            Note(node.Children);
        }
    }

    private ImmutableArray<ZoneNode> Of(ImmutableArray<ZoneNode> nodes, string? above, bool isOpen)
    {
        var told = ImmutableArray.CreateBuilder<ZoneNode>();

        // Below a zone that is away nothing counts, and what else leads to a zone there has to count it.
        var rest = new ZoneRest(isOpen ? _counted : []);
        var isCut = nodes.Any(n => !_kept.Contains(n));
        foreach (var node in nodes)
        {
            if (_kept.Contains(node) && !(isCut && node.Zones is not null))
            {
                told.Add(node with { Children = Of(node.Children, node.Path, isOpen && IsOpen(node)) });
            }
            else
            {
                rest.Add(node);
            }
        }

        if (isCut)
        {
            told.Add(rest.ToNode(above));
        }

        return told.ToImmutable();
    }
}
