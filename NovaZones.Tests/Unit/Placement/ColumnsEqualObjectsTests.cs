using System.Collections.Immutable;
using System.Globalization;
using NovaZones.Bench.Reference;
using NovaZones.Core.Federation;
using NovaZones.Core.Fleet;
using NovaZones.Core.Fleet.Aggregates;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Groups;
using NovaZones.Tests.Support.Builders;
using Xunit;

namespace NovaZones.Tests.Unit.Placement;

/// <summary>The columns are only a faster way to say what the objects say: same hosts, same scores, same reasons, same counts.</summary>
public sealed class ColumnsEqualObjectsTests
{
    private static readonly string[] Requests =
    [
        """{"resources":{"VCPU":2,"MEMORY_MB":2048,"DISK_GB":10}}""",
        """{"resources":{"VCPU":1}}""",
        """{"resources":{"CUSTOM_BIG":3000000000}}""",
        """{"resources":{"CUSTOM_BIG":7,"VCPU":1}}""",
        """{"resources":{"CUSTOM_NONE":1}}""",
        """{"groups":[{"resources":{"GPU_MILLI":500}}]}""",
        """{"resources":{"VCPU":1},"groups":[{"resources":{"GPU_MILLI":500}}]}""",
        """{"resources":{"VCPU":1,"GPU_MILLI":200},"groups":[{"resources":{"GPU_MILLI":500}}]}""",
        """{"resources":{"VCPU":3},"groups":[{"resources":{"GPU_MILLI":1000}},{"resources":{"GPU_MILLI":1000}}],"groupPolicy":"isolate"}""",
        """{"groups":[{"resources":{"GPU_MILLI":300},"traits":{"required":["CUSTOM_FAST"]}}]}""",
        """{"resources":{"VCPU":1},"traits":{"required":["CUSTOM_A"],"forbidden":["CUSTOM_B"],"anyOf":[["CUSTOM_C","CUSTOM_FAST"]]}}""",
        """{"resources":{"VCPU":1},"availabilityZone":"east","capabilities":{"version":">= 5","model":"<or> H100 <or> A10"}}""",
        """{"resources":{"VCPU":1},"capabilities":{"tags":"<in> x"}}""",
        """{"resources":{"VCPU":1},"query":["and",[">=","$free.MEMORY_MB",1024.5],["or",["in","$model","H100"],["not",["<","$version",6]]]]}""",
        """{"resources":{"VCPU":1},"query":["or",["<","$free.GPU_MILLI",700],["=","$host.availabilityZone","west"],[">","$host.instances",1],["=","$trait.CUSTOM_A",true]]}""",
        """{"resources":{"VCPU":1},"query":["not",[">","$free.CUSTOM_BIG",5],["<=","$used.VCPU",2]]}""",
        """{"resources":{"VCPU":1},"query":["<","$version","$limit",100]}""",
        """{"resources":{"VCPU":1},"group":{"name":"g","policy":"anti-affinity","maxPerHost":2}}""",
        """{"resources":{"VCPU":1},"aggregates":{"memberOf":["ssd"],"notMemberOf":["old"],"anyOf":[["new","ssd"]]}}""",
        """{"resources":{"VCPU":1},"hints":{"ignoreHosts":["h1","h2"],"forceHosts":["h1","h3","h5","h7"]},"traits":{"preferred":["CUSTOM_A","CUSTOM_B"]}}""",
        """{"resources":{"VCPU":1},"tenant":"t1"}""",
        """{"resources":{"VCPU":1},"tenant":"t2","traits":{"required":["CUSTOM_A"]}}""",
        """{"resources":{"VCPU":1},"zones":{"not":["elsewhere"]}}""",
        """{"resources":{"VCPU":1},"zones":{"only":["elsewhere"]}}""",
        """{"resources":{"VCPU":1},"group":{"name":"g","policy":"affinity"}}""",
        """{"resources":{"VCPU":1},"group":{"name":"g","policy":"spread","capability":"model"}}""",
        """{"resources":{"VCPU":1},"group":{"name":"g","policy":"soft-anti-affinity"}}""",
        """{"resources":{"VCPU":1},"groups":[{"name":"a","resources":{"GPU_MILLI":500}},{"name":"n","traits":{"required":["CUSTOM_NODE"]}}],"sameSubtree":[["a","n"]]}""",
        """{"groups":[{"name":"a","resources":{"GPU_MILLI":500}},{"name":"b","resources":{"GPU_MILLI":400}},{"name":"n","traits":{"required":["CUSTOM_NODE"]}}],"sameSubtree":[["a","b","n"]],"groupPolicy":"isolate"}""",
    ];

