using NovaZones.Core.Fleet;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Groups;
using NovaZones.Core.Placement.Weighers;
using NovaZones.Tests.Support.Builders;
using Xunit;

namespace NovaZones.Tests.Unit.Placement;

/// <summary>What every weigher gives at the ends of its range, and in the examples of its section in docs/weighers.md.</summary>
public sealed class WeigherBoundaryTests
{
    [Theory]

    // All that is left is taken: nothing free; nothing asked of an empty host: all of it.
    [InlineData("cpu", """{"VCPU":16}""", """{"resources":{"VCPU":16}}""", 0)]
    [InlineData("cpu", """{"VCPU":16}""", """{"resources":{"MEMORY_MB":1}}""", 1)]
    [InlineData("ram", """{"MEMORY_MB":4096}""", """{"resources":{"MEMORY_MB":4096}}""", 0)]
    [InlineData("ram", """{"VCPU":16}""", """{"resources":{"VCPU":1}}""", 0)]
    [InlineData("disk", """{"DISK_GB":1000}""", """{"resources":{"DISK_GB":100}}""", 0.9)]
    [InlineData("resource:PGPU", """{"PGPU":8}""", """{"resources":{"PGPU":8}}""", 0)]

    // Full after placing, and as good as empty.
    [InlineData("best-fit", """{"VCPU":16}""", """{"resources":{"VCPU":16}}""", 1)]
    [InlineData("best-fit", """{"VCPU":1000000}""", """{"resources":{"VCPU":1}}""", 0.000001)]

    // One class alone is never lopsided; a full beside an empty one is as lopsided as can be.
    [InlineData("balance", """{"VCPU":16}""", """{"resources":{"VCPU":16}}""", 1)]
    [InlineData("balance", """{"VCPU":16,"MEMORY_MB":1000000}""", """{"resources":{"VCPU":16,"MEMORY_MB":1}}""", 0.000001)]

    // Free in just the proportion that is asked.
    [InlineData("dot-product", """{"VCPU":16,"MEMORY_MB":1600}""", """{"resources":{"VCPU":4,"MEMORY_MB":400}}""", 1)]
    public void Weigh_EndOfTheRange_IsTheSumWrittenOut(string weigher, string inventories, string request, double share) => Assert.Equal(
        share, Share(weigher, Planning.Request(request), Planning.Host("h", $$"""{"inventories":{{inventories}} }""")), 12);

    [Theory]
    [InlineData("io-ops", "io_ops")]
    [InlineData("build-failures", "build_failures")]
    public void FewOf_Count_IsOneOverOneMore(string weigher, string capability)
    {
        double Of(string value) => Share(weigher, Planning.Request(Plain), Planning.Host("h", $$"""{"capabilities":{"{{capability}}":{{value}} } }"""));

        Assert.Equal([1, 0.5, 0.25, 1], new[] { Of("0"), Of("1"), Of("3"), Of("\"many\"") });

        // Nonsense from a reporter stays a share.
        Assert.InRange(Of("-5"), 0, 1);
        Assert.InRange(Of("1e308"), 0, 1);
    }

    [Theory]
    [InlineData("99.999", 0)]
    [InlineData("100", 0)]
    [InlineData("150", 0.25)]
    [InlineData("300", 1)]
    [InlineData("300.001", 1)]
    public void Capability_Bounds_HoldItWithinZeroAndOne(string value, double share) => Assert.Equal(
        share, Share("capability:power[100..300]", Planning.Request(Plain), Planning.Host("h", $$"""{"capabilities":{"power":{{value}} } }""")), 12);

    [Theory]
    [InlineData("[]", 0)]
    [InlineData("""["CUSTOM_C"]""", 0)]
    [InlineData("""["CUSTOM_A","CUSTOM_C"]""", 0.5)]
    [InlineData("""["CUSTOM_A","CUSTOM_B"]""", 1)]
    public void TraitPreference_PresentOfPreferred_IsTheirShare(string preferred, double share) => Assert.Equal(
        share,
        Share("trait-preference", Planning.Request($$"""{"resources":{"VCPU":1},"traits":{"preferred":{{preferred}} } }"""), Planning.Host("h", """{"traits":["CUSTOM_A"],"providers":[{"name":"p","traits":["CUSTOM_B"]}]}""")));

    [Theory]
    [InlineData("soft-affinity", "soft-affinity", 0, 0)]
    [InlineData("soft-affinity", "soft-affinity", 1, 0.5)]
    [InlineData("soft-affinity", "soft-affinity", 3, 0.75)]
    [InlineData("soft-affinity", "soft-anti-affinity", 3, 0)]
    [InlineData("soft-anti-affinity", "soft-anti-affinity", 0, 1)]
    [InlineData("soft-anti-affinity", "soft-anti-affinity", 1, 0.5)]
    [InlineData("soft-anti-affinity", "soft-anti-affinity", 3, 0.25)]
    [InlineData("soft-anti-affinity", "anti-affinity", 0, 0)]
    public void SoftGroup_MembersOnTheHost_Decide(string weigher, string policy, int members, double share)
    {
        var host = Enumerable.Range(0, members).Aggregate(Planning.Host("h", "{}"), (h, _) => h.WithInstance([], "g"));

        Assert.Equal(share, Share(weigher, Planning.Request($$"""{"resources":{"VCPU":1},"group":{"name":"g","policy":"{{policy}}"} }"""), host));
        Assert.Equal(0, Share(weigher, Planning.Request(Plain), host));
    }

    [Theory]
    [InlineData("\"r1\"", 3, 0.25)]
    [InlineData("\"r2\"", 3, 1)]
    [InlineData("\"r1\"", 0, 1)]
    [InlineData("null", 3, 0)]
    public void Spread_MembersWithTheHostsValue_Decide(string rack, int members, double share)
    {
        var host = Planning.Host("h", rack == "null" ? "{}" : $$"""{"capabilities":{"rack":{{rack}} } }""");
        var other = Enumerable.Range(0, members).Aggregate(Planning.Host("other", """{"capabilities":{"rack":"r1"}}"""), (h, _) => h.WithInstance([], "g"));
        var context = Planning.Context(Planning.Request("""{"resources":{"VCPU":1},"group":{"name":"g","policy":"anti-affinity"}}"""), ("spread:rack", 1));
        context = context with { Group = GroupState.Of(Planning.Fleet(host, other), context) };

        Assert.Equal(share, context.Policy.Weighers.Single().Weigher.Weigh(context, Planning.Candidate(host)));
    }

    [Fact]
    public void Random_ManyHosts_LooksUniformAndRepeats()
    {
        var hosts = Enumerable.Range(0, 2000).Select(i => Planning.Host($"h{i}", "{}")).ToList();

        double[] Of(string request) => [.. hosts.Select(h => Share(RandomWeigher.WeigherName, Planning.Request(request), h))];

        var shares = Of(Plain);
        Assert.All(shares, s => Assert.InRange(s, 0, 1));
        Assert.All(shares.GroupBy(s => (int)(s * 10)), tenth => Assert.InRange(tenth.Count(), 140, 260));
        Assert.Equal(shares, Of(Plain));
        Assert.Equal(shares, Of("""{"name":"another name","count":7,"resources":{"VCPU":1}}"""));
        Assert.InRange(shares.Zip(Of("""{"resources":{"VCPU":2}}""")).Count(p => p.First < p.Second), 850, 1150);
    }

    private const string Plain = """{"resources":{"VCPU":1}}""";

    private static double Share(string weigher, PlacementRequest request, Host host) =>
        Planning.Catalog().Weigher(weigher)!.Weigh(Planning.Context(request), Planning.Candidate(host));
}
