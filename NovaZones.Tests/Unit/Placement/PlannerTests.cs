using NovaZones.Core.Fleet;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Filters;
using NovaZones.Core.Placement.Weighers;
using NovaZones.Tests.Support.Builders;
using Xunit;

namespace NovaZones.Tests.Unit.Placement;

public sealed class PlannerTests
{
    [Fact]
    public void Plan_Several_DepletesVirtuallyAndSpreads()
    {
        var fleet = Planning.Fleet(Planning.Host("a", """{"inventories":{"VCPU":4}}"""), Planning.Host("b", """{"inventories":{"VCPU":4}}"""));
        var context = Planning.Context(Planning.Request("""{"resources":{"VCPU":1}}"""), ("cpu", 1));

        var plan = Planner.Plan(fleet, context, 4);

        Assert.Equal([2, 2], plan.Slots.GroupBy(s => s.HostName).Select(g => g.Count()));
        Assert.Equal([0.75, 0.75, 0.5, 0.5], plan.Slots.Select(s => s.Score));
        Assert.Equal(0, fleet.Find("a")!.InstanceCount);
    }

    [Fact]
    public void Plan_MoreThanFit_GivesWhatThereIs()
    {
        var fleet = Planning.Fleet(Planning.Host("a", """{"inventories":{"VCPU":3}}"""));

        Assert.Equal(3, Planner.Plan(fleet, Planning.Context(Planning.Request("""{"resources":{"VCPU":1}}""")), 10).Slots.Length);
    }

    [Fact]
    public void Plan_AnyOrderOfHosts_GivesTheSameSlots()
    {
        var hosts = Enumerable.Range(0, 50).Select(i => Planning.Host($"h{i}", """{"inventories":{"VCPU":8}}""")).ToList();
        var context = Planning.Context(Planning.Request("""{"resources":{"VCPU":2}}"""), ("cpu", 1));

        var forward = Planner.Plan(Planning.Fleet(hosts), context, 60);
        var backward = Planner.Plan(Planning.Fleet(hosts.AsEnumerable().Reverse()), context, 60);

        Assert.Equal(forward.Slots.Select(s => (s.HostName, s.Score)), backward.Slots.Select(s => (s.HostName, s.Score)));
    }

    [Fact]
    public void Plan_OneOrMany_AgreeOnTheFirstAndCountEveryHost()
    {
        var hosts = Enumerable.Range(0, 700).Select(i => Planning.Host($"h{i}", $$"""{"inventories":{"VCPU":{{1 + (i % 40)}} } }"""));
        var fleet = Planning.Fleet(hosts);
        var context = Planning.Context(Planning.Request("""{"resources":{"VCPU":5}}"""), ("cpu", 1), ("random", 0.3));

        var one = Planner.Plan(fleet, context, 1);
        var many = Planner.Plan(fleet, context, 20);

        Assert.Equal(many.Slots[0].HostName, one.Slots[0].HostName);
        Assert.Equal(many.Explanation.Leading.Select(l => l.Host), one.Explanation.Leading.Select(l => l.Host));
        Assert.Equal((700, one.Explanation.Considered - one.Explanation.Passed), (one.Explanation.Considered, one.Explanation.Filters.Sum(f => f.Dropped)));
    }

    [Fact]
    public void Digest_NameAndCount_DoNotChangeWhatIsAsked()
    {
        var first = Planning.Request("""{"name":"a","count":2,"resources":{"VCPU":1,"MEMORY_MB":2}}""");
        var second = Planning.Request("""{"resources":{"MEMORY_MB":2,"VCPU":1},"count":7}""");
        var other = Planning.Request("""{"resources":{"MEMORY_MB":3,"VCPU":1}}""");

        Assert.Equal(first.Digest, second.Digest);
        Assert.NotEqual(first.Digest, other.Digest);
    }

