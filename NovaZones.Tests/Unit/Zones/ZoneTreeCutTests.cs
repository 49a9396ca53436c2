using System.Collections.Immutable;
using System.Globalization;
using NovaZones.Core.Fleet;
using NovaZones.Core.Zones;
using NovaZones.Tests.Support.Builders;
using Xunit;

namespace NovaZones.Tests.Unit.Zones;

/// <summary>However many zones there are, few are told one by one, and the sums are those of all.</summary>
public sealed class ZoneTreeCutTests
{
    private static readonly Guid Self = Guid.CreateVersion7();

    [Fact]
    public void To_FewZones_AreLeftAsTheyAre()
    {
        ImmutableArray<ZoneNode> nodes = [Node("a", 1, Node("b", 1))];

        Assert.Equal(nodes, ZoneTreeCut.To(2, nodes));
    }

    [Fact]
    public void To_ManyZones_TellsTheNearestAndAddsTheRestUp()
    {
        ImmutableArray<ZoneNode> nodes = [Node("a", 1, Node("a1", 10), Node("a2", 100, Node("deep", 1000))), Node("b", 2)];

        var told = ZoneTreeCut.To(3, nodes);

        Assert.Equal("a(a1 *2:1100) b", Told(told));
        var rest = told[0].Children[1];
        Assert.Equal(("a!*", true, 1100L), (rest.Path, rest.Truncated, rest.Resources[ResourceClass.Vcpu].Capacity));
        Assert.Equal("a(*3:1110) *1:2", Told(ZoneTreeCut.To(1, nodes)));

        // What was cut below is cut further above, and counts on.
        Assert.Equal("a(*3:1110) b", Told(ZoneTreeCut.To(2, told)));
    }

    [Fact]
    public void To_ZonesThatAreAwayOrUnderTwoParents_CountAsInTheWholeTree()
    {
        var d = Guid.CreateVersion7();
        ImmutableArray<ZoneNode> nodes =
        [
            Node("a", 1, Node("x", 10), Node("d", 100) with { Id = d }),
            Node("b", 2, Node("y", 20), Node("d", 100) with { Id = d }),
            Node("c", 4, Node("z", 40), Node("d", 100) with { Id = d }) with { State = "Offline" },
        ];

        Assert.Equal("a(*2:110) b(*2:20) c(*2:140)", Told(ZoneTreeCut.To(3, nodes)));
        Assert.Equal(133, Sum(nodes));
        Assert.Equal(133, Sum(ZoneTreeCut.To(3, nodes)));
    }

    [Fact]
    public void To_RandomTreesCutOnTwoLevels_KeepSumsAndBound()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var round = 0; round < 500; round++)
        {
            var left = random.Next(1, 120);
            var nodes = Random(random, ref left, 0);
            var below = nodes.Select(n => n with { Children = ZoneTreeCut.To(random.Next(1, 20), n.Children) }).ToImmutableArray();

            var told = ZoneTreeCut.To(20, below);

            Assert.True(Sum(nodes) == Sum(told), $"seed {seed}, round {round}");
            Assert.InRange(Count(told), 1, 40);
            Assert.Equal(Zones(nodes), Zones(told));
        }
    }

    private static ImmutableArray<ZoneNode> Random(Random random, ref int left, int depth)
    {
        var nodes = ImmutableArray.CreateBuilder<ZoneNode>();
        for (var i = random.Next(1, 12); i > 0 && left > 0; i--)
        {
            left--;
            var below = depth < 4 && random.Next(2) == 0 ? Random(random, ref left, depth + 1) : [];
            var node = Node(string.Create(CultureInfo.InvariantCulture, $"z{left}"), random.Next(100), [.. below]) with { State = random.Next(8) == 0 ? "Offline" : "Online" };
            nodes.Add(random.Next(10) == 0 ? node with { Id = null, Own = null, Children = [] } : node);
        }

        return nodes.ToImmutable();
    }

    private static long Sum(ImmutableArray<ZoneNode> nodes) =>
        ZoneParts.Of(Self, new ZonePart(), nodes).Resources.GetValueOrDefault(ResourceClass.Vcpu).Capacity;

    private static int Count(ImmutableArray<ZoneNode> nodes) => nodes.Sum(n => 1 + Count(n.Children));

    private static int Zones(ImmutableArray<ZoneNode> nodes) => nodes.Sum(n => (n.Zones ?? 1) + Zones(n.Children));

    private static string Told(ImmutableArray<ZoneNode> nodes) => string.Join(' ', nodes.Select(n => n.Zones is { } zones
        ? string.Create(CultureInfo.InvariantCulture, $"*{zones}:{n.Own!.Resources.GetValueOrDefault(ResourceClass.Vcpu).Capacity}")
        : n.Children.IsEmpty ? n.Name : $"{n.Name}({Told(n.Children)})"));

    private static ZoneNode Node(string name, long capacity, params ImmutableArray<ZoneNode> below)
    {
        var resources = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create(ResourceClass.Vcpu, new ResourceSummary(capacity, 0, 0))]);
        return new ZoneNode
        {
            Name = name,
            Path = name,
            Id = Guid.CreateVersion7(),
            State = "Online",
            Resources = resources,
            Own = new ZonePart { Resources = resources, AsOf = Planning.Now },
            Children = below,
        };
    }
}
