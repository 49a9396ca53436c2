using NovaZones.Bench.Simulation;
using Xunit;

namespace NovaZones.Tests.Unit.Bench;

public sealed class SimulationTests
{
    [Theory]
    [InlineData(2, 2)]
    [InlineData(40, 4)]
    [InlineData(200, 3)]
    [InlineData(7, 3)]
    public void TreeShape_AnyNumbers_HasThatManyZonesOnThatManyLevelsAndEveryHostOnce(int zones, int depth)
    {
        var tree = TreeShape.Of(zones, depth, 1_001);

        Assert.Equal(zones, tree.Zones.Count);
        Assert.Equal(depth - 1, tree.Zones.Max(z => z.Level));
        Assert.Equal(1_001, tree.Zones.Sum(z => z.Hosts));
        Assert.All(tree.Zones.Skip(1), z => Assert.Equal(tree.Zones[z.Parent].Level + 1, z.Level));
        Assert.All(Enumerable.Range(0, zones).Where(i => tree.ChildrenOf(i).Any()), i => Assert.Equal(0, tree.Zones[i].Hosts));
        Assert.Equal(zones, tree.Zones.Select(z => z.Name).Distinct().Count());
    }

    [Fact]
    public void Partition_Parsed_HoldsWithinItsRequestsAndChoosesTheSameZonesForTheSameSeed()
    {
        var tree = TreeShape.Of(41, 3, 100);

        Assert.True(Partition.TryParse("10:20-60", out var partition));

        Assert.Equal([false, true, true, false], new[] { 19, 20, 59, 60 }.Select(r => partition.Holds(r, 100)));
        Assert.Equal(4, partition.Choose(tree, 1).Count);
        Assert.Equal(partition.Choose(tree, 1), partition.Choose(tree, 1));
        Assert.DoesNotContain("root", partition.Choose(tree, 1));
    }

    [Theory]
    [InlineData("10")]
    [InlineData("10:60-20")]
    [InlineData("101:1-2")]
    [InlineData("10-20:60")]
    [InlineData("x:1-2")]
    public void Partition_Nonsense_IsRefused(string text) => Assert.False(Partition.TryParse(text, out _));

    [Theory]
    [InlineData("5", 5, 5)]
    [InlineData("1-20", 1, 20)]
    public void DelayRange_Parsed_SpansTheRange(string text, double min, double max)
    {
        Assert.True(DelayRange.TryParse(text, out var range));

        Assert.Equal((min, max), (range.At(0).TotalMilliseconds, range.At(1).TotalMilliseconds));
    }

    [Theory]
    [InlineData("20-1")]
    [InlineData("1-2-3")]
    [InlineData("-1")]
    [InlineData("")]
    public void DelayRange_Nonsense_IsRefused(string text) => Assert.False(DelayRange.TryParse(text, out _));

    [Fact]
    public async Task Run_SmallTreeOverABadNetwork_HealsAndTheBooksAgree()
    {
        var options = new SimulationOptions
        {
            Zones = 6,
            Depth = 3,
            Hosts = 60,
            Requests = 30,
            InFlight = 4,
            Delay = new DelayRange(0, 2),
            Loss = 0.05,
        };

        var result = await new SimulationRun(options, _ => { }).RunAsync(TestContext.Current.CancellationToken);

        Assert.Empty(result.Faults);
        Assert.Equal(30, result.Placed + result.Refused + result.Failed);
        Assert.True(result is { Placed: > 0, LostMessages: > 0, HealingRounds: > 0 }, result.ToString());

        // Each instance is believed in by its caller and at every level above its host.
        Assert.Equal(0, result.Beliefs % result.InstancesOnHosts);
    }
}
