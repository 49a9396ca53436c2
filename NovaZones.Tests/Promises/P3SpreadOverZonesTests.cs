using System.Collections.Immutable;
using System.Text.Json;
using NovaZones.Core.Federation;
using NovaZones.Core.Federation.Wire;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Groups;
using NovaZones.Core.Placement.Lanes;
using NovaZones.Tests.Support.Builders;
using Xunit;

namespace NovaZones.Tests.Promises;

/// <summary>Promise 3 for members that are spread: request after request of one group, the tree decides as the flat zone does, whatever lies where.</summary>
public sealed class P3SpreadOverZonesTests
{
    private static readonly string[] Groups =
    [
        """{"name":"g","policy":"spread","capability":"rack"}""",
        """{"name":"g","policy":"spread","capability":"rack","maxSkew":2}""",
        """{"name":"g","policy":"spread","capability":"rack","maxSkew":3}""",
        """{"name":"g","policy":"spread","capability":"row","maxSkew":1}""",
        """{"name":"g","policy":"anti-affinity","maxPerHost":2}""",
        """{"name":"g","policy":"soft-anti-affinity"}""",
        """{"name":"g","policy":"soft-affinity"}""",
    ];

    [Theory]
    [InlineData(1500)]
    public void Plan_AnyCutIntoZones_EqualsTheFlatZoneRequestAfterRequest(int cases)
    {
        var spread = 0;
        var overZones = 0;
        for (var seed = 1; seed <= cases; seed++)
        {
            var random = new Random(seed);
            var tree = new Tree([.. Enumerable.Range(0, random.Next(1, 30)).Select(i => HostOf(random, i))], random);
            for (var round = 0; round < 3; round++)
            {
                var group = Groups[random.Next(Groups.Length)];
                var context = ContextOf(random, group);
                var count = random.Next(1, 14);

                var flat = Planner.Plan(FleetSnapshot.Of(tree.Hosts), context, count).Slots;
                var picks = tree.Plan(context, count);

                Assert.True(
                    flat.Select(s => (s.HostName, s.Score, s.Tie)).SequenceEqual(picks),
                    $"seed {seed}, round {round}, {context.Request.Json}: flat [{string.Join(' ', flat.Select(s => $"{s.HostName}:{s.Score:R}"))}], tree [{string.Join(' ', picks.Select(p => $"{p.Name}:{p.Score:R}"))}]");
                tree.Take(flat, context);
                spread += flat.Length;
                overZones += picks.Select(p => tree.ZoneOf(p.Name)).Distinct().Count() > 1 ? 1 : 0;
            }
        }

        // The cases are worth something: much was placed, and often in several zones at once.
        Assert.True(spread > cases * 5, $"{spread} slots");
        Assert.True(overZones > cases / 2, $"{overZones} requests over several zones");
    }

    private static PlacementContext ContextOf(Random random, string group)
    {
        // One spread at least: by the group's policy, by weight, or by both; sometimes by weight over two capabilities.
        var weights = Planning.Catalog().WeigherNames.Where(_ => random.Next(3) == 0).Select(n => (n, Math.Round((random.NextDouble() * 4) - 2, 3))).ToList();
        var isHard = group.Contains("\"spread\"", StringComparison.Ordinal);
        foreach (var capability in new[] { "rack", "row" }.Where(c => random.Next(isHard ? 3 : 2) == 0 || (!isHard && c == "row")))
        {
            weights.Add(($"spread:{capability}", Math.Round((random.NextDouble() * 4) - 1.5, 3)));
        }

        return Planning.Context(Planning.Request($$"""{"resources":{"VCPU":{{random.Next(1, 3)}} },"group":{{group}} }"""), [.. weights]);
    }

