using System.Text.Json;
using NovaZones.Core.Federation;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Filters;
using NovaZones.Core.Placement.Packs;
using NovaZones.Core.Quotas;
using NovaZones.Tests.Support.Builders;
using Xunit;

namespace NovaZones.Tests.Unit.Placement.Packs;

public sealed class ExplanationPackTests
{
    private static readonly LocalExplanation Funnel = new(
        100_000,
        3,
        [
            new FilterExplanation("HostState", 0, []),
            new FilterExplanation("Resources", 99_997, [new ReasonCount("resources.too-little", 99_000) { Example = new RejectedHost("höst-1", [new Obstacle("VCPU", "8", "")]) }, new ReasonCount("x", 997)]) { WouldDrop = 99_998 },
        ],
        [new LeadingCandidate("host-1", 1.0 / 3, [new WeigherShare("ram", -2.5, 0.1), new WeigherShare("cpu", 1, double.Epsilon)]), new LeadingCandidate(null, 0, [])]);

    private static readonly RequestChange Change = new("resources", "VCPU", "8", "4", 12, "4 VCPU in place of 8", """{"resources":{"VCPU":4}}""") { Instances = 2 };

    private static readonly PlacementExplanation Plain = new()
    {
        Zone = "paris",
        Policy = "default",
        PolicyVersion = 3,
        Requested = 5,
        Placed = 4,
        Summary = "Placed 4 of 5.",
        Local = Funnel,
        Conflicts = ["1 slot changed", ""],
        Rounds = 2,
        ElapsedMs = 0.1 + 0.2,
    };

    private static readonly ChildExplanation Child = new()
    {
        Zone = "rack",
        Outcome = "Answered",
        StartedMs = 0.5,
        ElapsedMs = 3,
        Offered = 3,
        Taken = 2,
        Local = Funnel,
        Children = [new ChildExplanation { Zone = ChildExplanation.Many, Outcome = "Skipped", Count = 2, Zones = ["a", "b"], Reason = "no room" }],
    };

    public static TheoryData<PlacementExplanation> All =>
    [
        Plain,
        Plain with { Local = LocalExplanation.Nothing, Conflicts = [], Summary = "" },
        Plain with { Quota = new QuotaShortage("t1", "VCPU", "quota", 10, 8, 1, 4), Changes = [Change] },
        Plain with { Local = Funnel with { Changes = [Change], AfterPlacing = [new StopCount("Resources", "resources.too-little", null, 7)] } },
        Plain with { Local = Funnel with { AfterPlacing = [] } },
        Plain with { Children = [Child] },
        Plain with { Children = [Child, Child with { Local = Funnel with { Changes = [Change] } }], Quota = new QuotaShortage("t1", "VCPU", "quota", 10, 8, 1, 4) },
    ];

    [Theory]
    [MemberData(nameof(All))]
    public void ToJson_OfWhatWasPacked_IsTheExplanationsJson(PlacementExplanation explanation)
    {
        var packed = ExplanationPack.Write(explanation);

        Assert.Equal(JsonSerializer.Serialize(explanation, WireJson.Options), ExplanationPack.ToJson(packed));
    }

    // Rows of the first form are kept.
    [Fact]
    public void Read_OfTheFirstForm_FindsTheChildrenInItsJson()
    {
        var writer = new PackWriter();
        writer.Number(1);
        writer.Text("paris");
        writer.Text("default");
        writer.Number(3);
        writer.Number(5);
        writer.Number(4);
        writer.Text("Placed 4 of 5.");
        writer.Number(2);
        writer.Real(Plain.ElapsedMs);
        writer.Number(2);
        writer.Text("1 slot changed");
        writer.Text("");
        FunnelPack.Write(writer, Funnel);
        var plain = writer.ToArray();
        writer.Bytes(JsonSerializer.SerializeToUtf8Bytes(new { children = new[] { Child }, localChanges = new[] { Change } }, WireJson.Options));

        Assert.Equal(JsonSerializer.Serialize(Plain, WireJson.Options), ExplanationPack.ToJson(plain));
        Assert.Equal(
            JsonSerializer.Serialize(Plain with { Children = [Child], Local = Funnel with { Changes = [Change] } }, WireJson.Options), ExplanationPack.ToJson(writer.ToArray()));
    }

