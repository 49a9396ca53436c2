using System.Globalization;
using NovaZones.Core.Federation.Asking;
using NovaZones.Core.Fleet;
using NovaZones.Core.Query;
using NovaZones.Core.Zones;
using NovaZones.Tests.Support.Builders;
using Xunit;

namespace NovaZones.Tests.Unit.Federation;

/// <summary>What a summary tells of capabilities rules out what no host of it can meet, and never what one can.</summary>
public sealed class SummaryScreenTests
{
    private static readonly string[] Operators =
        ["", "= ", "== ", "!= ", ">= ", "<= ", "> ", "< ", "s== ", "s!= ", "s< ", "s<= ", "s> ", "s>= ", "<in> ", "<all-in> ", "<or> "];

    private static readonly string[] Words = ["H100", "A100", "a", "b", "ab", "true", "6000", "6e3", "-0", "5.5", "[a]", "[", ""];

    [Theory]
    [InlineData(">= 6000", "no host tells a x that meets >= 6000", 5000, 5999)]
    [InlineData(">= 6000", null, 5000, 6000)]
    [InlineData("== 7", "no host tells a x that meets == 7", 8, 9)]
    [InlineData("== 8.5", null, 8, 9)]
    [InlineData("!= 8", "no host tells a x that meets != 8", 8, 8)]
    [InlineData("H100", "no host tells a x that meets H100", 8, 9)]
    [InlineData("<or> 8.5 <or> H100", null, 8, 9)]
    [InlineData("s< 9", null, 8, 9)]
    public void RuleOut_Numbers_AreHeldAgainstTheirBounds(string wanted, string? expected, double min, double max) =>
        Assert.Equal(expected, RuleOut(wanted, new CapabilitySummary(null, min, max, Whole: true)));

    [Theory]
    [InlineData("<or> H100 <or> H200", "no host tells a x that meets <or> H100 <or> H200", "A100 T4")]
    [InlineData("<or> H100 <or> T4", null, "A100 T4")]
    [InlineData("s== x", "no host tells a x that meets s== x", "A100 T4")]
    [InlineData("s!= T4", null, "A100 T4")]
    [InlineData("s!= T4", "no host tells a x that meets s!= T4", "T4")]
    [InlineData("<all-in> avx vmx", null, "[vmx,avx]")]
    [InlineData("<all-in> avx vmx", "no host tells a x that meets <all-in> avx vmx", "[vmx] [avx]")]
    [InlineData(">= 6000", null, "6000.5 many")]
    public void RuleOut_Values_AreHeldOneByOne(string wanted, string? expected, string values) =>
        Assert.Equal(expected, RuleOut(wanted, new CapabilitySummary([.. values.Split(' ')], null, null, Whole: true)));

    [Fact]
    public void RuleOut_ListsWereCutOrNotSaidToBeWhole_RulesNothingOut()
    {
        Assert.Null(RuleOut("H100", new CapabilitySummary(null, null, null)));
        Assert.Null(RuleOut(">= 6000", new CapabilitySummary(null, 1, 2)));
        Assert.NotNull(RuleOut("H100", new CapabilitySummary(["A100"], null, null)));
        Assert.Null(RuleOut("H100", new CapabilitySummary(["A100"], null, null, Whole: true), truncated: true));
    }

    [Fact]
    public void RuleOut_RandomHostsInTwoLevels_NeverRulesOutWhatAHostMeets()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var ruledOut = 0;
        for (var round = 0; round < 3000; round++)
        {
            var values = Enumerable.Range(0, random.Next(1, random.Next(10) == 0 ? 80 : 5)).Select(_ => Value(random, isNested: false)).ToList();
            var below = Summary(values.Skip(values.Count / 2));
            var whole = Summary(values.Take(values.Count / 2), below);
            var wanted = CapabilityExpression.Parse(Operators[random.Next(Operators.Length)] + Words[random.Next(Words.Length)]);

            var isRuledOut = !SummaryScreen.MayMeet(wanted, whole.Capabilities["x"]);

            ruledOut += isRuledOut ? 1 : 0;
            Assert.False(isRuledOut && values.Exists(v => wanted.Evaluate(v).Passed), $"seed {seed}: {wanted} of {string.Join(" | ", values)}");
        }

        Assert.InRange(ruledOut, 300, 2700);
    }

    private static string? RuleOut(string wanted, CapabilitySummary told, bool truncated = false)
    {
        var request = Planning.Request("""{"resources":{"VCPU":1},"capabilities":{"x":"WANTED"}}""".Replace("WANTED", wanted, StringComparison.Ordinal));
        var summary = Infos.With(1).Summary;
        return SummaryScreen.RuleOut(request, summary with { Capabilities = summary.Capabilities.Add("x", told), Truncated = truncated });
    }

    private static ZoneSummary Summary(IEnumerable<CapabilityValue> values, ZoneSummary? below = null)
    {
        var builder = new SummaryBuilder(Guid.CreateVersion7(), Planning.Now, Planning.StaleAfter);
        foreach (var (value, i) in values.Select((v, i) => (v, i)))
        {
            var host = Planning.Host(string.Create(CultureInfo.InvariantCulture, $"h{i}"), """{"inventories":{"VCPU":1}}""");
            builder.Add(host with { Capabilities = host.Capabilities.SetItem("x", value) });
        }

        if (below is not null)
        {
            builder.Add(new ZoneNode { Name = "below", Path = "below", State = "Online" }, below);
        }

        return builder.Build([], [], 500);
    }

    private static CapabilityValue Value(Random random, bool isNested) => random.Next(isNested ? 5 : 8) switch
    {
        0 or 1 => CapabilityValue.FromText(Words[random.Next(Words.Length)]),
        2 => CapabilityValue.FromNumber(random.Next(3) switch { 0 => 6000, 1 => random.Next(10), _ => -random.NextDouble() * 10000 }),
        3 => CapabilityValue.FromBoolean(random.Next(2) == 0),
        4 => CapabilityValue.FromText(random.Next(100).ToString(CultureInfo.InvariantCulture)),
        _ => CapabilityValue.FromList([.. Enumerable.Range(0, random.Next(4)).Select(_ => Value(random, isNested: true))]),
    };
}
