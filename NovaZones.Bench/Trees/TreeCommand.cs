using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using NovaZones.Bench.Fleets;
using NovaZones.Client;
using NovaZones.Web.Demo.Client;
using NovaZones.Web.Demo.Zones;

namespace NovaZones.Bench.Trees;

/// <summary>The <c>tree</c> verb: how long a placement takes that ends two levels below the root, at a fixed rate.</summary>
internal static class TreeCommand
{
    private static readonly JsonSerializerOptions Json = new(ZoneApi.Json) { WriteIndented = true };

    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(10);

    /// <summary>Until what piled up while the machine was slow is worked off.</summary>
    internal static readonly TimeSpan Recovery = TimeSpan.FromMilliseconds(250);

    internal static Command Create()
    {
        var defaults = new TreeOptions();
        var leaves = NumberOption.Create("--leaves", defaults.Leaves, 1, 16, "zones at the lowest level");
        var hosts = NumberOption.Create("--hosts", defaults.Hosts, 1, 1_000_000, "hosts in all, at the lowest level");
        var rate = NumberOption.Create("--rate", defaults.Rate, 1, 10_000, "placements a second, sent whatever became of the earlier ones");
        var seconds = NumberOption.Create("--seconds", defaults.Seconds, 1, 3_600, "seconds that are measured");
        var warmUp = NumberOption.Create("--warm-up", defaults.WarmUpSeconds, 0, 600, "seconds at the same rate before");
        var held = NumberOption.Create("--held", defaults.Held, 0, 1_000_000, "reservations that are held; beyond, the oldest is released");
        var json = new Option<FileInfo?>("--json") { Description = "write the results there as JSON, too" };
        var samples = new Option<FileInfo?>("--samples") { Description = "write each placement's moment (seconds of the monotonic clock) and wait (ms) there as CSV" };
        var command = new Command("tree", "Measures the latency of placements through three levels of real zone processes.") { leaves, hosts, rate, seconds, warmUp, held, json, samples };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new TreeOptions
            {
                Leaves = parsed.GetValue(leaves),
                Hosts = parsed.GetValue(hosts),
                Rate = parsed.GetValue(rate),
                Seconds = parsed.GetValue(seconds),
                WarmUpSeconds = parsed.GetValue(warmUp),
                Held = parsed.GetValue(held),
                Json = parsed.GetValue(json),
                Samples = parsed.GetValue(samples),
            },
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(TreeOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var idle = await WatchIdleAsync(cancellationToken);
            await using var tree = await TreeOfProcesses.StartAsync(options, cancellationToken);
            Console.WriteLine($"{tree.Count} zones with {options.Hosts} hosts are ready");
            var load = new TreeLoad(tree.Root, options);
            await load.RunAsync(options.WarmUpSeconds, cancellationToken);
            load.Reset();
            var before = tree.ProcessorTimes();
            using var probe = new SpeedProbe();
            await load.RunAsync(options.Seconds, cancellationToken);
            var speed = probe.End();
            var after = tree.ProcessorTimes();
            var result = new TreeResult
            {
                Zones = tree.Count,
                Hosts = options.Hosts,
                Rate = options.Rate,
                Seconds = options.Seconds,
                Placed = load.Placements.Count,
                Refused = load.Refused,
                Unanswered = load.Unanswered,
                Placement = Percentiles.Of(load.Placements.Select(p => p.Milliseconds)),
                Release = Percentiles.Of(load.Releases),
                MostInFlight = load.MostInFlight,
                ProcessorMs = after.ToDictionary(a => a.Key, a => Math.Round((a.Value - before[a.Key]).TotalMilliseconds / Math.Max(1, load.Placements.Count), 3)),
                MachineIdle = idle,
                MachineMeanwhile = speed,
                PlacementBesideSpells = Percentiles.Of(load.Placements.Where(p => speed.IsClear(p.Due, p.Answered, Recovery)).Select(p => p.Milliseconds)),
                MachineLoad = File.Exists("/proc/loadavg") ? (await File.ReadAllTextAsync("/proc/loadavg", cancellationToken)).Split(' ')[0] : null,
            };
            Print(result);
            if (options.Json is not null)
            {
                await File.WriteAllTextAsync(options.Json.FullName, JsonSerializer.Serialize(result, Json), cancellationToken);
            }

            if (options.Samples is not null)
            {
                var lines = load.Placements.OrderBy(p => p.Due).Select(p => FormattableString.Invariant($"{p.DueSeconds:0.0000},{p.Milliseconds:0.00}"));
                await File.WriteAllLinesAsync(options.Samples.FullName, ["due,ms", .. lines], cancellationToken);
            }

            return 0;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Stopped; nothing is left running.");
            return 130;
        }
        catch (Exception ex) when (ex is ZoneProcessException || ZoneCalls.IsUnanswered(ex, cancellationToken))
        {
            await Console.Error.WriteLineAsync(ex.Message);
            return 1;
        }
    }

    private static async Task<MachineSpeed> WatchIdleAsync(CancellationToken cancellationToken)
    {
        using var probe = new SpeedProbe();
        await Task.Delay(IdleTime, TimeProvider.System, cancellationToken);
        return probe.End();
    }

    private static void Print(TreeResult result)
    {
        void Line(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
        Line($"{result.Rate} placements/s for {result.Seconds} s, measured from the intended moment of sending:");
        Line($"placement  p50 {result.Placement.P50:0.0} ms, p90 {result.Placement.P90:0.0} ms, p99 {result.Placement.P99:0.0} ms, longest {result.Placement.Max:0.0} ms");
        Line($"release    p50 {result.Release.P50:0.0} ms, p90 {result.Release.P90:0.0} ms, p99 {result.Release.P99:0.0} ms, longest {result.Release.Max:0.0} ms");
        Line($"placed {result.Placed}, refused {result.Refused}, unanswered {result.Unanswered}, most in flight {result.MostInFlight}");
        Line($"processor, ms a placement and a release: {string.Join(", ", result.ProcessorMs.Select(p => FormattableString.Invariant($"{p.Key} {p.Value:0.00}")))}; machine load {result.MachineLoad ?? "unknown"}");
        Console.WriteLine($"idle, before: {result.MachineIdle}");
        Console.WriteLine($"meanwhile: {result.MachineMeanwhile}");
        Line($"placements neither in such a spell nor within {Recovery.TotalMilliseconds:0} ms of its end: p50 {result.PlacementBesideSpells.P50:0.0} ms, p90 {result.PlacementBesideSpells.P90:0.0} ms, p99 {result.PlacementBesideSpells.P99:0.0} ms, longest {result.PlacementBesideSpells.Max:0.0} ms");
    }
}
