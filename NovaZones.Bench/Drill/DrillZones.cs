using System.Diagnostics;
using NovaZones.Client;
using NovaZones.Web.Demo.Client;
using NovaZones.Web.Demo.Zones;

namespace NovaZones.Bench.Drill;

/// <summary>The drill's tree: real processes, three levels, a line that can be cut between each parent and child.</summary>
internal sealed class DrillZones : IAsyncDisposable
{
    private const long Cores = 32;
    private static readonly TimeSpan ReportPause = TimeSpan.FromMilliseconds(500);

    /// <summary>A machine with little to spare may need minutes for a start of seconds; the failure tells how much time the zone had.</summary>
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(10);

    /// <summary>Name, position of the parent (−1 for the root), whether it has hosts.</summary>
    private static readonly (string Name, int Parent, bool HasHosts)[] _layout = [("planet", -1, false), ("emea", 0, true), ("apac", 0, true), ("paris", 1, true)];

    private readonly string _directory = Directory.CreateTempSubdirectory("novazones-drill-").FullName;
    private readonly List<DrillZone> _zones = [];
    private readonly DrillZonesOptions _options;

    private DrillZones(DrillZonesOptions options) => _options = options;

    internal IReadOnlyList<DrillZone> All => _zones;

    internal DrillZone Root => _zones[0];

    internal IEnumerable<CutLine> Lines => _zones.Select(z => z.Line).OfType<CutLine>();

    internal static async Task<DrillZones> StartAsync(DrillZonesOptions options, CancellationToken cancellationToken)
    {
        var zones = new DrillZones(options);
        try
        {
            await zones.BuildAsync(cancellationToken);
            return zones;
        }
        catch
        {
            await zones.DisposeAsync();
            throw;
        }
    }

    /// <summary>Reports every host again, as agents do: a zone that was away must not take its hosts for dead.</summary>
    internal async Task ReportAsync(CancellationToken cancellationToken)
    {
        foreach (var zone in _zones.Where(z => z.HasHosts))
        {
            await ReportAsync(zone, cancellationToken);
        }
    }

    /// <summary>What a host of a zone reports, always the same.</summary>
    internal static HostReportLine LineOf(DrillZone zone, int host) => new($"{zone.Name}-{host}", new Dictionary<string, InventoryReport> { ["VCPU"] = new(Cores) });

    private async Task ReportAsync(DrillZone zone, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await zone.Client.ReportHostsAsync(Enumerable.Range(0, _options.HostsPerZone).Select(i => LineOf(zone, i)), cancellationToken);
                return;
            }
            catch (Exception failure) when (ZoneCalls.IsUnanswered(failure, cancellationToken))
            {
                if (Stopwatch.GetElapsedTime(started) > StartPatience)
                {
                    throw new ZoneProcessException($"Zone {zone.Name} does not take its hosts' reports: {failure.Message}");
                }

                await Task.Delay(ReportPause, cancellationToken);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var zone in _zones)
        {
            await zone.DisposeAsync();
        }

        Directory.Delete(_directory, recursive: true);
    }

    private async Task BuildAsync(CancellationToken cancellationToken)
    {
        var ports = LoopbackPorts.TakeFree(_layout.Length);
        for (var i = 0; i < _layout.Length; i++)
        {
            var (name, parent, hasHosts) = _layout[i];
            var options = new ZoneProcessOptions(name, new Uri($"http://127.0.0.1:{ports[i]}"), Path.Combine(_directory, name), ZoneSecrets.Token())
            {
                AdminPassword = ZoneSecrets.Password(),
                StartTimeout = StartPatience,
                Settings = new Dictionary<string, string>
                {
                    ["Logging__LogLevel__Default"] = "Warning",

                    // Agents report every few seconds; the drill reports once a round, and a slow machine may take minutes for one.
                    ["Scheduler__StaleAfter"] = "01:00:00",
                    ["Federation__PollInterval"] = "00:00:01",
                    ["Federation__MaxPollInterval"] = "00:00:02",
                    ["Federation__BreakerOpenTime"] = "00:00:00.5",
                    ["Federation__ReconcileInterval"] = "00:00:02",
                    ["Federation__ReconcileAge"] = "00:00:05",
                },
            };
            var line = parent < 0 ? null : CutLine.Start($"{_layout[parent].Name}-{name}", ports[i]);
            var zone = new DrillZone(options, parent < 0 ? null : _zones[parent], hasHosts, line, ZoneCalls.Open(options.Url, options.Token, _options.CallTimeout, _options.Observe?.Invoke(name)));
            _zones.Add(zone);
            await zone.StartAsync(cancellationToken);
            if (zone.Parent is not null)
            {
                await zone.Parent.Client.AddChildAsync(name, line!.Url, options.Token, cancellationToken);
            }
        }

        await ReportAsync(cancellationToken);
        if (!await ZoneTreeWatch.WaitAsync(Root.Client, [.. _layout.Select(z => z.Name)], [.. _layout.Where(z => z.HasHosts).Select(z => z.Name)], TimeSpan.FromMinutes(3), cancellationToken))
        {
            throw new ZoneProcessException("The root did not see every zone in time.");
        }
    }
}

/// <summary>How a drill's tree is laid out.</summary>
internal sealed record DrillZonesOptions
{
    /// <value>Hosts of each zone that has some.</value>
    public int HostsPerZone { get; init; } = 3;

    /// <value>How long a caller waits for an answer.</value>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <value>Makes, by a zone's name, what sees the callers' requests to it and the answers; null for nobody.</value>
    public Func<string, DelegatingHandler>? Observe { get; init; }
}

/// <summary>One zone of the drill, which is killed and started again on its files.</summary>
internal sealed class DrillZone(ZoneProcessOptions options, DrillZone? parent, bool hasHosts, CutLine? line, ZoneApi client) : IAsyncDisposable
{
    private ZoneProcess? _process;

    internal string Name => options.Name;

    internal DrillZone? Parent => parent;

    internal bool HasHosts => hasHosts;

    internal CutLine? Line => line;

    internal ZoneApi Client => client;

    /// <summary>Where it listens itself, beside the line.</summary>
    internal Uri Url => options.Url;

    internal string Token => options.Token;

    /// <summary>The process, or null while it is killed.</summary>
    internal ZoneProcess? Process => _process;

    internal string LogPath => Path.Combine(options.DataDirectory, "zone.log");

    internal string DatabasePath => Path.Combine(options.DataDirectory, "zone.db");

    internal async Task StartAsync(CancellationToken cancellationToken) => _process ??= await ZoneProcess.StartAsync(options, cancellationToken);

    /// <summary>Ends the process as a power cut would (<c>kill -9</c>).</summary>
    internal async Task KillAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
            await process.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        if (line is not null)
        {
            await line.DisposeAsync();
        }

        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
    }
}
