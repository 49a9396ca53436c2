using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using NovaZones.Core.Federation;
using NovaZones.Core.Federation.Asking;
using NovaZones.Core.Live;
using NovaZones.Core.Placement;
using NovaZones.Core.Zones;
using NovaZones.Tests.Support.Builders;
using Xunit;

namespace NovaZones.Tests.Unit.Federation;

/// <summary>Whom to ask, judged for all children at once.</summary>
public sealed class ChildScreenTests
{
    private static readonly string[] Classes = ["VCPU", "PGPU", "CUSTOM_X"];
    private static readonly string[] Names = ["CUSTOM_A", "CUSTOM_B", "CUSTOM_C"];

    private readonly FakeTimeProvider _time = new(Planning.Now);

    [Fact]
    public void Sort_RandomChildren_DoubtsWhomTheSpecificationRulesOut()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var round = 0; round < 100; round++)
        {
            var registry = Registry();
            for (var i = 0; i < 70; i++)
            {
                var child = Infos.Child($"c{i:d2}");
                registry.Put(child);
                if (random.Next(10) > 0)
                {
                    registry.Succeeded(child.Id, Infos.Of(Guid.CreateVersion7(), Summary(random)), TimeSpan.Zero);
                }
            }

            var request = Planning.Request(Body(random));
            var screening = new ChildScreen(registry.Book, 0).Sort(Ask(request), "root");
            var likely = screening.Likely.Each().Select(i => registry.All[i].Child.Name);
            var specified = registry.All.Where(s => s.Info is null || SummaryScreen.RuleOut(request, s.Info.Summary) is null).Select(s => s.Child.Name);

            Assert.True(specified.SequenceEqual(likely), $"seed {seed}, round {round}: {request.Json}");
            Assert.Equal(70, screening.Likely.Count + screening.Out.Sum(g => g.Children.Count));
        }
    }

    [Theory]
    [InlineData("""{"only":["c02"]}""", "c02")]
    [InlineData("""{"only":["root!c02!x","c03"]}""", "c02 c03")]
    [InlineData("""{"only":["root"],"not":["c01"]}""", "c00 c02 c03")]
    [InlineData("""{"not":["c01!x","root!c00"]}""", "c01 c02 c03")]
    [InlineData("""{"localOnly":true}""", "")]
    public void Sort_ZoneConditions_LeaveOutWholeChildren(string zones, string expected)
    {
        var registry = Registry();
        foreach (var i in Enumerable.Range(0, 4))
        {
            registry.Put(Infos.Child($"c{i:d2}"));
        }

        var screening = new ChildScreen(registry.Book, 0).Sort(Ask(Planning.Request("""{"resources":{"VCPU":1},"zones":""" + zones + "}")), "root");

        Assert.Equal(expected, string.Join(' ', screening.Likely.Each().Select(i => registry.All[i].Child.Name)));
    }

    [Fact]
    public void ToLines_ManyChildren_AreToldByReasonWithTheirNames()
    {
        var registry = Registry();
        foreach (var i in Enumerable.Range(0, 300))
        {
            var child = Infos.Child($"c{i:d3}");
            registry.Put(child);
            registry.Succeeded(child.Id, Infos.Of(Guid.CreateVersion7(), Infos.With(i % 3 == 0 ? 0 : 1).Summary), TimeSpan.Zero);
        }

        var request = Planning.Request("""{"resources":{"VCPU":9}}""");
        var screen = new ChildScreen(registry.Book, 0);
        var screening = screen.Sort(Ask(request), "root");
        var (few, many) = (new NotAskedLines(screen, request, 300), new NotAskedLines(screen, request, 64));
        few.NotNeeded(screening);
        many.NotNeeded(screening);

        Assert.Equal(300, few.ToLines().Length);
        Assert.Equal("not needed: has at most 8 VCPU free in one place", few.ToLines().Single(l => l.Zone == "c001").Reason);
        Assert.Equal(
            [("*", 100, "not needed: no host is up there", "c000 c003"), ("*", 200, "not needed: has not enough VCPU free in one place", "c001 c002")],
            many.ToLines().Select(l => (l.Zone, l.Count!.Value, l.Reason!, string.Join(' ', l.Zones!.Value.Take(2)))));
    }

    [Fact]
    public void Screen_FiguresChange_IsMadeAgainAtMostFourTimesASecondAndForRowsAtOnce()
    {
        var registry = Registry();
        var child = Infos.Child("c");
        registry.Put(child);
        var first = registry.Screen();
        registry.Succeeded(child.Id, Infos.With(1), TimeSpan.Zero);
        var online = registry.Screen();
        registry.Succeeded(child.Id, Infos.With(2), TimeSpan.Zero);
        var kept = registry.Screen();
        _time.Advance(ChildScreen.Freshness);
        var again = registry.Screen();
        _time.Advance(ChildScreen.Freshness);

        Assert.NotSame(first, online);
        Assert.Same(online, kept);
        Assert.NotSame(kept, again);
        Assert.Same(again, registry.Screen());
    }

    private ChildZoneRegistry Registry() => new(Options.Create(new FederationOptions()), new ChangeFeed(), _time);

    private static TreeAsk Ask(PlacementRequest request) => new(request, PlacementRequest.NoWeights, 1, [Guid.CreateVersion7()], 8, Planning.Now.AddSeconds(5));

    private static ZoneSummary Summary(Random random) => new()
    {
        Hosts = new HostCounts(random.Next(4), 0, 0),
        Resources = Classes.Where(_ => random.Next(4) > 0).ToImmutableSortedDictionary(c => c, _ => new ResourceSummary(random.Next(3), 0, random.Next(9)), StringComparer.Ordinal),
        Traits = [.. Names.Where(_ => random.Next(3) > 0)],
        AvailabilityZones = [.. Names.Where(_ => random.Next(3) > 0)],
        Capabilities = Names.Where(_ => random.Next(3) > 0).ToImmutableSortedDictionary(n => n, _ => Told(random), StringComparer.Ordinal),
        Truncated = random.Next(10) == 0,
    };

    private static CapabilitySummary Told(Random random) => random.Next(4) switch
    {
        0 => new CapabilitySummary(["2", "3"], null, null, Whole: true),
        1 => new CapabilitySummary(null, 0, random.Next(3), Whole: random.Next(2) == 0),
        _ => new CapabilitySummary(["1"], null, null),
    };

    private static string Body(Random random)
    {
        string Amount() => $$"""{"{{Classes[random.Next(2)]}}":{{random.Next(1, 9)}}}""";
        string Name() => Names[random.Next(Names.Length)];
        var parts = new List<string> { $"\"resources\":{Amount()}" };
        var extra = new[]
        {
            "\"groups\":[{\"resources\":" + Amount() + ",\"traits\":{\"required\":[\"" + Name() + "\"]}}]",
            "\"traits\":{\"required\":[\"" + Name() + "\"]}",
            "\"capabilities\":{\"" + Name() + "\":\"1\"}",
            "\"availabilityZone\":\"" + Name() + "\"",
        };
        parts.AddRange(extra.Where(_ => random.Next(3) == 0));
        return "{" + string.Join(',', parts) + "}";
    }
}
