using NovaZones.Bench.Openb;

namespace NovaZones.Bench.Replay;

/// <summary>One zone of the tree that a replay builds.</summary>
/// <param name="Name">The zone's name.</param>
/// <param name="Parent">Index of the zone above it; null for the root.</param>
/// <param name="Nodes">Its servers.</param>
internal sealed record TreeZone(string Name, int? Parent, IReadOnlyList<OpenbNode> Nodes);

/// <summary>Cuts a node list over a tree of zones.</summary>
internal static class TreeCut
{
    internal const int MaxZones = 31;

    /// <summary>Parents come before their children.</summary>
    /// <remarks>
    /// One zone holds everything. Otherwise the root holds nothing and the others share the nodes, which are dealt out one by one, so
    /// that numbers differ by one at most and every zone gets every kind. The tree is binary and filled level by level, alternating
    /// between the subtrees: from four zones on it has three levels.
    /// </remarks>
    internal static IReadOnlyList<TreeZone> Cut(IReadOnlyList<OpenbNode> nodes, int zones)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(zones, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(zones, MaxZones);
        if (zones == 1)
        {
            return [new TreeZone("root", null, nodes)];
        }

        var below = zones - 1;
        var tree = new List<TreeZone> { new("root", null, []) };
        for (var index = 1; index < zones; index++)
        {
            tree.Add(new TreeZone($"zone{index}", ParentOf(index), [.. nodes.Where((_, node) => node % below == index - 1)]));
        }

        return tree;
    }

    /// <summary>The tree as indented lines, for the operator.</summary>
    internal static IEnumerable<string> Describe(IReadOnlyList<TreeZone> tree)
    {
        return Below(0, 0);

        IEnumerable<string> Below(int index, int depth)
        {
            var zone = tree[index];
            yield return $"{new string(' ', depth * 2)}{zone.Name}  {zone.Nodes.Count} nodes, {zone.Nodes.Sum(node => node.Gpus)} GPUs";
            foreach (var line in Enumerable.Range(0, tree.Count).Where(child => tree[child].Parent == index).SelectMany(child => Below(child, depth + 1)))
            {
                yield return line;
            }
        }
    }

    // Level L holds 2^L zones; the p-th of them hangs below number p mod 2^(L-1) of the level above.
    private static int ParentOf(int index)
    {
        var level = int.Log2(index + 1);
        var position = index + 1 - (1 << level);
        var above = 1 << (level - 1);
        return above - 1 + (position % above);
    }
}
