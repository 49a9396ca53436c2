using NovaZones.Core.Federation;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Pending;
using NovaZones.Tests.Support.Builders;
using Xunit;

namespace NovaZones.Tests.Unit.Placement.Pending;

public sealed class ShortageTests
{
    [Fact]
    public void Of_APlan_NamesWhatEveryRejectingFilterLacks()
    {
        var shortage = Shortage("""{"resources":{"VCPU":4},"traits":{"required":["CUSTOM_X"]},"availabilityZone":"east"}""", Planning.Host("h1", """{"inventories":{"VCPU":2}}"""));

        Assert.Equal(["availability zone", "resource VCPU", "trait CUSTOM_X"], shortage.Lacks.Select(l => l.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Note_ARejectionForAnotherReason_IsListenedToFromThenOn()
    {
        var full = Planning.Host("h1", """{"inventories":{"VCPU":2}}""");
        var shortage = Shortage("""{"resources":{"VCPU":4}}""", full);
        var big = Planning.Host("h1", """{"inventories":{"VCPU":8}}""") with { AdminState = AdminState.Disabled };
        var added = new List<Lack>();

        var wakes = shortage.Note(full, big, HostChangeLacks.Of(full, big), Planning.Now, added);

        Assert.False(wakes);
        Assert.Equal([new Lack(LackKind.HostState)], added);
    }

    [Fact]
    public void StillHolds_WhenSomebodyTookTheGain_IsNoAndTheNextGainCountsFromThere()
    {
        var full = Planning.Host("h1", """{"inventories":{"VCPU":2}}""");
        var free = Planning.Host("h1", """{"inventories":{"VCPU":4}}""");
        var shortage = Shortage("""{"resources":{"VCPU":4}}""", full);

        var woken = shortage.Note(full, free, HostChangeLacks.Of(full, free), Planning.Now, []);
        var taken = free.WithInstance(ResourceFit.Arrange(Planning.Request("""{"resources":{"VCPU":1}}"""), free)!.Value);
        var afterwards = shortage.StillHolds(Planning.Fleet(taken), Planning.Now, []);
        var again = shortage.Note(taken, free, HostChangeLacks.Of(taken, free), Planning.Now, []);

        Assert.Equal((true, false, true), (woken, afterwards, again));
    }

    [Fact]
    public void Note_ForSeveralInstances_AddsUpTheRoomOfHosts()
    {
        var one = Planning.Host("h1", """{"inventories":{"VCPU":1}}""");
        var shortage = Shortage("""{"count":4,"resources":{"VCPU":1}}""", one);
        var two = Planning.Host("h2", """{"inventories":{"VCPU":2}}""");
        var grown = Planning.Host("h1", """{"inventories":{"VCPU":2}}""");

        var first = shortage.Note(null, two, new HashSet<Lack>(), Planning.Now, []);
        var second = shortage.Note(one, grown, HostChangeLacks.Of(one, grown), Planning.Now, []);

        Assert.Equal((false, true), (first, second));
    }

    [Fact]
    public void Note_MembersOfAnAffinityThatLeave_WakesThoughTheirHostIsNoHelp()
    {
        var request = """{"resources":{"VCPU":2},"group":{"name":"g","policy":"affinity"}}""";
        var key = Planning.Request(request).Group!.Key;
        var home = Planning.Host("h1", """{"inventories":{"VCPU":1}}""");
        var held = home.WithInstance(ResourceFit.Arrange(Planning.Request("""{"resources":{"VCPU":1}}"""), home)!.Value, key);
        var shortage = Shortage(request, held, Planning.Host("h2", """{"inventories":{"VCPU":8}}"""));

        Assert.Contains(new Lack(LackKind.Group, key), shortage.Lacks);
        Assert.True(shortage.Note(held, home, HostChangeLacks.Of(held, home), Planning.Now, []));
    }

    [Fact]
    public void Of_RandomFleetsAndChanges_NeverSleepsThroughAFit()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var hosts = Enumerable.Range(0, 4).ToDictionary(i => $"h{i}", i => AnyHost($"h{i}", random), StringComparer.Ordinal);
            var count = random.Next(1, 4);
            var request = $$"""{ "count": {{count}}, "resources": { "VCPU": {{random.Next(1, 5)}} }, "traits": { "required": ["CUSTOM_X"] } }""";
            var context = Planning.Context(Planning.Request(request));
            var shortage = TryShortage(context, hosts.Values);
            for (var step = 0; step < 30 && shortage is not null; step++)
            {
                var name = $"h{random.Next(4)}";
                var (before, after) = (hosts[name], AnyHost(name, random, hosts[name]));
                hosts[name] = after;
                var touched = HostChangeLacks.Of(before, after);
                var added = new List<Lack>();
                var wakes = touched.Overlaps(shortage.Lacks) && shortage.Note(before, after, touched, Planning.Now, added);
                added.ForEach(l => shortage.TryAdd(l));
                var fits = TryShortage(context, hosts.Values) is null;

                Assert.True(wakes || !fits, $"seed {seed}, step {step}: it fits and nobody woke it");
                if (wakes)
                {
                    shortage = TryShortage(context, hosts.Values);
                }
            }
        }
    }

    private static Host AnyHost(string name, Random random, Host? before = null)
    {
        var traits = random.Next(3) > 0 ? """["CUSTOM_X"]""" : "[]";
        var host = Planning.Host(name, $$"""{ "inventories": { "VCPU": {{random.Next(1, 7)}} }, "traits": {{traits}} }""");
        return host with
        {
            AdminState = random.Next(4) == 0 ? AdminState.Disabled : AdminState.Enabled,
            Providers = before is null ? host.Providers : [host.Providers[0] with { Id = before.Id }],
        };
    }

    private static Shortage Shortage(string request, params Host[] hosts) =>
        TryShortage(Planning.Context(Planning.Request(request)), hosts) ?? throw new InvalidOperationException("It fits.");

    private static Shortage? TryShortage(PlacementContext context, IEnumerable<Host> hosts)
    {
        var own = Planner.Plan(Planning.Fleet(hosts), context, context.Request.Count);
        return own.Slots.Length >= context.Request.MinCount
            ? null
            : NovaZones.Core.Placement.Pending.Shortage.Of(context, new TreePlan(own, [], PlanAggregator.Merge(own.Slots, [], context.Request.Count)), hasChildren: false);
    }
}
