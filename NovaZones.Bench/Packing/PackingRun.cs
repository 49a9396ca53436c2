using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Bench.Openb;
using NovaZones.Bench.Replay;
using NovaZones.Core;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Mix;
using NovaZones.Core.Policies;
using Spectre.Console;

namespace NovaZones.Bench.Packing;

/// <summary>The experiment of Weng et al., ATC 2023: how much of a fleet's GPU can be given away before tasks find no place.</summary>
internal sealed class PackingRun(PackingOptions options, IAnsiConsole console)
{
    private const int Threads = 2;
    private const int MilliOfGpu = 1_000;

    internal static long GpuMilliOf(IEnumerable<OpenbNode> nodes) => nodes.Sum(node => (long)node.Gpus * MilliOfGpu);

    /// <exception cref="TraceFormatException">A file is not what it should be.</exception>
    /// <exception cref="PackingOptionException">A file has nothing to pack, or the policy is not known.</exception>
    internal async Task<PackingResult> RunAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var nodes = OpenbReader.ReadNodes(options.Nodes.FullName);
        var tasks = OpenbReader.ReadTasks(options.Pods.FullName);
        var capacity = GpuMilliOf(nodes);
        if (capacity == 0)
        {
            throw new PackingOptionException("--nodes", $"no node of {options.Nodes.Name} has a GPU");
        }

        if (tasks.Sum(task => task.TotalGpuMilli) == 0)
        {
            throw new PackingOptionException("--pods", $"no task of {options.Pods.Name} asks for a GPU");
        }

        var policy = PolicyBook.FindShipped(options.Policy)
            ?? throw new PackingOptionException("--policy", $"{options.Policy} does not ship; {Policy.DefaultName} and {Policy.PackingName} do");
        console.WriteLine($"{nodes.Count} nodes with {capacity / MilliOfGpu} GPUs, {tasks.Count} tasks.");

        using var services = new ServiceCollection().AddSingleton<IConfiguration>(new ConfigurationBuilder().Build()).AddZoneScheduler().BuildServiceProvider();
        var zone = new PackingZone(services.GetRequiredService<PolicyResolver>(), services.GetRequiredService<PlacementRequestParser>(), policy);
        var requests = tasks.Distinct().ToDictionary(task => task, zone.Request);
        var mix = options.LearnedMix ? null : MixOf(tasks, requests);
        var arrivals = options.Seeds.ToDictionary(seed => seed, seed => PackingArrivals.Of(tasks, capacity, seed));
        var runs = new PackingSeed[options.Seeds.Count];
        await ReplayProgress.ShowAsync(console, arrivals.Values.Sum(a => a.Count), offered => Parallel.ForAsync(
            0, runs.Length, new ParallelOptions { MaxDegreeOfParallelism = Math.Min(Threads, Environment.ProcessorCount), CancellationToken = cancellationToken }, (i, token) =>
            {
                var seed = options.Seeds[i];
                runs[i] = new PackingTrial(zone, requests, mix).Run(seed, nodes, NamesOf(nodes, seed), arrivals[seed], offered, token);
                return ValueTask.CompletedTask;
            }));
        return new PackingResult(
            options.Nodes.Name, options.Pods.Name, options.Policy, options.ShuffledNames ? "shuffled" : "original", options.LearnedMix ? "learned" : "trace",
            nodes.Count, (int)(capacity / MilliOfGpu), tasks.Count, [.. PackingTrial.Marks.Select((mark, i) => MarkOf(mark, [.. runs.Select(run => run.Allocated[i])]))],
            runs, Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    private static RequestMix MixOf(IReadOnlyList<OpenbTask> tasks, Dictionary<OpenbTask, PlacementRequest> requests) =>
        RequestMix.MostFrequent(tasks.Select(task => requests[task]).GroupBy(r => r.Digest).Select(g => KeyValuePair.Create(g.First(), (double)g.Count())));

    private List<string> NamesOf(IReadOnlyList<OpenbNode> nodes, int seed)
    {
        var names = nodes.Select(node => node.Name).ToArray();
        if (options.ShuffledNames)
        {
            // Not the generator of the arrivals: names must not follow from their order.
            new Random(seed ^ 0x5EED).Shuffle(names);
        }

        return [.. names];
    }

    private static PackingMark MarkOf(int mark, double[] allocated)
    {
        var mean = allocated.Average();
        var variance = allocated.Length < 2 ? 0 : allocated.Sum(a => (a - mean) * (a - mean)) / (allocated.Length - 1);
        return new PackingMark(mark, mean, Math.Sqrt(variance));
    }
}
