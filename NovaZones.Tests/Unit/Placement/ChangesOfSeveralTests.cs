using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Explain;
using NovaZones.Tests.Support.Builders;
using Xunit;

namespace NovaZones.Tests.Unit.Placement;

/// <summary>A change that is told makes room for as many instances as are of use, in one zone and in several together.</summary>
public sealed class ChangesOfSeveralTests
{
    private static readonly FleetSnapshot Three = FleetSnapshot.Of([.. Enumerable.Range(0, 3).Select(i => Planning.Host($"h{i}", """{"inventories":{"VCPU":8},"availabilityZone":"a"}"""))]);

    [Theory]
    [InlineData("""{"count":9,"resources":{"VCPU":4},"traits":{"required":["HW_NO"]}}""", "without trait HW_NO and with 6 instead of 9 instances: 3 hosts")]
    [InlineData("""{"count":9,"resources":{"VCPU":4},"traits":{"required":["HW_NO"]}}""", "without trait HW_NO and with VCPU 2 instead of 4: 3 hosts")]
    [InlineData("""{"count":5,"resources":{"VCPU":16}}""", "with VCPU 4 instead of 16: 3 hosts")]
    [InlineData("""{"count":7,"resources":{"VCPU":1},"availabilityZone":"zz"}""", "outside availability zone zz: 3 hosts")]
    [InlineData("""{"resources":{"VCPU":12}}""", "4 more VCPU on any of 3 hosts")]
    [InlineData("""{"resources":{"VCPU":1},"query":["and",[">=","$free.VCPU",2],[">=","$free.VCPU",99]]}""", """without [">=","$free.VCPU",99] of the query: 3 hosts""")]
    [InlineData("""{"groups":[{"resources":{"VCPU":12}}]}""", "with VCPU 8 instead of 12 in groups: 3 hosts")]
    [InlineData("""{"groups":[{"resources":{"VCPU":2},"traits":{"required":["HW_NO"]}}]}""", "without trait HW_NO in groups: 3 hosts")]
    [InlineData("""{"resources":{"VCPU":1},"traits":{"required":["HW_NO"]},"availabilityZone":"zz"}""", "outside availability zone zz and without trait HW_NO: 3 hosts")]
    public void Find_SeveralInstances_NamesWhatIsEnough(string request, string text) => Assert.Contains(text, Told(request, Three).Select(c => c.Text));

    [Fact]
    public void Find_AmountBelowTheLeastUnit_NamesTheNextOneUp()
    {
        var fleet = FleetSnapshot.Of([Planning.Host("h", """{"inventories":{"VCPU":{"total":16,"minUnit":4,"stepSize":4}}}""")]);

        Assert.Contains("with VCPU 8 instead of 6: 1 host", Told("""{"resources":{"VCPU":6}}""", fleet).Select(c => c.Text));
    }

