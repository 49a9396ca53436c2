using NovaZones.Bench.Openb;
using NovaZones.Client;
using NovaZones.Web.Demo.Client;

namespace NovaZones.Bench.Replay;

/// <summary>Reports a trace's servers and keeps reporting them while tasks are offered.</summary>
internal static class ReplayHosts
{
    private const int Batch = 100;

    // A whole round in about this time, well inside any sensible staleness limit.
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(15);

    internal static async Task LoadAsync(ReplayZones zones, CancellationToken cancellationToken)
    {
        foreach (var (zone, client) in zones.All)
        {
            foreach (var batch in zone.Nodes.Chunk(Batch))
            {
                await client.ReportHostsAsync(batch.Select(OpenbMapping.Host), cancellationToken);
            }
        }
    }

    /// <summary>Runs until cancelled, and then ends normally.</summary>
    internal static async Task KeepAsync(ReplayZones zones, TimeProvider time, CancellationToken cancellationToken)
    {
        var batches = zones.All.SelectMany(zone => zone.Zone.Nodes.Chunk(Batch).Select(batch => (zone.Client, Batch: batch))).ToArray();
        if (batches.Length == 0)
        {
            return;
        }

        try
        {
            using var timer = new PeriodicTimer(Round / batches.Length, time);
            for (var turn = 0; await timer.WaitForNextTickAsync(cancellationToken); turn = (turn + 1) % batches.Length)
            {
                await TryReportAsync(batches[turn].Client, batches[turn].Batch, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The replay is over.
        }
    }

    private static async Task TryReportAsync(ZoneApi client, OpenbNode[] batch, CancellationToken cancellationToken)
    {
        try
        {
            await client.ReportHostsAsync(batch.Select(OpenbMapping.Host), cancellationToken);
        }
        catch (Exception ex) when (ZoneCalls.IsUnanswered(ex, cancellationToken))
        {
            // One missed report harms nobody; a zone that stays away shows in the placements.
        }
    }
}
