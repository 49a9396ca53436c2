using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement;
using NovaZones.Tests.Support.Builders;
using Xunit;

namespace NovaZones.Tests.Unit.Placement;

/// <summary>What an explanation says would help, helps: the named change is applied and the request places, on as many hosts as were told.</summary>
public sealed class SmallestChangesTests
{
    [Theory]
    [InlineData("""{"resources":{"VCPU":2},"traits":{"required":["CUSTOM_A","CUSTOM_X"]}}""", "without trait CUSTOM_X: 2 hosts")]
    [InlineData("""{"resources":{"VCPU":2},"traits":{"forbidden":["CUSTOM_A"]}}""", "with trait CUSTOM_A allowed: 2 hosts")]
    [InlineData("""{"resources":{"VCPU":12}}""", "with VCPU 8 instead of 12: 1 host")]
    [InlineData("""{"resources":{"VCPU":2},"availabilityZone":"west"}""", "outside availability zone west: 2 hosts")]
    [InlineData("""{"resources":{"VCPU":2},"capabilities":{"version":">= 9"}}""", "without capability version >= 9: 2 hosts")]
    [InlineData("""{"resources":{"VCPU":2},"query":[">","$version",8]}""", "without the query: 2 hosts")]
    [InlineData("""{"groups":[{"resources":{"GPU_MILLI":1000}},{"resources":{"GPU_MILLI":1000}},{"resources":{"GPU_MILLI":1000}}],"groupPolicy":"isolate"}""", "with 2 instead of 3 groups: 1 host")]
    [InlineData("""{"resources":{"VCPU":2},"hints":{"forceHosts":["none"]}}""", "without the hints: 2 hosts")]
    [InlineData("""{"resources":{"VCPU":10},"availabilityZone":"east"}""", "with hosts that are down or disabled back in use: 1 host")]
    public void Plan_NothingFits_NamesTheChange(string request, string text)
    {
        var plan = Planner.Plan(Fleet(), Planning.Context(Planning.Request(request)), 1);

        Assert.Empty(plan.Slots);
        Assert.Contains(text, plan.Explanation.Changes.Select(c => c.Text));
    }

    [Fact]
    public void Plan_RandomRequests_EveryNamedChangeMakesThemPlace()
    {
        var random = new Random(42);
        var told = 0;
        for (var round = 0; round < 300; round++)
        {
            var fleet = FleetSnapshot.Of([.. Enumerable.Range(0, random.Next(1, 12)).Select(i => RandomHost(random, i))]);
            var json = RandomRequest(random);
            var plan = Planner.Plan(fleet, Planning.Context(Planning.Request(json)), 1);
            foreach (var change in plan.Explanation.Changes.Where(c => c.Change is not null))
            {
                var patched = MergePatch.Apply(JsonNode.Parse(json), JsonNode.Parse(change.Change!))!.ToJsonString();

                var after = Planner.Plan(fleet, Planning.Context(Planning.Request(patched)), 1);

                Assert.True(after.Slots.Length == 1, $"round {round}: {change.Text} did not help {json}");
                Assert.Equal(change.Hosts, after.Explanation.Passed);
                told++;
            }
        }

        Assert.True(told > 100, $"only {told} changes were told");
    }

    private static FleetSnapshot Fleet() => FleetSnapshot.Of(
    [
        Planning.Host("a", """{"inventories":{"VCPU":8},"availabilityZone":"east","traits":["CUSTOM_A"],"capabilities":{"version":7},"providers":[{"name":"g0","inventories":{"GPU_MILLI":1000}},{"name":"g1","inventories":{"GPU_MILLI":1000}}]}"""),
        Planning.Host("b", """{"inventories":{"VCPU":4},"availabilityZone":"east","traits":["CUSTOM_A"],"capabilities":{"version":7}}"""),
        Planning.Host("down", """{"inventories":{"VCPU":16},"availabilityZone":"east","traits":["CUSTOM_A"],"capabilities":{"version":7}}""") with
        {
            AdminState = AdminState.Disabled,
        },
    ]);

    private static Host RandomHost(Random random, int index) => Planning.Host(
        string.Create(CultureInfo.InvariantCulture, $"h{index}"),
        $$"""{"inventories":{"VCPU":{{random.Next(1, 9)}},"MEMORY_MB":{"total":{{random.Next(1, 9)}},"stepSize":{{random.Next(1, 3)}} } },"availabilityZone":"{{(random.Next(2) == 0 ? "east" : "west")}}","traits":[{{(random.Next(2) == 0 ? "\"CUSTOM_A\"" : "\"CUSTOM_B\"")}}],"capabilities":{"version":{{random.Next(10)}} } }""");

    private static string RandomRequest(Random random)
    {
        var parts = new List<string> { $$"""  "resources":{"VCPU":{{random.Next(1, 12)}},"MEMORY_MB":{{random.Next(1, 12)}} }  """ };
        if (random.Next(2) == 0)
        {
            parts.Add("\"availabilityZone\":\"east\"");
        }

        if (random.Next(2) == 0)
        {
            parts.Add("""  "traits":{"required":["CUSTOM_A"],"forbidden":["CUSTOM_B"]}  """);
        }

        if (random.Next(2) == 0)
        {
            parts.Add($"\"capabilities\":{{\"version\":\">= {random.Next(10)}\"}}");
        }

        return $"{{{string.Join(',', parts)}}}";
    }
}
