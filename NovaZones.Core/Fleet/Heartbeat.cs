namespace NovaZones.Core.Fleet;

/// <summary>When a host last said that it is alive.</summary>
/// <remarks>
/// Shared by all versions of a host, and the one mutable thing in a snapshot: a fleet of 100,000 hosts would otherwise
/// make thousands of snapshots a second that differ in nothing that decides a claim. Thread-safe.
/// </remarks>
public sealed class Heartbeat(DateTimeOffset lastReportAt)
{
    private long _ticks = lastReportAt.UtcTicks;
    private long _toldTicks;
    private long _changedTicks;
    private HeardReport? _report;

    /// <summary>The newest sign of life, UTC.</summary>
    public DateTimeOffset LastReportAt => new(Volatile.Read(ref _ticks), TimeSpan.Zero);

    /// <summary>When a report last told the host's capabilities, UTC; null when none did to this process. A mere sign of life tells none.</summary>
    public DateTimeOffset? CapabilitiesToldAt => Moment(ref _toldTicks);

    /// <summary>When a report last told other capabilities than were known, UTC; null when none did to this process.</summary>
    public DateTimeOffset? CapabilitiesChangedAt => Moment(ref _changedTicks);

    /// <summary>What was reported last; null when it was not noted.</summary>
    internal HeardReport? Report
    {
        get => Volatile.Read(ref _report);
        set => Volatile.Write(ref _report, value);
    }

    /// <summary>Notes that a report told the capabilities.</summary>
    /// <param name="at">When.</param>
    /// <param name="changed">Whether any differs from what was known.</param>
    internal void Told(DateTimeOffset at, bool changed)
    {
        Volatile.Write(ref _toldTicks, at.UtcTicks);
        if (changed)
        {
            Volatile.Write(ref _changedTicks, at.UtcTicks);
        }
    }

    private static DateTimeOffset? Moment(ref long ticks) => Volatile.Read(ref ticks) is > 0 and var at ? new DateTimeOffset(at, TimeSpan.Zero) : null;

    /// <summary>Records a sign of life; an older one than is known changes nothing.</summary>
    public void Beat(DateTimeOffset at)
    {
        var ticks = at.UtcTicks;
        var seen = Volatile.Read(ref _ticks);
        while (ticks > seen)
        {
            var before = Interlocked.CompareExchange(ref _ticks, ticks, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }
}