    [Fact]
    public void Merge_AmountsOfTwoZones_TellsTheLeastChangeThatIsEnough()
    {
        FleetSnapshot one = FleetSnapshot.Of([Host("a", 8), Host("b", 8)]), two = FleetSnapshot.Of([Host("c", 4)]);

        Assert.Contains("with VCPU 8 instead of 16: 2 hosts", Told("""{"resources":{"VCPU":16}}""", one, two).Select(c => c.Text));
        Assert.Contains("with VCPU 4 instead of 16: 3 hosts", Told("""{"count":5,"resources":{"VCPU":16}}""", one, two).Select(c => c.Text));
        Assert.Contains("without trait HW_Z: 3 hosts", Told("""{"resources":{"VCPU":1},"traits":{"required":["HW_Z"]}}""", one, two).Select(c => c.Text));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Told_RandomFleets_EveryChangeMakesEnoughPlace(int zones)
    {
        var random = new Random(7 + zones);
        var (told, several) = (0, 0);
        for (var round = 0; round < 250; round++)
        {
            var fleets = Enumerable.Range(0, zones)
                .Select(z => FleetSnapshot.Of([.. Enumerable.Range(0, random.Next(1, 6)).Select(i => RandomHost(random, $"z{z}h{i}"))])).ToArray();
            var json = RandomRequest(random);
            var request = Planning.Request(json);
            if (Placed(request, fleets) >= request.MinCount)
            {
                continue;
            }

            foreach (var change in Told(json, fleets).Where(c => c.Change is not null))
            {
                var changed = Planning.Request(MergePatch.Apply(JsonNode.Parse(json), JsonNode.Parse(change.Change!))!.ToJsonString());

                Assert.True(Placed(changed, fleets) >= changed.MinCount, $"round {round}: {change.Text} ({change.Change}) did not help {json}");
                told++;
                several += changed.MinCount > 1 ? 1 : 0;
            }
        }

        Assert.True(told > 200 && several > 50, $"only {told} changes were told, {several} of them for several instances");
    }

    /// <summary>What the zone that answers tells when each of these zones planned by itself.</summary>
    private static ImmutableArray<RequestChange> Told(string json, params FleetSnapshot[] zones)
    {
        var context = Planning.Context(Planning.Request(json));
        var isTogether = context.Request.Group is { Policy: Core.Placement.Groups.GroupPolicy.Affinity };
        return ChangeSums.Enough(ChangeSums.Merge([.. zones.Select(z => SmallestChanges.Find(z, context))], isTogether), context.Request.MinCount);
    }

    private static int Placed(PlacementRequest request, FleetSnapshot[] zones)
    {
        var placed = zones.Select(z => Planner.Plan(z, Planning.Context(request), request.Count).Slots.Length);
        return request.Group is { Policy: Core.Placement.Groups.GroupPolicy.Affinity } ? placed.Max() : placed.Sum();
    }

    private static Host Host(string name, int vcpu) => Planning.Host(name, string.Create(CultureInfo.InvariantCulture, $$"""{"inventories":{"VCPU":{{vcpu}} } }"""));

    private static Host RandomHost(Random random, string name) => Planning.Host(
        name,
        $$"""{"inventories":{"VCPU":{{random.Next(1, 17)}},"MEMORY_MB":{{random.Next(1, 17)}} },"availabilityZone":"{{(random.Next(2) == 0 ? "east" : "west")}}","traits":[{{(random.Next(2) == 0 ? "\"CUSTOM_A\"" : "\"CUSTOM_B\"")}}],"providers":[{"name":"g0","traits":["CUSTOM_G"],"inventories":{"PGPU":{{random.Next(1, 4)}} } },{"name":"g1","inventories":{"PGPU":{{random.Next(1, 4)}} } }]}""");

    private static string RandomRequest(Random random)
    {
        var count = random.Next(1, 10);
        var parts = new List<string>
        {
            $$"""  "count":{{count}},"minCount":{{random.Next(1, count + 1)}},"resources":{"VCPU":{{random.Next(1, 20)}},"MEMORY_MB":{{random.Next(1, 12)}} }  """,
        };
        string[] optional =
        [
            """  "availabilityZone":"east"  """,
            """  "traits":{"required":["CUSTOM_A"],"forbidden":["CUSTOM_B"]}  """,
            """  "group":{"name":"g","policy":"anti-affinity"}  """,
            """  "group":{"name":"g","policy":"affinity"}  """,
            $$"""  "groups":[{"resources":{"PGPU":{{random.Next(1, 5)}} },"traits":{"required":["CUSTOM_G"]} },{"resources":{"PGPU":{{random.Next(1, 4)}} } }],"groupPolicy":"isolate"  """,
        ];
        var (chosen, hasGroup) = (optional.Where(_ => random.Next(3) == 0).ToList(), false);
        foreach (var part in chosen)
        {
            var isGroup = part.Contains("\"group\"", StringComparison.Ordinal);
            if (!(isGroup && hasGroup))
            {
                parts.Add(part);
            }

            hasGroup |= isGroup;
        }

        return $"{{{string.Join(',', parts)}}}";
    }
}
