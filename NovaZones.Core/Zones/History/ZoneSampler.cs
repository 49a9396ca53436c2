using NovaZones.Core.Fleet.History;

namespace NovaZones.Core.Zones.History;

/// <summary>Writes down what the zone with everything below it offers and uses, and what was asked of it since it did so last.</summary>
/// <remarks>
/// Requests are counted where they are stored: those of other replicas count, and those before a restart. One caller at a time.
/// </remarks>
public sealed class ZoneSampler(ZoneOverview overview, IZoneHistoryStore store, TimeProvider time)
{
    /// <summary>Time between two points.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    /// <summary>Requests count so much later than they came, since most are decided by then; one that is answered later still is not counted.</summary>
    public static readonly TimeSpan Lag = TimeSpan.FromSeconds(10);

    /// <summary>Resource classes that are written at most, in order of their names: hosts may invent classes.</summary>
    public const int MostClasses = 64;

    /// <summary>Writes a point.</summary>
    /// <returns>How many were written: 1, or 0 when the newest is not older than now (the clock was set back).</returns>
    public async Task<int> SampleAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var before = await store.FindNewestAsync(cancellationToken).ConfigureAwait(false) ?? now - Interval;
        if (before >= now)
        {
            return 0;
        }

        var requests = await store.CountRequestsAsync(before - Lag, now - Lag, cancellationToken).ConfigureAwait(false);
        var summary = overview.Current().Summary;
        var classes = summary.Resources.OrderBy(r => r.Key, StringComparer.Ordinal).Take(MostClasses).Select(r => new ClassFigures(r.Key, r.Value.Capacity, r.Value.Used));
        await store.AppendAsync(new ZonePoint(now, now - before, requests, summary.Hosts, [.. classes]), cancellationToken).ConfigureAwait(false);
        return 1;
    }
}
