using System.Globalization;
using System.Text.Json;
using NovaZones.Core.Federation;
using NovaZones.Core.Federation.Flaws;
using NovaZones.Core.Federation.Wire;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Filters;
using NovaZones.Core.Placement.Packs;
using NovaZones.Tests.Support.Builders;
using Xunit;

namespace NovaZones.Tests.Unit.Placement.Packs;

public sealed class OfferPackTests
{
    private static readonly LocalExplanation Funnel = new(
        3_000,
        12,
        [
            new FilterExplanation("HostState", 0, []),
            new FilterExplanation("Resources", 2_988, [new ReasonCount("resources.too-little", 2_988) { Example = new RejectedHost("höst-1", [new Obstacle("VCPU", "8", "")]) }]) { WouldDrop = 2_990 },
        ],
        [new LeadingCandidate("host-1", 1.0 / 3, [new WeigherShare("ram", -2.5, 0.1), new WeigherShare("cpu", 1, double.Epsilon)]), new LeadingCandidate(null, 0, [])]);

    private static readonly LocalExplanation Refused = Funnel with
    {
        Changes = [new RequestChange("resources", "VCPU", "8", "4", 12, "4 VCPU in place of 8", """{"resources":{"VCPU":4}}""") { Instances = 2 }],
        AfterPlacing = [new StopCount("Resources", "resources.too-little", null, 7)],
    };

    private static readonly SelectResponse Answer = new()
    {
        ZoneId = Guid.Parse("00000000-0000-0000-0000-000000000001"),
        Scores = [0.5],
        Ties = [7],
        Plan = "sealed",
        Local = Funnel,
        Children =
        [
            new ChildExplanation
            {
                Zone = "rack", Outcome = "Answered", StartedMs = 0.1, ElapsedMs = 2.5, Offered = 3, Taken = 2, Local = Refused,
                Children = [new ChildExplanation { Zone = ChildExplanation.Many, Outcome = "Skipped", Count = 2, Zones = ["a", "b"], Reason = "no room" }],
            },
            new ChildExplanation { Zone = "away", Outcome = "TimedOut", Reason = "no answer within 5 ms" },
        ],
    };

    public static MatrixTheoryData<SelectResponse, int> All => new([Answer, Answer with { Local = LocalExplanation.Nothing, Children = [] }, Answer with { Local = Refused }], [1, OfferPack.Form]);

    [Theory]
    [MemberData(nameof(All))]
    public void Unpack_OfWhatWasPackedAndSent_IsTheAnswer(SelectResponse answer, int form)
    {
        var sent = JsonSerializer.Serialize(OfferPack.Pack(answer, form), WireJson.Options);

        var read = JsonSerializer.Deserialize<SelectResponse>(sent, WireJson.Strict)!.Unpacked();

        Assert.Equal(JsonSerializer.Serialize(answer, WireJson.Options), JsonSerializer.Serialize(read, WireJson.Options));
        Assert.Null(ExplanationFlaws.Of(read));
    }

