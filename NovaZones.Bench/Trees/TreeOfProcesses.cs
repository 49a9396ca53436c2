using System.Diagnostics;
using NovaZones.Client;
using NovaZones.Web.Demo.Client;
using NovaZones.Web.Demo.Zones;

namespace NovaZones.Bench.Trees;

/// <summary>Three levels of real zone processes on loopback: a root, one zone below it, and the zones with the hosts below that.</summary>
internal sealed class TreeOfProcesses : IAsyncDisposable
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan TreeTimeout = TimeSpan.FromSeconds(60);

    private readonly List<ZoneProcess> _processes = [];
    private readonly List<ZoneApi> _clients = [];
    private readonly string _directory = Directory.CreateTempSubdirectory("novazones-tree-").FullName;

    public ZoneApi Root => _clients[0];

    public int Count => _processes.Count;

    /// <summary>Starts the processes, joins them and reports the hosts.</summary>
    /// <exception cref="ZoneProcessException">One did not start, or the root does not see them all; none is left.</exception>
    public static async Task<TreeOfProcesses> StartAsync(TreeOptions options, CancellationToken cancellationToken)
    {
        var tree = new TreeOfProcesses();
        try
        {
            await tree.FillAsync(options, cancellationToken);
            return tree;
        }
        catch
        {
            await tree.DisposeAsync();
            throw;
        }
    }

    /// <summary>Processor time of each zone since its start.</summary>
    public IReadOnlyDictionary<string, TimeSpan> ProcessorTimes() => _processes.ToDictionary(p => p.Options.Name, p =>
    {
        using var process = Process.GetProcessById(p.ProcessId);
        return process.TotalProcessorTime;
    });

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

        Directory.Delete(_directory, recursive: true);
    }

    private async Task FillAsync(TreeOptions options, CancellationToken cancellationToken)
    {
        string[] names = ["root", "middle", .. Enumerable.Range(1, options.Leaves).Select(i => $"low{i}")];
        var ports = LoopbackPorts.TakeFree(names.Length);
        for (var i = 0; i < names.Length; i++)
        {
            var zone = new ZoneProcessOptions(names[i], new Uri($"http://127.0.0.1:{ports[i]}"), Path.Combine(_directory, names[i]), ZoneSecrets.Token())
            {
                AdminPassword = ZoneSecrets.Password(),
                Settings = new Dictionary<string, string> { ["Logging__LogLevel__Default"] = "Warning", ["Scheduler__StaleAfter"] = "23:59:59" },
            };
            _processes.Add(await ZoneProcess.StartAsync(zone, cancellationToken));
            _clients.Add(ZoneCalls.Open(zone.Url, zone.Token, CallTimeout));
            if (i > 0)
            {
                await _clients[i == 1 ? 0 : 1].AddChildAsync(zone.Name, zone.Url, zone.Token, cancellationToken);
            }
        }

        for (var leaf = 0; leaf < options.Leaves; leaf++)
        {
            await _clients[2 + leaf].ReportHostsAsync(Hosts(leaf, options), cancellationToken);
        }

        if (!await ZoneTreeWatch.WaitAsync(Root, names, names[2..], TreeTimeout, cancellationToken))
        {
            throw new ZoneProcessException("The root does not see every zone below it with its hosts.");
        }
    }

    private static IEnumerable<HostReportLine> Hosts(int leaf, TreeOptions options)
    {
        var random = new Random(leaf);
        for (var host = leaf; host < options.Hosts; host += options.Leaves)
        {
            var size = 1 << random.Next(4);
            yield return new HostReportLine($"h{host}", new Dictionary<string, InventoryReport>
            {
                ["VCPU"] = new(8 * size),
                ["MEMORY_MB"] = new(32_768 * size),
                ["DISK_GB"] = new(500 * size),
            });
        }
    }
}
