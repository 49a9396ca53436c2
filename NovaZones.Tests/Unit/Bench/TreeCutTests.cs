using NovaZones.Bench.Openb;
using NovaZones.Bench.Replay;
using Xunit;

namespace NovaZones.Tests.Unit.Bench;

public sealed class TreeCutTests
{
    private static readonly OpenbNode[] Nodes = [.. Enumerable.Range(0, 10).Select(index => new OpenbNode($"n{index}", 1_000, 1, 1, "T4"))];

    [Fact]
    public void Cut_OneZone_HoldsEverything()
    {
        var zone = Assert.Single(TreeCut.Cut(Nodes, 1));

        Assert.Equal(Nodes, zone.Nodes);
    }

    [Fact]
    public void Cut_FiveZones_IsARootWithTwoChildrenThatHaveOneEach()
    {
        var tree = TreeCut.Cut(Nodes, 5);

        Assert.Equal([null, 0, 0, 1, 2], tree.Select(zone => zone.Parent));
        Assert.Equal([0, 3, 3, 2, 2], tree.Select(zone => zone.Nodes.Count));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(31)]
    public void Cut_AnySize_PlacesEachNodeOnceAndParentsFirst(int zones)
    {
        var tree = TreeCut.Cut(Nodes, zones);

        Assert.Equal(zones, tree.Count);
        Assert.Empty(tree[0].Nodes);
        Assert.Equal(Nodes.Select(node => node.Name), tree.SelectMany(zone => zone.Nodes).Select(node => node.Name).Order());
        Assert.All(tree.Skip(1).Select((zone, index) => (zone.Parent, Index: index + 1)), zone => Assert.InRange(zone.Parent ?? -1, 0, zone.Index - 1));
    }

    [Theory]
    [InlineData(3, 2)]
    [InlineData(4, 3)]
    [InlineData(7, 3)]
    [InlineData(8, 4)]
    public void Cut_FromFourZones_HasThreeLevels(int zones, int levels)
    {
        var tree = TreeCut.Cut(Nodes, zones);

        Assert.Equal(levels, Enumerable.Range(0, zones).Max(index => LevelOf(tree, index)));
    }

    [Fact]
    public void Describe_FourZones_IndentsByLevel() => Assert.Equal(
        ["root  0 nodes, 0 GPUs", "  zone1  4 nodes, 4 GPUs", "    zone3  3 nodes, 3 GPUs", "  zone2  3 nodes, 3 GPUs"],
        TreeCut.Describe(TreeCut.Cut(Nodes, 4)));

    private static int LevelOf(IReadOnlyList<TreeZone> tree, int index) => tree[index].Parent is { } parent ? 1 + LevelOf(tree, parent) : 1;
}
