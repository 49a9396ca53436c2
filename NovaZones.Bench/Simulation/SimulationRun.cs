using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using NovaZones.Core.Federation;
using Microsoft.Extensions.DependencyInjection;

namespace NovaZones.Bench.Simulation;

/// <summary>Builds the tree, fills it, loads it, lets it heal and compares the books.</summary>
internal sealed class SimulationRun(SimulationOptions options, Action<string> say)
{
    private const int MostHealingRounds = 20;
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(5);

    private readonly TreeShape _tree = TreeShape.Of(options.Zones, options.Depth, options.Hosts);
    private readonly SimulatedNetwork _network = new(options);
    private readonly List<SimulatedZone> _zones = [];

    public async Task<SimulationResult> RunAsync(CancellationToken cancellationToken)
    {
        var directory = Directory.CreateTempSubdirectory("novazones-simulation-").FullName;
        try
        {
            return await RunAsync(directory, cancellationToken);
        }
        finally
        {
            await Parallel.ForEachAsync(_zones, CancellationToken.None, (zone, _) => zone.DisposeAsync());
            Directory.Delete(directory, recursive: true);
        }
    }

    private async Task<SimulationResult> RunAsync(string directory, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        await StartAsync(directory, cancellationToken);
        var perZone = (double)Environment.WorkingSet / _zones.Count;
        var startTime = Stopwatch.GetElapsedTime(started);
        say($"{_zones.Count} zones on {_tree.Zones.Max(z => z.Level) + 1} levels after {startTime.TotalSeconds:0.0} s, {perZone / 1e6:0.0} MB each");

        started = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, _zones.Count).Where(i => _tree.Zones[i].Hosts > 0),
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken },
            async (i, token) => await SimulationFleet.ReportAsync(_zones[i], _tree.Zones[i], options.Seed, token));
        await PollAsync(cancellationToken);
        var reportTime = Stopwatch.GetElapsedTime(started);
        say($"{options.Hosts} hosts after {reportTime.TotalSeconds:0.0} s");

        var tally = new SimulationTally();
        var loadTime = await LoadAsync(tally, cancellationToken);
        var load = MachineLoad();
        say($"{options.Requests} requests after {loadTime.TotalSeconds:0.0} s");

        var (selects, lost) = (_network.Selects, _network.Lost);
        _network.Heal();
        var books = new SimulationBooks(_zones, _tree);
        await books.HealAsync(MostHealingRounds, cancellationToken);
        await books.CompareAsync(tally.Instances, cancellationToken);
        return new SimulationResult
        {
            Zones = _zones.Count,
            Depth = options.Depth,
            Hosts = options.Hosts,
            Requests = options.Requests,
            Seed = options.Seed,
            Placed = tally.Placed,
            Refused = tally.Refused,
            Failed = tally.Failed,
            Released = tally.Released,
            PlacementsPerSecond = tally.Placed / loadTime.TotalSeconds,
            P50Ms = tally.PercentileMs(0.5),
            P90Ms = tally.PercentileMs(0.9),
            P99Ms = tally.PercentileMs(0.99),
            AskedPercent = 100.0 * selects / options.Requests / Math.Max(1, _zones.Count - 1),
            LostMessages = lost,
            HealingRounds = books.Rounds,
            Beliefs = books.Beliefs,
            InstancesOnHosts = books.OnHosts,
            Faults = books.Faults,
            MemoryPerZoneMb = perZone / 1e6,
            PeakMemoryMb = PeakMemory() / 1e6,
            StartSeconds = startTime.TotalSeconds,
            ReportSeconds = reportTime.TotalSeconds,
            LoadSeconds = loadTime.TotalSeconds,
            MachineLoad = load,
        };
    }

    private async Task StartAsync(string directory, CancellationToken cancellationToken)
    {
        var template = Directory.CreateDirectory(Path.Combine(directory, "template")).FullName;
        await SimulatedZone.MakeTemplateAsync(template, cancellationToken);
        foreach (var place in _tree.Zones)
        {
            var own = Directory.CreateDirectory(Path.Combine(directory, place.Name)).FullName;
            File.Copy(Path.Combine(template, "zone.db"), Path.Combine(own, "zone.db"));
            _zones.Add(await SimulatedZone.StartAsync(place.Name, own, _network, cancellationToken));
        }

        for (var i = 1; i < _zones.Count; i++)
        {
            var service = _zones[_tree.Zones[i].Parent].Services.GetRequiredService<ChildZoneService>();
            if (await service.AddAsync(new ChildZoneDraft(_zones[i].Name, $"http://{_zones[i].Name}", SimulatedZone.Token), cancellationToken) is not ChildZoneOutcome.Saved)
            {
                throw new InvalidOperationException($"Zone {_zones[i].Name} could not be added.");
            }
        }
    }

    /// <summary>From below, so that one round brings everything to the root.</summary>
    private async Task PollAsync(CancellationToken cancellationToken)
    {
        foreach (var level in _tree.FromBelow)
        {
            await Task.WhenAll(level.Select(i => _zones[i].PollAsync(cancellationToken)));
        }
    }

    private async Task<TimeSpan> LoadAsync(SimulationTally tally, CancellationToken cancellationToken)
    {
        using var load = new SimulationLoad(_zones[0], _tree, options, tally);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var cut = options.Partition?.Choose(_tree, options.Seed) ?? new HashSet<string>();
        var polling = PollUntilAsync(ended.Token);
        var started = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, options.Requests),
            new ParallelOptions { MaxDegreeOfParallelism = options.InFlight, CancellationToken = cancellationToken },
            async (request, token) =>
            {
                if (options.Partition is { } partition)
                {
                    _network.Cut(partition.Holds(request, options.Requests) ? cut : new HashSet<string>());
                }

                await load.SendAsync(request, token);
            });
        var elapsed = Stopwatch.GetElapsedTime(started);
        await ended.CancelAsync();
        await polling;
        return elapsed;
    }

    private async Task PollUntilAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(PollInterval, TimeProvider.System, cancellationToken);
                await PollAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The load has ended.
        }
    }

    private static long PeakMemory()
    {
        using var self = Process.GetCurrentProcess();
        return Math.Max(self.PeakWorkingSet64, Environment.WorkingSet);
    }

    private static string? MachineLoad() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0].ToString(CultureInfo.InvariantCulture) : null;
}
