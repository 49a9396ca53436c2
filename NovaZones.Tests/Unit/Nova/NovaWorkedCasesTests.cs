using NovaZones.Core.Fleet;
using NovaZones.Core.Placement;
using NovaZones.Core.Query;
using NovaZones.Tests.Support.Builders;
using Xunit;

namespace NovaZones.Tests.Unit.Nova;

/// <summary>
/// What the documentation of Nova's schedulers worked out by example, in our words for the same figures. Where this product corrects
/// Nova, the case says so. The operators of extra specs are in <c>CapabilityExpressionTests</c>.
/// </summary>
public sealed class NovaWorkedCasesTests
{
    private static readonly Host[] Hosts =
    [
        .. Enumerable.Range(1, 4).Select(i => Planning.Host(
            $"host{i}", $$"""{"inventories":{"MEMORY_MB":{"total":4096,"reserved":0},"DISK_GB":{{i * 100}},"VCPU":8},"capabilities":{"enabled":{{(i % 2 == 0 ? "true" : "false")}},"cpu_model":"m{{i}}","drive":"ssd{{i}}"} }""")),
    ];

    /// <summary>1, 2, 3 and (all but 1 MiB) 4 GiB free on equal machines, one instance on each.</summary>
    private static Host[] Loaded() =>
    [
        .. Hosts.Select((h, i) => h.WithInstance(ResourceFit.Arrange(Planning.Request($$"""{"resources":{"MEMORY_MB":{{(3 - i == 0 ? 1 : (3 - i) * 1024)}} } }"""), h)!.Value)),
    ];

    private static string[] Order(params (string, double)[] weights) =>
        [.. Planner.Plan(Planning.Fleet(Loaded()), Planning.Context(Planning.Request("""{"resources":{"VCPU":1,"MEMORY_MB":512},"group":{"name":"g","policy":"anti-affinity"}}"""), weights), 4).Slots.Select(s => s.HostName)];

    /// <summary>"Prefer hosts that have less memory free": fill first. There a positive cost weight, here a negative multiplier, since the highest score wins.</summary>
    [Fact]
    public void LeastCost_FillFirst_TakesTheFullestHostThatFits() =>
        Assert.Equal(["host1", "host2", "host3", "host4"], Order(("ram", -1)));

    /// <summary>The default weight of -1.0 turned the function round: most free memory first.</summary>
    [Fact]
    public void LeastCost_WeightTurnedRound_SpreadsFirst() =>
        Assert.Equal(["host4", "host3", "host2", "host1"], Order(("ram", 1)));

    /// <summary>The weighted sum of several functions. Corrected: nothing is normalised by which other hosts are looked at, so a host's score stays when the others go.</summary>
    [Fact]
    public void LeastCost_WeightedSum_DoesNotDependOnOtherHosts()
    {
        var context = Planning.Context(Planning.Request("""{"resources":{"VCPU":1,"MEMORY_MB":512}}"""), ("ram", 2), ("cpu", 1));

        var all = Planner.Plan(Planning.Fleet(Loaded()), context, 1).Slots[0];
        var alone = Planner.Plan(Planning.Fleet(Loaded()[3]), context, 1).Slots[0];

        Assert.Equal("host4", all.HostName);
        Assert.Equal((2 * (4095 - 512) / 4096.0) + (7 / 8.0), all.Score, 12);
        Assert.Equal(all.Score, alone.Score);
    }

    [Theory]
    // The documented example: at least so much memory and so much disk.
    [InlineData("""["and",[">=","$free.MEMORY_MB",2048],[">=","$free.DISK_GB",300]]""", "host3 host4")]
    [InlineData("""["and",[">=","$free.MEMORY_MB",1024],["=","$enabled",true]]""", "host2 host4")]
    [InlineData("""["or",["and",["<","$free.MEMORY_MB",1500],["<","$free.DISK_GB",150]],["and",[">","$free.MEMORY_MB",3000],[">","$free.DISK_GB",350]]]""", "host1 host4")]
    [InlineData("""["not",["=","$enabled",true]]""", "host1 host3")]
    [InlineData("""["in","$free.DISK_GB",100,300,500]""", "host1 host3")]
    // Choices as one list mean the same as flat ones.
    [InlineData("""["in","$free.DISK_GB",[100,300,500]]""", "host1 host3")]
    [InlineData("""["=","$cpu_model","m2"]""", "host2")]
    // Compared with every argument, not with the next one only.
    [InlineData("""["<","$free.DISK_GB",400,250]""", "host1 host2")]
    // Asks for everything.
    [InlineData("[]", "host1 host2 host3 host4")]
    [InlineData("{}", "host1 host2 host3 host4")]
    // Several conditions under not: true when any of them is false.
    [InlineData("""["not",["=","$enabled",true],["=","$enabled",false]]""", "host1 host2 host3 host4")]
    // A variable that no host has: false, and true below an explicit not.
    [InlineData("""["=","$...","$free.MEMORY_MB"]""", "")]
    [InlineData("""["not",[">","$nothing",1]]""", "host1 host2 host3 host4")]
    // Zero is a value, not a missing one.
    [InlineData("""["=","$host.instances",0]""", "")]
    [InlineData("""["<=","$used.VCPU",0]""", "host1 host2 host3 host4")]
    [InlineData("""["and"]""", "host1 host2 host3 host4")]
    [InlineData("""["or"]""", "")]
    public void JsonFilter_Example_KeepsTheHosts(string query, string expected)
    {
        Assert.True(QueryParser.TryParse(query, out var parsed, out var faults), string.Join("; ", faults));

        Assert.Equal(expected, string.Join(' ', Loaded().Where(h => parsed.Evaluate(Planning.Candidate(h))).Select(h => h.Name)));
    }

    [Theory]
    // Nova answered these with an exception, or with false on every host; here they are refused before any host is looked at.
    [InlineData("""["!","$free.MEMORY_MB",1024]""")]
    [InlineData("""["=","$free.MEMORY_MB"]""")]
    [InlineData("""["in","$free.MEMORY_MB"]""")]
    [InlineData("""["and","text"]""")]
    [InlineData("""["<","a",1]""")]
    [InlineData("""["="]""")]
    public void JsonFilter_WrongQuery_IsRefusedWithItsPlace(string query)
    {
        Assert.False(QueryParser.TryParse(query, out _, out var faults));
        Assert.All(faults, f => Assert.StartsWith("query", f.Position, StringComparison.Ordinal));
    }
}
