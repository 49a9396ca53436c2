using System.Net.Http.Headers;
using NovaZones.Bench.Consoles;
using NovaZones.Bench.Drill;
using NovaZones.Bench.Fleets;

namespace NovaZones.Bench.Soak;

/// <summary>Measures one zone's process again and again while it works.</summary>
/// <remarks>
/// Managed memory is what is left after two full collections, for without them it says when the collector ran last rather than what is held.
/// Native memory is what the process has of its own (anonymous pages that are resident) without what the collector took from the system: SQLite's and
/// the network's buffers, the compiler's code. The working set is all of it, with the files that are mapped. Private memory as a whole is told and not
/// judged, since how much the collector keeps at hand between collections goes up and down with the load on the machine; were something held in it,
/// one of the others would grow.
/// </remarks>
internal sealed class MemoryWatch : IDisposable
{
    private const double Megabyte = 1024 * 1024;

    private readonly DrillZone _zone;
    private readonly HttpClient _client;
    private readonly List<double> _managed = [];
    private readonly List<double> _native = [];
    private readonly List<double> _private = [];
    private readonly List<double> _workingSet = [];

    public MemoryWatch(DrillZone zone)
    {
        _zone = zone;
        _client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = zone.Url, Timeout = TimeSpan.FromMinutes(1) };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", zone.Token);
    }

    /// <summary>What the verdict is about.</summary>
    public IReadOnlyList<MemorySeries> Judged => [new(_zone.Name, "managed", _managed), new(_zone.Name, "native", _native), new(_zone.Name, "working set", _workingSet)];

    /// <summary>What is told beside it.</summary>
    public IReadOnlyList<MemorySeries> Told => [new(_zone.Name, "private", _private)];

    /// <summary>Measures until told to stop, once each interval, and not before a while has passed.</summary>
    /// <param name="after">The while.</param>
    /// <param name="interval">Between two measures.</param>
    /// <param name="stop">Begins no further measure; the one under way is finished, so that a short run on a busy machine has one, too.</param>
    /// <param name="cancellationToken">Ends also that.</param>
    public async Task RunAsync(TimeSpan after, TimeSpan interval, CancellationToken stop, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(interval);
        try
        {
            await Task.Delay(after, stop);
            do
            {
                var (inUse, committed) = await ZoneHeap.ReadAsync(_zone.Process!, _client, cancellationToken);
                var memory = ProcessMemory.Of(_zone.Process!.ProcessId);
                _managed.Add(inUse / Megabyte);
                _native.Add(memory.PrivateMegabytes - (committed / Megabyte));
                _private.Add(memory.PrivateMegabytes);
                _workingSet.Add(memory.WorkingSetMegabytes);
            }
            while (await timer.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The run is over.
        }
    }

    public void Dispose() => _client.Dispose();
}