    private static Host HostOf(Random random, int index)
    {
        var capabilities = new List<string>();
        if (random.Next(8) > 0)
        {
            // Text and number that look alike are two values.
            capabilities.Add($"\"rack\":{(random.Next(5) switch { 0 => "1", 1 => "\"1\"", 2 => "\"r2\"", 3 => "\"r3\"", _ => "[\"r\",4]" })}");
        }

        if (random.Next(5) > 0)
        {
            capabilities.Add($"\"row\":{random.Next(3)}");
        }

        var host = Planning.Host($"h{index}", $$"""{"inventories":{"VCPU":{{random.Next(1, 9)}},"MEMORY_MB":{{random.Next(1, 5) * 4096}} },"capabilities":{ {{string.Join(',', capabilities)}} } }""");
        for (var members = random.Next(6) - 3; members > 0; members--)
        {
            host = host.WithInstance([], "g");
        }

        host = random.Next(8) == 0 ? host with { AdminState = AdminState.Disabled } : host;
        return random.Next(8) == 0 ? host with { Heartbeat = new Heartbeat(Planning.Now - Planning.StaleAfter - TimeSpan.FromTicks(1)) } : host;
    }

    /// <summary>Zones 1 to 6, each the parent of those whose number divides into it: three levels with hosts on all of them.</summary>
    private sealed class Tree(List<Host> hosts, Random random)
    {
        private readonly Dictionary<string, int> _zones = hosts.ToDictionary(h => h.Name, _ => random.Next(1, 7));

        public List<Host> Hosts { get; } = hosts;

        public int ZoneOf(string host) => _zones[host];

        public void Take(ImmutableArray<Slot> slots, PlacementContext context)
        {
            foreach (var slot in slots)
            {
                var at = Hosts.FindIndex(h => h.Id == slot.HostId);
                Hosts[at] = Hosts[at].WithInstance(slot.Parts, context.Request.Group!.Key);
            }
        }

        public List<(string Name, double Score, uint Tie)> Plan(PlacementContext context, int count)
        {
            var fleet = FleetOf(1);
            var here = context with { Group = GroupState.Of(fleet, context) };
            var children = OffersOf(1, context, count);
            var ask = new TreeAsk(context.Request, PlacementRequest.NoWeights, count, [], 8, Planning.Now);
            var plan = TreeLanes.Plan(fleet, here, OwnLanes.Of(fleet, here, count), [.. children.Select((c, i) => ToOffer(c, i))], ask, "root");

            // What a claim says, all the way down to the hosts.
            var names = children.Select((child, source) => new Queue<string>(Claim(child, [.. plan.Picks.Where(p => p.Source == source).Select(p => p.Lane)]))).ToList();
            return [.. plan.Picks.Select(p => (p.Source == PlanAggregator.Own ? plan.Own.Slots[p.Index].HostName : names[p.Source].Dequeue(), p.Score, p.Tie))];
        }

        private static List<string> Claim(Answer answer, ImmutableArray<int> lanes)
        {
            if (lanes.IsEmpty)
            {
                return [];
            }

            Assert.True(ClaimedSlots.TryTake(answer.Plan, lanes, lanes.Length, out var slots));
            var below = answer.Children.Select((child, source) => new Queue<string>(Claim(child, [.. slots.Where(s => s.Source == source).Select(s => s.ChildLane)]))).ToList();
            return [.. slots.Select(s => s.Own is { } own ? own.HostName : below[s.Source].Dequeue())];
        }

        private FleetSnapshot FleetOf(int zone) => FleetSnapshot.Of([.. Hosts.Where(h => _zones[h.Name] == zone)]);

        private List<Answer> OffersOf(int zone, PlacementContext context, int count) => [.. new[] { zone * 2, (zone * 2) + 1 }.Where(z => z <= 6).Select(z => AnswerOf(z, context, count))];

        private Answer AnswerOf(int zone, PlacementContext context, int count)
        {
            var fleet = FleetOf(zone);
            context = context with { Elsewhere = Elsewhere.Open };
            context = context with { Group = GroupState.Of(fleet, context) };
            var children = OffersOf(zone, context, count);
            var offer = TreeLanes.Offer(context, OwnLanes.Of(fleet, context, count), [.. children.Select((c, i) => ToOffer(c, i))], count)!;
            Assert.False(offer.IsCut);
            var response = new SelectResponse
            {
                ZoneId = Guid.NewGuid(),
                Scores = [],
                Ties = [],
                Lanes = offer.ToBodies(),
                Domains = offer.Domains,
                Plan = offer.Lanes.IsEmpty ? null : "sealed",
                Local = LocalExplanation.Nothing,
            };
            Assert.Null(LaneFlaws.Of(response, context.Group!.Board!.Axes.Length));
            var plan = new SealedPlan
            {
                PlanId = Guid.NewGuid(),
                ZoneId = response.ZoneId,
                Caller = "",
                ExpiresAt = default,
                RequestJson = "",
                Weights = PlacementRequest.NoWeights,
                Slots = [],
                Sequence = [],
                Scores = [],
                Children = [.. children.Select(_ => new SealedChildPlan(Guid.Empty, ""))],
                Lanes = [.. offer.Lanes.Select(l => l.Sealed)],
            };
            return new Answer(OverTheWire(response), OverTheWire(plan), children);
        }

        private static ChildOffer ToOffer(Answer answer, int position) => new(
            new ChildZone { Id = Guid.NewGuid(), Name = $"c{position}", ApiUrl = new Uri("http://127.0.0.1"), Token = "t", CreatedAt = Planning.Now },
            [], [], "sealed", new ChildExplanation { Zone = $"c{position}", Outcome = "Answered" })
        {
            Lanes = answer.Response.Lanes!.Value,
            Domains = answer.Response.Domains,
        };

        private static T OverTheWire<T>(T value) => JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(value, WireJson.Options), WireJson.Options)!;

        private sealed record Answer(SelectResponse Response, SealedPlan Plan, List<Answer> Children);
    }
}