    [Theory]
    [InlineData(40, 400)]
    [InlineData(1300, 12)]
    public void Plan_RandomFleets_EqualsTheObjectsOneByOne(int hosts, int rounds)
    {
        for (var seed = 1; seed <= rounds; seed++)
        {
            var random = new Random(seed);
            var fleet = FleetSnapshot.Of([.. Enumerable.Range(0, random.Next(1, hosts)).Select(i => HostOf(random, $"h{i}"))]);
            for (var step = 0; step < 6; step++)
            {
                var context = ContextOf(random);
                var count = random.Next(4) switch { 0 => 1, 1 => 3, 2 => 9, _ => 60 };

                // The objects plan a slot as if it changed no other host: true but for a spread, which they plan one by one.
                var what = $"seed {seed}, step {step}, {context.Request.Json}";
                var isOne = context.Request.Group is { IsHard: true } || TreePlanner.IsSpread(context);
                AssertSame(fleet, context, isOne ? 1 : count, what);
                if (TreePlanner.IsSpread(context))
                {
                    AssertSameOneByOne(fleet, context, count, what);
                }

                fleet = Change(fleet, random);
            }
        }
    }

    private static AggregateRules Rules { get; } = AggregateRules.Of(
    [
        new Aggregate { Name = "old", RequiredTraits = ["CUSTOM_A"] },
        new Aggregate { Name = "ssd", Tenants = ["t1"] },
        new Aggregate { Name = "new", Tenants = ["t2"] },
    ]);

    private static void AssertSame(FleetSnapshot fleet, PlacementContext context, int count, string what)
    {
        var columns = Planner.Plan(fleet, context, count);
        var objects = ObjectPlanner.Plan(fleet, context, count);

        Assert.True(
            objects.Slots.Select(Text).SequenceEqual(columns.Slots.Select(Text)),
            $"{what}: objects [{string.Join(' ', objects.Slots.Select(Text))}], columns [{string.Join(' ', columns.Slots.Select(Text))}]");
        Assert.True(objects.Explanation.Considered == columns.Explanation.Considered && objects.Explanation.Passed == columns.Explanation.Passed, what);
        Assert.Equal(objects.Explanation.Leading.Select(l => (l.Host, l.Score)), columns.Explanation.Leading.Select(l => (l.Host, l.Score)));
        Assert.Equal(objects.Explanation.Filters.Select(Text), columns.Explanation.Filters.Select(Text));
        foreach (var (filter, explanation) in context.Policy.Filters.Zip(columns.Explanation.Filters))
        {
            var state = context with { Group = GroupState.Of(fleet, context) };
            var alone = fleet.Hosts.Count(h => !filter.Evaluate(state, Planning.Candidate(h)).Passed);
            Assert.All(explanation.Reasons, r =>
            {
                var example = Planning.Candidate(fleet.Find(r.Example!.Host)!);
                Assert.Equal(r.Reason, filter.Evaluate(state, example).Reason);
                Assert.NotEmpty(r.Example.Obstacles);
            });
            Assert.True(alone == explanation.WouldDrop, $"{what}: {filter.Name} alone rejects {alone}, not {explanation.WouldDrop}");
        }
    }

    /// <summary>Many slots by lanes are those that the objects plan one after another, each on the fleet that the one before left.</summary>
    private static void AssertSameOneByOne(FleetSnapshot fleet, PlacementContext context, int count, string what)
    {
        var lanes = Planner.Plan(fleet, context, count).Slots.Select(Text).ToList();
        var objects = new List<string>();
        while (objects.Count < count && ObjectPlanner.Plan(fleet, context, 1).Slots is [var slot])
        {
            objects.Add(Text(slot));
            fleet = fleet.With(fleet.Find(slot.HostId)!.WithInstance(slot.Parts, context.Request.Group!.Key));
        }

        Assert.True(objects.SequenceEqual(lanes), $"{what}: objects [{string.Join(' ', objects)}], lanes [{string.Join(' ', lanes)}]");
    }

    private static string Text(Slot slot) =>
        string.Create(CultureInfo.InvariantCulture, $"{slot.HostName}:{slot.Score:R}:{slot.Tie}:{slot.SeenGeneration}:{string.Join('+', slot.Parts.Select(p => p.Amount))}");

    private static string Text(FilterExplanation filter) =>
        $"{filter.Filter} {filter.Dropped} {string.Join(' ', filter.Reasons.Select(r => $"{r.Reason}={r.Hosts}"))}";

