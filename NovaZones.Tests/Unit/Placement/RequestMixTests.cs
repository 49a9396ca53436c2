using System.Collections.Immutable;
using System.Text.Json;
using NovaZones.Core.Federation;
using NovaZones.Core.Federation.Wire;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Mix;
using NovaZones.Core.Placement.Weighers;
using NovaZones.Tests.Support.Builders;
using Xunit;

namespace NovaZones.Tests.Unit.Placement;

public sealed class RequestMixTests
{
    private static readonly ImmutableSortedDictionary<string, double> Weights =
        PlacementRequest.NoWeights.Add(FragmentationWeigher.WeigherName, 1);

    [Fact]
    public void MostFrequent_RareKinds_AreLeftOutOnceNinetyFivePercentAreCovered()
    {
        var mix = RequestMix.MostFrequent([.. new[] { 4.0, 60, 30, 6 }.Select((count, i) => KeyValuePair.Create(Cpu(i + 1), count))]);

        // 60 + 30 + 6 = 96 of 100
        Assert.Equal([(2, 0.6), (3, 0.3), (4, 0.06)], mix.Entries.Select(e => ((int)e.Request.Resources[0].Amount, e.Popularity)));
    }

    [Fact]
    public void Note_NamesAndCounts_AreOneKindWithAllItsInstances()
    {
        var recorder = new RequestMixRecorder();

        recorder.Note(Planning.Request("""{"name":"a","count":3,"resources":{"VCPU":1}}"""));
        var mix = recorder.Note(Planning.Request("""{"name":"b","resources":{"VCPU":2}}"""));

        Assert.Equal([(1, 0.75), (2, 0.25)], mix.Entries.Select(e => ((int)e.Request.Resources[0].Amount, Math.Round(e.Popularity, 3))));
    }

    [Fact]
    public void Note_LongAgo_CountsHalf()
    {
        var recorder = new RequestMixRecorder();
        recorder.Note(Planning.Request("""{"count":100,"resources":{"VCPU":1}}"""));
        for (var i = 0; i < RequestMixRecorder.HalfLife / 100; i++)
        {
            recorder.Note(Planning.Request($$"""{"count":100,"resources":{"VCPU":{{2 + (i % 2)}} } }"""));
        }

        // 100 of old against two kinds of 10,000 that weigh between one and two of theirs: far below 5 %.
        Assert.Equal([2, 3], recorder.Current.Entries.Select(e => (int)e.Request.Resources[0].Amount).Order());
    }

    [Fact]
    public void Note_MoreKindsThanRemembered_StaysBounded()
    {
        var recorder = new RequestMixRecorder();
        for (var i = 1; i <= RequestMixRecorder.MaxKinds * 2; i++)
        {
            recorder.Note(Cpu(i));
        }

        Assert.InRange(recorder.Current.Entries.Length, 1, RequestMix.MaxEntries);
    }

    [Fact]
    public void Wire_ThereAndBack_IsTheSameMix()
    {
        var mix = Planning.Mix(
            ("""{"name":"x","count":4,"resources":{"VCPU":2},"groups":[{"resources":{"GPU_MILLI":500}}],"policy":"packing"}""", 0.7), ("""{"resources":{"VCPU":1}}""", 0.1));
        var wire = new MixWire(new PlacementRequestParser(new PlacementLimits()));

        var json = JsonSerializer.Serialize(wire.Write(mix, Weights), WireJson.Options);
        var read = wire.TryRead(JsonSerializer.Deserialize<ImmutableArray<MixEntryBody>>(json, WireJson.Options), out var back, out _);

        Assert.True(read);
        Assert.Equal(mix.Entries.Select(e => (e.Request.Digest, e.Popularity)), back.Entries.Select(e => (e.Request.Digest, e.Popularity)));
        Assert.DoesNotContain("\"x\"", json, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_NoMultiplierNeedsIt_IsAbsent() =>
        Assert.Null(new MixWire(new PlacementRequestParser(new PlacementLimits())).Write(Planning.Mix(("""{"resources":{"VCPU":1}}""", 1)), PlacementRequest.NoWeights));

    [Fact]
    public void TryRead_BadEntries_NamesEachFault()
    {
        var wire = new MixWire(new PlacementRequestParser(new PlacementLimits()));
        using var document = JsonDocument.Parse("""{"resources":{"VCPU":0}}""");

        Assert.False(wire.TryRead([new MixEntryBody(document.RootElement, 2)], out _, out var faults));
        Assert.Equal(["mix[0].popularity", "mix[0].request.resources.VCPU"], faults.Select(f => f.Field));
        Assert.False(wire.TryRead([.. Enumerable.Repeat(new MixEntryBody(document.RootElement, 0.1), RequestMix.MaxEntries + 1)], out _, out faults));
        Assert.Equal(["mix"], faults.Select(f => f.Field));
    }

    private static PlacementRequest Cpu(int amount) => Planning.Request($$"""{"resources":{"VCPU":{{amount}} } }""");
}
