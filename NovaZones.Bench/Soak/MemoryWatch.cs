using System.Net.Http.Headers;
using NovaZones.Bench.Consoles;
using NovaZones.Bench.Drill;
using NovaZones.Bench.Fleets;

namespace NovaZones.Bench.Soak;

/// <summary>Measures one zone's process again and again while it works.</summary>
/// <remarks>
/// Managed memory is what is left after two full collections, for without them it says when the collector ran last rather than what is held.
/// Private memory (anonymous pages that are resident) has what the collector cannot see, SQLite's and the network's buffers among it. The working
/// set is only told: the files that a process maps come and go with what the machine has to spare.
/// </remarks>
internal sealed class MemoryWatch : IDisposable
{
    private const double Megabyte = 1024 * 1024;

    private readonly DrillZone _zone;
    private readonly HttpClient _client;
    private readonly List<double> _managed = [];
    private readonly List<double> _private = [];
    private readonly List<double> _workingSet = [];

    public MemoryWatch(DrillZone zone)
    {
        _zone = zone;
        _client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = zone.Url, Timeout = TimeSpan.FromMinutes(1) };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", zone.Token);
    }

    /// <summary>What the verdict is about.</summary>
    public IReadOnlyList<MemorySeries> Judged => [new(_zone.Name, "managed", _managed), new(_zone.Name, "private", _private)];

    /// <summary>What is told beside it.</summary>
    public IReadOnlyList<MemorySeries> Told => [new(_zone.Name, "working set", _workingSet)];

    /// <summary>Measures until told to stop, once each interval.</summary>
    public async Task RunAsync(TimeSpan interval, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(interval);
        try
        {
            do
            {
                var managed = await ZoneHeap.BytesAsync(_zone.Process!, _client, stop);
                var memory = ProcessMemory.Of(_zone.Process!.ProcessId);
                _managed.Add(managed / Megabyte);
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