    [Fact]
    public void Pack_ForAParentThatDoesNotReadIt_IsTheAnswerItself() => Assert.Same(Answer, OfferPack.Pack(Answer, 0));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(99, OfferPack.Form)]
    public void Pack_ForAnotherParent_IsOfTheHighestFormThatBothKnow(int read, int written) => Assert.Equal(written, OfferPack.Pack(Answer, read).Packed![0]);

    [Fact]
    public void Unpack_OfAnOlderChild_IsTheAnswerItself() => Assert.Same(Answer, Answer.Unpacked());

    // In the words of the format: two filters of one name are the name and its place.
    [Fact]
    public void Pack_NamesThatComeAgain_AreSaidOnce()
    {
        var twice = new LocalExplanation(1, 0, [new FilterExplanation("F", 0, []), new FilterExplanation("F", 0, [])], []);

        Assert.Equal(
            [2, 1, 0, 2, 1, 2, (byte)'F', 0, 0, 0, 2, 0, 0, 0, 0, 0, 0], OfferPack.Pack(Answer with { Local = twice, Children = [] }, 2).Packed!);
    }

    [Theory]
    [InlineData(64, 0)]
    [InlineData(65, 1)]
    public void Pack_LongNames_AreSaidEachTime(int length, int again)
    {
        var name = new string('x', length);
        int Packed(int filters) =>
            OfferPack.Pack(Answer with { Local = new LocalExplanation(1, 0, [.. Enumerable.Repeat(new FilterExplanation(name, 0, []), filters)], []), Children = [] }, 2).Packed!.Length;

        // The place, or the mark of a new one with its length and itself; and three numbers.
        Assert.Equal(4 + (again * (length + 1)), Packed(3) - Packed(2));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-0")]
    [InlineData("1")]
    [InlineData("100")]
    [InlineData("101")]
    [InlineData("0.5")]
    [InlineData("-1")]
    [InlineData("5E-324")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1e300")]
    public void Unpack_AnyFigure_HasItsBits(string text)
    {
        var figure = double.Parse(text, CultureInfo.InvariantCulture);
        var local = Funnel with { Leading = [new LeadingCandidate("h", figure, [new WeigherShare("ram", figure, figure)])] };

        var leading = OfferPack.Pack(Answer with { Local = local }, OfferPack.Form).Unpacked().Local.Leading[0];

        var bits = BitConverter.DoubleToInt64Bits(figure);
        Assert.Equal(
            [bits, bits, bits],
            new[] { leading.Score, leading.Weighers[0].Multiplier, leading.Weighers[0].Share }.Select(BitConverter.DoubleToInt64Bits));
    }

    [Theory]
    [InlineData("a name that is none", new byte[] { 2, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData("a place where none was said", new byte[] { 2, 1, 0, 1, 2, 0, 0, 0, 0, 0, 0 })]
    [InlineData("a figure that is too large to be small", new byte[] { 2, 1, 0, 0, 1, 0, 102, 0, 0, 0 })]
    public void Unpack_WhatNobodyPacks_SaysSo(string what, byte[] bytes)
    {
        Assert.NotEmpty(what);
        Assert.Throws<InvalidDataException>(() => (Answer with { Packed = bytes }).Unpacked());
    }

    // A child is not trusted: whatever it packs ends in the same refusal, and in no other fault.
    [Fact]
    public void Unpack_Damaged_SaysSo()
    {
        var packed = OfferPack.Pack(Answer, OfferPack.Form);
        for (var length = 0; length < packed.Packed!.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() => (packed with { Packed = packed.Packed[..length] }).Unpacked());
        }

        Assert.Throws<InvalidDataException>(() => (packed with { Packed = [.. packed.Packed, 0] }).Unpacked());
        Assert.Throws<InvalidDataException>(() => (packed with { Packed = [9, .. packed.Packed[1..]] }).Unpacked());
    }

    [Fact]
    public void Unpack_OfAnyBytes_IsReadOrRefused()
    {
        var random = new Random(1);
        var packed = OfferPack.Pack(Answer, OfferPack.Form).Packed!;
        for (var round = 0; round < 5_000; round++)
        {
            var bytes = packed.ToArray();
            for (var change = random.Next(1, 6); change > 0; change--)
            {
                bytes[random.Next(1, bytes.Length)] = (byte)random.Next(256);
            }

            try
            {
                _ = ExplanationFlaws.Of((Answer with { Packed = bytes }).Unpacked());
            }
            catch (InvalidDataException)
            {
                // The one refusal that there is.
            }
        }
    }

    [Fact]
    public void Unpack_OfMoreLevelsThanThereCanBe_SaysSo()
    {
        var deep = new ChildExplanation { Zone = "z", Outcome = "Answered" };
        for (var level = 0; level < 5_000; level++)
        {
            deep = deep with { Children = [deep] };
        }

        var packed = OfferPack.Pack(Answer with { Children = [deep] }, OfferPack.Form);

        Assert.Throws<InvalidDataException>(() => packed.Unpacked());
    }

    [Fact]
    public void Unpack_OfFiguresThatAreNone_IsAFlaw()
    {
        var packed = OfferPack.Pack(Answer with { Local = Funnel with { Leading = [new LeadingCandidate(null, double.NaN, [])] } }, OfferPack.Form);

        Assert.NotNull(ExplanationFlaws.Of(packed.Unpacked()));
    }

    [Fact]
    public void Pack_OfWhatAPlanExplains_IsLessThanAThirdOfItsJson()
    {
        var fleet = Planning.Fleet(Enumerable.Range(0, 200).Select(i => Planning.Host($"host-{i:D7}", $$$"""{"inventories":{"VCPU":{{{16 + i}}},"MEMORY_MB":65536}}""")));
        var context = Planning.Context(Planning.Request("""{"resources":{"VCPU":2,"MEMORY_MB":4096}}"""), ("ram", 1), ("cpu", 1));
        var funnel = Planner.Plan(fleet, context, 1).Explanation;
        var answer = Answer with { Local = funnel, Children = [new ChildExplanation { Zone = "rack", Outcome = "Answered", Local = funnel }] };

        var (packed, json) = (JsonSerializer.Serialize(OfferPack.Pack(answer, OfferPack.Form), WireJson.Options).Length, JsonSerializer.Serialize(answer, WireJson.Options).Length);

        TestContext.Current.TestOutputHelper?.WriteLine($"{packed} and {json} bytes");
        Assert.InRange(packed, 1, json / 3);
    }
}
