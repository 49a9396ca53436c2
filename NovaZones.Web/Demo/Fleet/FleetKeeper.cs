using NovaZones.Client;
using NovaZones.Web.Demo.Client;

namespace NovaZones.Web.Demo.Fleet;

/// <summary>Reports the servers of one zone for as long as the demo runs, as their agents would.</summary>
internal sealed class FleetKeeper(DemoFleet fleet, ZoneApi zone, DemoCounters counters, int seed, TimeProvider time)
{
    /// <summary>Every server is heard once in this many seconds, a third of the staleness limit the demo sets.</summary>
    internal const int CycleSeconds = 15;

    private const int LoadBatch = 200;
    private const int DriftsPerSecond = 2;
    private const double SilencesPerSecond = 0.02;

    private readonly Random _random = new(seed);

    /// <summary>The first report of every server.</summary>
    /// <exception cref="ZoneProblemException">The zone refused.</exception>
    /// <exception cref="ZoneUnreachableException">The zone did not answer.</exception>
    internal async Task LoadAsync(CancellationToken cancellationToken)
    {
        foreach (var batch in fleet.Hosts.Chunk(LoadBatch))
        {
            await zone.ReportHostsAsync(batch.Select(host => host.Report), cancellationToken);
        }
    }

    /// <summary>Reports one slice a second until told to stop. A zone that does not answer is counted, never an end.</summary>
    internal async Task KeepAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        for (var tick = 0; await timer.WaitForNextTickAsync(cancellationToken); tick++)
        {
            try
            {
                FallSilentNowAndThen();
                await ReportSliceAsync(tick % CycleSeconds, cancellationToken);
                await DriftAsync(cancellationToken);
            }
            catch (Exception ex) when (ZoneCalls.IsUnanswered(ex, cancellationToken))
            {
                counters.CountError($"{fleet.Zone}: report {ZoneCalls.Describe(ex)}");
            }
        }
    }

    private void FallSilentNowAndThen()
    {
        var now = time.GetUtcNow();
        foreach (var host in fleet.Hosts.Where(host => host.SilentUntil <= now))
        {
            host.SilentUntil = null;
        }

        if (fleet.Hosts.Count > 0 && _random.NextDouble() < SilencesPerSecond)
        {
            // Longer than the staleness limit, or nobody would notice.
            fleet.Hosts[_random.Next(fleet.Hosts.Count)].SilentUntil = now + TimeSpan.FromSeconds(75 + _random.Next(90));
        }
    }

    private async Task ReportSliceAsync(int slice, CancellationToken cancellationToken)
    {
        var due = fleet.Hosts.Where((host, index) => index % CycleSeconds == slice && host.SilentUntil is null).ToArray();
        if (due.Length > 0)
        {
            await zone.ReportHostsAsync(due.Select(host => host.Report), cancellationToken);
        }
    }

    private async Task DriftAsync(CancellationToken cancellationToken)
    {
        for (var count = 0; count < DriftsPerSecond && fleet.Hosts.Count > 0; count++)
        {
            var host = fleet.Hosts[_random.Next(fleet.Hosts.Count)];
            if (host.SilentUntil is null)
            {
                await zone.PatchHostAsync(host.Name, host.Drift(_random), cancellationToken);
            }
        }
    }
}