    [Theory]
    [InlineData("ram", 0.5)]
    [InlineData("cpu", 0.75)]
    [InlineData("disk", 0)]
    [InlineData("best-fit", 0.375)]
    public void Weigh_HalfFullHost_IsTheSumWrittenOut(string weigher, double share)
    {
        // MEMORY_MB: 16384 − 4096 used − 4096 asked = 8192 ÷ 16384; VCPU: 8 − 0 − 2 = 6 ÷ 8; best-fit: (8192 ÷ 16384 + 2 ÷ 8) ÷ 2; no disk.
        var host = Planning.Host("h", """{"inventories":{"MEMORY_MB":16384,"VCPU":8}}""");
        host = host.WithInstance([new AllocationPart(host.Id, ResourceClass.MemoryMb, 4096)]);
        var context = Planning.Context(Planning.Request("""{"resources":{"MEMORY_MB":4096,"VCPU":2}}"""));

        Assert.Equal(share, Planning.Catalog().Weigher(weigher)!.Weigh(context, Planning.Candidate(host)));
    }

    [Fact]
    public void Weigh_CapacityBelowUse_IsZeroAndNotNegative()
    {
        var host = Planning.Host("h", """{"inventories":{"VCPU":4}}""");
        host = host.WithInstance([new AllocationPart(host.Id, ResourceClass.Vcpu, 4)]);

        Assert.Equal(0, FreeShareWeigher.ForCpu().Weigh(Planning.Context(Planning.Request("""{"resources":{"VCPU":2}}""")), Planning.Candidate(host)));
    }

    [Theory]
    [InlineData(60, null)]
    [InlineData(61, HostStateFilter.Down)]
    public void HostState_AtAndBeyondTheLimit_PassesAndRejects(int seconds, string? reason)
    {
        var context = Planning.Context(Planning.Request("""{"resources":{"VCPU":1}}""")) with { Now = Planning.Now.AddSeconds(seconds) };

        Assert.Equal(new FilterVerdict(reason), new HostStateFilter().Evaluate(context, Planning.Candidate(Planning.Host("h", """{"inventories":{"VCPU":1}}"""))));
    }

    [Theory]
    [InlineData("""{"resources":{"PGPU":1}}""", ResourcesFilter.NoSuchClass)]
    [InlineData("""{"resources":{"VCPU":5}}""", ResourcesFilter.NotEnoughFree)]
    [InlineData("""{"resources":{"VCPU":4}}""", null)]
    [InlineData("""{"groups":[{"resources":{"VCPU":1},"traits":{"required":["CUSTOM_NONE"]}}]}""", ResourcesFilter.NoArrangement)]
    public void Resources_EachReason_IsTheOneThatHolds(string request, string? reason) => Assert.Equal(
        new FilterVerdict(reason),
        new ResourcesFilter().Evaluate(Planning.Context(Planning.Request(request)), Planning.Candidate(Planning.Host("h", """{"inventories":{"VCPU":4}}"""))));

    [Theory]
    [InlineData("""{"required":["CUSTOM_A"]}""", null)]
    [InlineData("""{"required":["CUSTOM_GPU"]}""", null)]
    [InlineData("""{"required":["CUSTOM_B"]}""", TraitsFilter.Missing)]
    [InlineData("""{"forbidden":["CUSTOM_GPU"]}""", TraitsFilter.Forbidden)]
    [InlineData("""{"anyOf":[["CUSTOM_B","CUSTOM_A"]]}""", null)]
    [InlineData("""{"anyOf":[["CUSTOM_A"],["CUSTOM_B","CUSTOM_C"]]}""", TraitsFilter.NoneOf)]
    public void Traits_AnywhereInTheTree_Count(string traits, string? reason)
    {
        var host = Planning.Host("h", """{"inventories":{"VCPU":4},"traits":["CUSTOM_A"],"providers":[{"name":"g","traits":["CUSTOM_GPU"]}]}""");
        var request = Planning.Request("""{"resources":{"VCPU":1},"traits":""" + traits + "}");

        Assert.Equal(new FilterVerdict(reason), new TraitsFilter().Evaluate(Planning.Context(request), Planning.Candidate(host)));
    }
}
