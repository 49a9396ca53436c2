using System.Diagnostics.Tracing;
using System.Globalization;
using Microsoft.Diagnostics.NETCore.Client;
using NovaZones.Web.Demo.Zones;

namespace NovaZones.Bench.Consoles;

/// <summary>What a zone's process holds in managed memory, after it collected everything it could.</summary>
internal static class ZoneHeap
{
    // Asks the runtime of another process for a full collection when a session with it begins.
    private const long CollectKeyword = 0x800000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Bytes that are in use.</summary>
    /// <exception cref="HttpRequestException">The zone told no figures.</exception>
    /// <exception cref="TimeoutException">It did not collect.</exception>
    public static async Task<long> BytesAsync(ZoneProcess zone, HttpClient client, CancellationToken cancellationToken) =>
        (await ReadAsync(zone, client, cancellationToken).ConfigureAwait(false)).InUse;

    /// <summary>Bytes that are in use, and those that the collector took from the system for them and for what comes.</summary>
    /// <inheritdoc cref="BytesAsync"/>
    public static async Task<(long InUse, long Committed)> ReadAsync(ZoneProcess zone, HttpClient client, CancellationToken cancellationToken)
    {
        // Twice: what has a finalizer lives until the second.
        await CollectAsync(zone, client, cancellationToken).ConfigureAwait(false);
        await CollectAsync(zone, client, cancellationToken).ConfigureAwait(false);
        var text = await MetricsAsync(client, cancellationToken).ConfigureAwait(false);
        return (
            (long)(Sum(text, "dotnet_gc_last_collection_heap_size_bytes") - Sum(text, "dotnet_gc_last_collection_heap_fragmentation_size_bytes")),
            (long)Sum(text, "dotnet_gc_last_collection_memory_committed_size_bytes"));
    }

    /// <summary>What the zone allocated since it started, and for how long it stood still to collect.</summary>
    /// <inheritdoc cref="BytesAsync"/>
    public static async Task<ZoneAllocations> AllocationsAsync(HttpClient client, CancellationToken cancellationToken)
    {
        var text = await MetricsAsync(client, cancellationToken).ConfigureAwait(false);
        return new ZoneAllocations(
            (long)Sum(text, "dotnet_gc_heap_total_allocated_bytes_total"),
            (int)Sum(text, "dotnet_gc_collections_total"),
            Sum(text, "dotnet_gc_pause_time_seconds_total"));
    }

    private static async Task CollectAsync(ZoneProcess zone, HttpClient client, CancellationToken cancellationToken)
    {
        var before = Full(await MetricsAsync(client, cancellationToken).ConfigureAwait(false));
        var provider = new EventPipeProvider("Microsoft-Windows-DotNETRuntime", EventLevel.Informational, CollectKeyword);
        var session = new DiagnosticsClient(zone.ProcessId).StartEventPipeSession([provider], requestRundown: false);
        var reading = session.EventStream.CopyToAsync(Stream.Null, cancellationToken);
        var until = TimeProvider.System.GetUtcNow() + Patience;
        while (Full(await MetricsAsync(client, cancellationToken).ConfigureAwait(false)) == before)
        {
            if (TimeProvider.System.GetUtcNow() > until)
            {
                throw new TimeoutException("The zone's runtime did not collect when asked to.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }

        await session.StopAsync(cancellationToken).ConfigureAwait(false);
        await reading.ConfigureAwait(false);
        session.Dispose();
    }

    private static double Full(string metrics) => metrics.Split('\n')
        .Where(line => line.StartsWith("dotnet_gc_collections", StringComparison.Ordinal) && line.Contains("\"gen2\"", StringComparison.Ordinal)).Sum(Value);

    private static double Sum(string metrics, string name)
    {
        var lines = metrics.Split('\n').Where(line => line.StartsWith(name + "{", StringComparison.Ordinal)).ToList();
        return lines.Count > 0 ? lines.Sum(Value) : throw new HttpRequestException($"The zone's metrics do not hold {name}.");
    }

    // NAME{labels} VALUE TIMESTAMP
    private static double Value(string line) => double.Parse(line[(line.LastIndexOf('}') + 1)..].Trim().Split(' ')[0], CultureInfo.InvariantCulture);

    private static Task<string> MetricsAsync(HttpClient client, CancellationToken cancellationToken) => client.GetStringAsync(new Uri("/metrics", UriKind.Relative), cancellationToken);
}