    // Rows of the second form, too: every name each time, and what would have helped here in the JSON.
    [Fact]
    public void Read_OfTheSecondForm_IsTheExplanation()
    {
        var explanation = Plain with { Local = Funnel with { Changes = [Change], AfterPlacing = [new StopCount("Resources", "resources.too-little", null, 7)] }, Changes = [Change], Children = [Child] };
        var writer = new PackWriter();
        writer.Begin(isCompact: false);
        writer.Number(2);
        writer.Text("paris");
        writer.Text("default");
        writer.Number(3);
        writer.Number(5);
        writer.Number(4);
        writer.Text("Placed 4 of 5.");
        writer.Number(2);
        writer.Real(Plain.ElapsedMs);
        writer.Number(2);
        writer.Text("1 slot changed");
        writer.Text("");
        FunnelPack.Write(writer, Funnel);
        writer.Bytes(JsonSerializer.SerializeToUtf8Bytes(new { changes = explanation.Changes, localChanges = explanation.Local.Changes, afterPlacing = explanation.Local.AfterPlacing }, WireJson.Options));
        ChildrenPack.Write(writer, explanation.Children);

        Assert.Equal(JsonSerializer.Serialize(explanation, WireJson.Options), ExplanationPack.ToJson(writer.ToArray()));
    }

    // A property that is added must be packed, too, or nobody reads it again.
    [Theory]
    [InlineData(typeof(PlacementExplanation), "Changes Children Conflicts ElapsedMs Local Placed Policy PolicyVersion Quota Requested Rounds Summary Zone")]
    [InlineData(typeof(LocalExplanation), "AfterPlacing Changes Considered Filters Leading Passed")]
    [InlineData(typeof(ChildExplanation), "Children Count ElapsedMs Local Offered Outcome Reason StartedMs Taken Zone Zones")]
    [InlineData(typeof(FilterExplanation), "Dropped Filter Reasons WouldDrop")]
    [InlineData(typeof(ReasonCount), "Example Hosts Reason")]
    [InlineData(typeof(RejectedHost), "Host Obstacles")]
    [InlineData(typeof(Obstacle), "Actual Attribute Wanted")]
    [InlineData(typeof(LeadingCandidate), "Host Score Weighers")]
    [InlineData(typeof(WeigherShare), "Multiplier Share Weigher")]
    public void Properties_OfWhatIsPackedFieldByField_AreThese(Type type, string names) =>
        Assert.Equal(names, string.Join(' ', type.GetProperties().Where(p => p.GetMethod is { IsStatic: false }).Select(p => p.Name).Order(StringComparer.Ordinal)));

    [Fact]
    public void Write_WhatAPlanExplains_IsLessThanAQuarterOfItsJson()
    {
        var fleet = Planning.Fleet(Enumerable.Range(0, 200).Select(i => Planning.Host($"host-{i:D7}", $$$"""{"inventories":{"VCPU":{{{16 + i}}},"MEMORY_MB":65536}}""")));
        var context = Planning.Context(Planning.Request("""{"resources":{"VCPU":2,"MEMORY_MB":4096}}"""), ("ram", 1), ("cpu", 1));
        var explanation = Plain with { Local = Planner.Plan(fleet, context, 1).Explanation, Conflicts = [] };

        var (packed, json) = (ExplanationPack.Write(explanation).Length, JsonSerializer.SerializeToUtf8Bytes(explanation, WireJson.Options).Length);

        TestContext.Current.TestOutputHelper?.WriteLine($"{packed} and {json} bytes");
        Assert.InRange(packed, 1, json / 4);
    }

    [Fact]
    public void Read_CutShort_SaysSo()
    {
        var packed = ExplanationPack.Write(Plain);

        for (var length = 0; length < packed.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() => ExplanationPack.Read(packed.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Read_OfALaterForm_SaysSo()
    {
        var packed = ExplanationPack.Write(Plain);
        packed[0] = 9;

        var fault = Assert.Throws<InvalidDataException>(() => ExplanationPack.Read(packed));

        Assert.Equal("Explanations of form 9 are not known.", fault.Message);
    }
}
