using System.Collections.Concurrent;
using System.Diagnostics;
using NovaZones.Core.Access;
using NovaZones.Web.Demo.Client;
using NovaZones.Web.Demo.Zones;

namespace NovaZones.Web.Demo;

/// <summary>The demo's four zone processes: starts them, joins them to a tree, restarts what dies, stops them from the root down.</summary>
internal sealed class DemoTree : IAsyncDisposable
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan FirstBackOff = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromSeconds(20);

    private readonly DemoScreen _screen;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, ZoneProcess> _running = new();

    internal DemoTree(DemoOptions options, DemoScreen screen, TimeProvider time)
    {
        _screen = screen;
        _time = time;
        Password = ZoneSecrets.Password();
        Zones = [.. DemoLayout.Zones.Select(zone => Describe(zone, options))];
    }

    /// <summary>The zones, parents before children.</summary>
    internal IReadOnlyList<DemoZone> Zones { get; }

    internal DemoZone Root => Zones[0];

    /// <value>The operator's password, the same in every zone.</value>
    internal string Password { get; }

    internal int RunningCount => _running.Count;

    internal DemoZone Zone(string name) => Zones.Single(zone => zone.Name == name);

    /// <summary>Starts every zone and adds each child to its parent.</summary>
    /// <exception cref="ZoneProcessException">A zone did not become ready.</exception>
    internal async Task StartAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(Zones.Select(zone => StartZoneAsync(zone, cancellationToken)));
        foreach (var child in Zones.Where(zone => zone.Parent is not null))
        {
            // As in earnest: a parent holds a token that lets it be the parent and nothing else.
            var token = await child.Client.CreateTokenAsync($"parent {child.Parent}", [ApiScopes.ZoneParent], cancellationToken: cancellationToken);
            await Zone(child.Parent ?? "").Client.AddChildAsync(child.Name, child.Process.Url, token.Token, cancellationToken);
        }
    }

    /// <summary>Restarts every zone that ends, until told to stop.</summary>
    internal Task SuperviseAsync(CancellationToken cancellationToken) =>
        Together.RunAsync(Zones.Select(zone => (Func<CancellationToken, Task>)(token => SuperviseZoneAsync(zone, token))), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        // From the root down, so that no zone spends its last seconds reporting a child that was stopped on purpose.
        foreach (var level in Zones.GroupBy(Depth).OrderBy(level => level.Key))
        {
            await Task.WhenAll(level.Select(StopZoneAsync));
        }

        foreach (var zone in Zones)
        {
            zone.Client.Dispose();
        }
    }

    private static int Depth(DemoZone zone) => zone.Parent switch
    {
        null => 0,
        "planet" => 1,
        _ => 2,
    };

    private DemoZone Describe(DemoLayout layout, DemoOptions options)
    {
        var process = new ZoneProcessOptions(
            layout.Name,
            new Uri($"http://127.0.0.1:{options.Port + layout.PortOffset}"),
            Path.GetFullPath(Path.Combine(options.DataDirectory, layout.Name)),
            ZoneSecrets.Token())
        {
            AdminPassword = Password,
            // Short enough to see a silent host go down while watching; the keeper reports three times as often.
            Settings = new Dictionary<string, string> { ["Scheduler__StaleAfter"] = "00:00:45" },
        };
        return new DemoZone(layout.Parent, process, ZoneCalls.Open(process.Url, process.Token, CallTimeout));
    }

    private async Task StartZoneAsync(DemoZone zone, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        _screen.Say($"{zone.Name,-7} starting on {zone.Process.Url.GetLeftPart(UriPartial.Authority)}");
        _running[zone.Name] = await ZoneProcess.StartAsync(zone.Process, cancellationToken);
        _screen.Say($"{zone.Name,-7} ready after {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s");
    }

    private async Task SuperviseZoneAsync(DemoZone zone, CancellationToken cancellationToken)
    {
        while (true)
        {
            var process = _running[zone.Name];
            await process.WaitForExitAsync(cancellationToken);
            _running.TryRemove(zone.Name, out _);
            _screen.Say($"{zone.Name,-7} died with exit code {process.ExitCode}; its log is {process.LogPath}");
            await process.DisposeAsync();
            await RestartZoneAsync(zone, cancellationToken);
        }
    }

    private async Task RestartZoneAsync(DemoZone zone, CancellationToken cancellationToken)
    {
        for (var backOff = FirstBackOff; ; backOff = backOff * 2 < LongestBackOff ? backOff * 2 : LongestBackOff)
        {
            await Task.Delay(backOff, _time, cancellationToken);
            try
            {
                await StartZoneAsync(zone, cancellationToken);
                return;
            }
            catch (ZoneProcessException ex)
            {
                _screen.Say(ex.Message);
            }
        }
    }

    private async Task StopZoneAsync(DemoZone zone)
    {
        if (_running.TryRemove(zone.Name, out var process))
        {
            await process.DisposeAsync();
            _screen.Say($"{zone.Name,-7} stopped");
        }
    }
}