    private static PlacementContext ContextOf(Random random)
    {
        (string, double)[] weights =
        [
            .. Planning.Catalog().WeigherNames.Where(_ => random.Next(3) > 0).Select(n => (n, n == "random" && random.Next(2) == 0 ? 0 : Math.Round((random.NextDouble() * 4) - 2, 3))),
        ];
        if (random.Next(3) == 0)
        {
            weights = [.. weights, ("spread:model", Math.Round((random.NextDouble() * 4) - 2, 3))];
        }

        var scale = random.Next(10) switch { 0 => 1e-60, 1 => 1e5, _ => 1 };
        return Planning.Context(Planning.Request(Requests[random.Next(Requests.Length)]), [.. weights.Select(w => (w.Item1, w.Item2 * scale))]) with
        {
            Aggregates = random.Next(2) == 0 ? AggregateRules.None : Rules,
        };
    }

    /// <summary>Reports, claims, removals and returns, so that columns are carried from version to version.</summary>
    private static FleetSnapshot Change(FleetSnapshot fleet, Random random)
    {
        for (var i = 0; i < 8; i++)
        {
            var name = $"h{random.Next(fleet.Count + 2)}";
            var host = fleet.Find(name);
            fleet = random.Next(5) switch
            {
                0 => fleet.With(HostOf(random, name)),
                1 => fleet.Without(name),
                2 when host is not null => fleet.With(host with { AdminState = random.Next(2) == 0 ? AdminState.Disabled : AdminState.Enabled }),
                3 when host is not null => fleet.With(host with { Capabilities = host.Capabilities.SetItem("version", CapabilityValue.FromNumber(random.Next(10))) }),
                _ when host is not null => Claim(fleet, host),
                _ => fleet,
            };
        }

        return fleet;
    }

    private static FleetSnapshot Claim(FleetSnapshot fleet, Host host) =>
        ResourceFit.Arrange(Planning.Request("""{"resources":{"VCPU":1},"groups":[{"resources":{"GPU_MILLI":100}}]}"""), host) is { } parts
            ? fleet.With(host.WithInstance(parts, "g"))
            : fleet;

    private static Host HostOf(Random random, string name)
    {
        string[] shapes = ["16", "64", """{"total":32,"minUnit":2,"stepSize":2}""", """{"total":8,"allocationRatio":2.5,"maxUnit":3}"""];
        var gpus = Enumerable.Range(0, random.Next(3)).Select(g =>
            $$"""{"name":"gpu{{g}}","inventories":{"GPU_MILLI":{{(random.Next(6) == 0 ? """{"total":1000,"stepSize":500}""" : "1000")}}},"traits":[{{(random.Next(2) == 0 ? "\"CUSTOM_FAST\"" : "")}}]}""");
        var inventories = new List<string> { $"\"VCPU\":{shapes[random.Next(shapes.Length)]}", $"\"MEMORY_MB\":{random.Next(1, 5) * 4096}" };
        if (random.Next(3) > 0)
        {
            inventories.Add("\"DISK_GB\":100");
        }

        if (random.Next(5) == 0)
        {
            inventories.Add($"\"CUSTOM_BIG\":{(random.Next(2) == 0 ? "90000000000" : random.Next(20).ToString(CultureInfo.InvariantCulture))}");
        }

        var traits = string.Join(',', new[] { "CUSTOM_A", "CUSTOM_B", "CUSTOM_C" }.Where(_ => random.Next(2) == 0).Select(t => $"\"{t}\""));
        string[] versions = ["3", "6", "7.5", "\"8\"", "\"new\"", "true"];
        var capabilities = new List<string> { $"\"limit\":{random.Next(10)}" };
        if (random.Next(4) > 0)
        {
            capabilities.Add($"\"version\":{versions[random.Next(versions.Length)]}");
        }

        if (random.Next(2) == 0)
        {
            capabilities.Add($"\"model\":\"{(random.Next(2) == 0 ? "H100" : "T4")}\",\"tags\":[\"x\",{random.Next(3)}]");
        }

        var aggregates = string.Join(',', new[] { "ssd", "new", "old" }.Where(_ => random.Next(2) == 0).Select(t => $"\"{t}\""));
        var zone = random.Next(3) switch { 0 => ",\"availabilityZone\":\"east\"", 1 => ",\"availabilityZone\":\"west\"", _ => "" };
        var providers = string.Join(',', gpus);
        if (random.Next(3) == 0)
        {
            providers = $$"""{"name":"node0","traits":["CUSTOM_NODE"],"providers":[{{providers}}]},{"name":"node1","inventories":{"GPU_MILLI":1000} }""";
        }

        var host = Planning.Host(
            name,
            $$"""{"inventories":{ {{string.Join(',', inventories)}} },"capabilities":{ {{string.Join(',', capabilities)}} },"traits":[{{traits}}],"aggregates":[{{aggregates}}],"providers":[{{providers}}]{{zone}} }""");
        return random.Next(6) == 0
            ? host with { Heartbeat = new Heartbeat(Planning.Now - Planning.StaleAfter - TimeSpan.FromTicks(random.Next(2))) }
            : host;
    }
}
