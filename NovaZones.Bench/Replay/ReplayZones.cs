using NovaZones.Bench.Openb;
using NovaZones.Client;
using NovaZones.Web.Demo.Client;
using NovaZones.Web.Demo.Zones;

namespace NovaZones.Bench.Replay;

/// <summary>The zones a replay talks to: its own tree of processes in a temporary folder, or one that runs elsewhere.</summary>
internal sealed class ReplayZones : IAsyncDisposable
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan TreeTimeout = TimeSpan.FromSeconds(60);
    private readonly List<ZoneProcess> _processes = [];
    private readonly List<ZoneApi> _clients = [];
    private readonly IReadOnlyList<TreeZone> _tree;
    private readonly string? _directory;

    private ReplayZones(IReadOnlyList<TreeZone> tree, string? directory)
    {
        _tree = tree;
        _directory = directory;
    }

    internal ZoneApi Root => _clients[0];

    /// <summary>Every zone with the servers it was given, parents before children.</summary>
    internal IEnumerable<(TreeZone Zone, ZoneApi Client)> All => _tree.Zip(_clients);

    internal bool Owned => _directory is not null;

    /// <summary>Uses a zone that runs elsewhere; its process is left alone.</summary>
    internal static ReplayZones Connect(Uri url, string token, IReadOnlyList<OpenbNode> nodes)
    {
        var zones = new ReplayZones([new TreeZone(url.Authority, null, nodes)], directory: null);
        zones._clients.Add(ZoneCalls.Open(url, token, CallTimeout));
        return zones;
    }

    /// <summary>Starts a process for each zone and joins them to a tree.</summary>
    /// <exception cref="ZoneProcessException">One did not start; none is left.</exception>
    internal static async Task<ReplayZones> StartAsync(IReadOnlyList<TreeZone> tree, CancellationToken cancellationToken)
    {
        var directory = Directory.CreateTempSubdirectory("novazones-replay-").FullName;
        var zones = new ReplayZones(tree, directory);
        try
        {
            var ports = LoopbackPorts.TakeFree(tree.Count);
            var options = tree.Select((zone, index) => Describe(zone, ports[index], directory)).ToArray();
            zones._clients.AddRange(options.Select(zone => ZoneCalls.Open(zone.Url, zone.Token, CallTimeout)));
            foreach (var zone in options)
            {
                // One after the other: a machine of two cores starts five together no sooner, and each then fails on its own.
                zones._processes.Add(await ZoneProcess.StartAsync(zone, cancellationToken));
            }

            for (var index = 1; index < tree.Count; index++)
            {
                var child = options[index];
                await zones._clients[tree[index].Parent ?? 0].AddChildAsync(child.Name, child.Url, child.Token, cancellationToken);
            }

            return zones;
        }
        catch
        {
            await zones.DisposeAsync();
            throw;
        }
    }

    /// <summary>True when the root's tree shows every zone, and hosts wherever there are some.</summary>
    internal Task<bool> WaitForTreeAsync(CancellationToken cancellationToken) => !Owned
        ? Task.FromResult(true)
        : ZoneTreeWatch.WaitAsync(
            Root,
            [.. _tree.Select(zone => zone.Name)],
            [.. _tree.Where(zone => zone.Nodes.Count > 0).Select(zone => zone.Name)],
            TreeTimeout,
            cancellationToken);

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            client.Dispose();
        }

        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        if (_directory is not null)
        {
            Directory.Delete(_directory, recursive: true);
        }
    }

    private static ZoneProcessOptions Describe(TreeZone zone, int port, string directory) =>
        new(zone.Name, new Uri($"http://127.0.0.1:{port}"), Path.Combine(directory, zone.Name), ZoneSecrets.Token())
        {
            AdminPassword = ZoneSecrets.Password(),
            // Writing a log line for every request would be measured along with it.
            Settings = new Dictionary<string, string> { ["Logging__LogLevel__Default"] = "Warning" },
        };
}
