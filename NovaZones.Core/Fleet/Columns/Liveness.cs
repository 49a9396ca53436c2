namespace NovaZones.Core.Fleet.Columns;

/// <summary>Which hosts of a block are known to have spoken lately, so that not every decision must look at every heartbeat.</summary>
/// <remarks>
/// Signs of life only ever get newer: a host once seen to have spoken at an instant has spoken no earlier than that. So the oldest of
/// the instants seen is a safe lower bound for all of them, and only hosts not in the set are looked at each time. Immutable.
/// </remarks>
internal sealed class Liveness
{
    private readonly ulong[] _up = new ulong[RowSet.Words];
    private long _oldestTicks = long.MaxValue;

    private Liveness()
    {
    }

    /// <summary>Hosts that have spoken at the cutoff or later; the newest knowledge for the next question is returned.</summary>
    public static Liveness Ask(Liveness? known, ReadOnlySpan<Host?> hosts, ReadOnlySpan<ulong> present, long cutoffTicks, Span<ulong> rows)
    {
        if (known is null || known._oldestTicks < cutoffTicks)
        {
            known = Look(hosts, present, cutoffTicks);
        }

        known._up.CopyTo(rows);
        for (var word = 0; word < RowSet.Words; word++)
        {
            var doubtful = present[word] & ~known._up[word];
            while (doubtful != 0)
            {
                var bit = System.Numerics.BitOperations.TrailingZeroCount(doubtful);
                doubtful &= doubtful - 1;
                if (hosts[(word << 6) + bit]!.Heartbeat.LastReportAt.UtcTicks >= cutoffTicks)
                {
                    rows[word] |= 1UL << bit;
                }
            }
        }

        return known;
    }

    private static Liveness Look(ReadOnlySpan<Host?> hosts, ReadOnlySpan<ulong> present, long cutoffTicks)
    {
        var result = new Liveness();
        foreach (var row in RowSet.Each(present))
        {
            var ticks = hosts[row]!.Heartbeat.LastReportAt.UtcTicks;
            if (ticks >= cutoffTicks)
            {
                RowSet.Put(result._up, row, true);
                result._oldestTicks = Math.Min(result._oldestTicks, ticks);
            }
        }

        return result;
    }
}
