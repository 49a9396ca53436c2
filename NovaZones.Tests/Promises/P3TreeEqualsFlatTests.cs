using System.Collections.Immutable;
using CsCheck;
using NovaZones.Core.Federation;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Groups;
using NovaZones.Core.Placement.Mix;
using NovaZones.Tests.Support.Builders;
using Xunit;

namespace NovaZones.Tests.Promises;

/// <summary>Promise 3: however the hosts are cut into zones, the same hosts are chosen in the same order with the same scores.</summary>
public sealed class P3TreeEqualsFlatTests
{
    private static readonly string[] Requests =
    [
        """{"resources":{"VCPU":2}}""",
        """{"resources":{"VCPU":1,"MEMORY_MB":2048}}""",
        """{"groups":[{"resources":{"GPU_MILLI":500}}]}""",
        """{"resources":{"VCPU":1},"groups":[{"resources":{"GPU_MILLI":1000}},{"resources":{"GPU_MILLI":300}}],"groupPolicy":"isolate"}""",
        """{"resources":{"VCPU":1},"traits":{"required":["CUSTOM_X"]}}""",
        """{"resources":{"VCPU":1},"query":[">=","$free.MEMORY_MB",4096]}""",
        """{"resources":{"VCPU":1},"groups":[{"name":"a","resources":{"GPU_MILLI":400}},{"name":"n","traits":{"required":["CUSTOM_NODE"]}}],"sameSubtree":[["a","n"]]}""",
        """{"resources":{"VCPU":1},"group":{"name":"g","policy":"anti-affinity"}}""",
        """{"resources":{"VCPU":1},"group":{"name":"g","policy":"anti-affinity","maxPerHost":3}}""",
        """{"resources":{"VCPU":2},"group":{"name":"g","policy":"soft-anti-affinity"}}""",
        """{"resources":{"VCPU":1,"MEMORY_MB":1024},"group":{"name":"g","policy":"soft-affinity"}}""",

        // Spreads stand in P3SpreadOverZonesTests: zones answer them by lanes.
        Affinity,
    ];

    private const string Affinity = """{"resources":{"VCPU":1},"group":{"name":"g","policy":"affinity"}}""";

    private static readonly RequestMix Mix = Planning.Mix([.. Requests.Select((r, i) => (r, 1.0 / (i + 2)))]);

    private static readonly Gen<Case> Cases = Gen.Select(
        Gen.Select(Gen.Int[1, 16], Gen.Int[1, 8], Gen.Int[0, 3], Gen.Bool, Gen.Int[0, 3]).List[1, 24],
        Gen.Int[0, Requests.Length - 1],
        Gen.Int[1, 12],
        Gen.Double[-2, 2].Array[16],
        Gen.Int[1, 6].List[24]).Select((hosts, request, count, weights, cuts) => new Case(hosts, request, count, weights, cuts));

    [Fact]
    public void Plan_AnyCutIntoZones_EqualsTheFlatZone() => Cases.Sample(
        test =>
        {
            // Members of one affinity group never stand on two hosts.
            var isAffinity = Requests[test.Request] == Affinity;
            var hosts = test.Hosts.Select((h, i) => HostOf(i, h, isAffinity ? (i == 0 ? h.Members / 2 : 0) : h.Members)).ToList();
            var names = Planning.Catalog().WeigherNames;
            var context = Planning.Context(Planning.Request(Requests[test.Request]), [.. names.Select((n, i) => (n, test.Weights[i % test.Weights.Length]))]) with { Mix = Mix };

            var flat = Planner.Plan(Planning.Fleet(hosts), context, test.Count).Slots.Select(s => (s.HostName, s.Score, s.Tie));
            var tree = PlanTree(hosts, test.Cuts, context, test.Count);

            return flat.SequenceEqual(tree);
        },
        iter: 6000);

    /// <summary>Zones 1 to 6, each the parent of those whose number divides into it: three levels with hosts on all of them.</summary>
    private static IEnumerable<(string, double, uint)> PlanTree(List<Host> hosts, List<int> cuts, PlacementContext context, int count)
    {
        return Plan(1).Select(p => (p.Name, p.Score, p.Tie));

        int MembersOf(int zone, bool below) =>
            zone > 6 ? 0
            : hosts.Where((_, i) => cuts[i] == zone).Sum(h => h.MembersOf("g")) + (below ? MembersOf(zone * 2, below) + MembersOf((zone * 2) + 1, below) : 0);

        ImmutableArray<(string Name, double Score, uint Tie)> Plan(int zone)
        {
            var own = Planner.Plan(Planning.Fleet(hosts.Where((_, i) => cuts[i] == zone)), context, count);
            var children = new[] { zone * 2, (zone * 2) + 1 }.Where(z => z <= 6).Select(z => Plan(z)).ToList();
            ImmutableArray<ChildOffer> offers =
            [
                .. children.Select((plan, i) => new ChildOffer(
                    new ChildZone { Id = Guid.NewGuid(), Name = $"c{i}", ApiUrl = new Uri("http://127.0.0.1"), Token = "t", CreatedAt = Planning.Now },
                    [.. plan.Select(s => s.Score)],
                    [.. plan.Select(s => s.Tie)],
                    "sealed",
                    new ChildExplanation { Zone = $"c{i}", Outcome = "Answered" })
                {
                    GroupMembers = MembersOf((zone * 2) + i, below: true),
                }),
            ];
            var picks = context.Request.Group is { Policy: GroupPolicy.Affinity }
                ? PlanAggregator.MergeTogether(own.Slots, MembersOf(zone, below: false), offers, count)
                : PlanAggregator.Merge(own.Slots, offers, count);
            return
            [
                .. picks.Select(p => p.Source == PlanAggregator.Own
                    ? (own.Slots[p.Index].HostName, p.Score, p.Tie)
                    : (children[p.Source][p.Index].Name, p.Score, p.Tie)),
            ];
        }
    }

    private static Host HostOf(int index, (int Vcpu, int MemoryGb, int Gpus, bool Trait, int Members) shape, int members)
    {
        var gpus = string.Join(',', Enumerable.Range(0, shape.Gpus).Select(g => $$"""{ "name": "gpu{{g}}", "inventories": { "GPU_MILLI": 1000 } }"""));

        // On every second host the GPUs are below a node that a group of one subtree can name.
        var providers = index % 2 == 0 ? gpus : $$"""{ "name": "node", "traits": ["CUSTOM_NODE"], "providers": [{{gpus}}] }""";
        var host = Planning.Host($"h{index}", $$"""{ "inventories": { "VCPU": {{shape.Vcpu}}, "MEMORY_MB": {{shape.MemoryGb * 1024}} }, "traits": [{{(shape.Trait ? "\"CUSTOM_X\"" : "")}}], "providers": [{{providers}}] }""");
        for (var i = 0; i < members; i++)
        {
            host = host.WithInstance([], "g");
        }

        return host;
    }

    private sealed record Case(List<(int Vcpu, int MemoryGb, int Gpus, bool Trait, int Members)> Hosts, int Request, int Count, double[] Weights, List<int> Cuts);
}
