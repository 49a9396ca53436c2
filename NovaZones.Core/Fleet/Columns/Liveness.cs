namespace NovaZones.Core.Fleet.Columns;

/// <summary>Which hosts of a block are known to have spoken lately, so that not every decision must look at every heartbeat.</summary>
/// <remarks>
/// Signs of life only ever get newer: a host once seen to have spoken at an instant has spoken no earlier than that. So the oldest of
/// the instants seen is a safe lower bound for all of them, and only hosts not in the set are looked at each time. Immutable.
/// </remarks>
internal sealed class Liveness
{
    private readonly ulong[] _up = new ulong[RowSet.Words];

    private Liveness()
    {
    }

    /// <summary>No host of the set has spoken before this.</summary>
    public long OldestTicks { get; private set; } = long.MaxValue;

    /// <summary>Whether the set holds every host.</summary>
    public bool IsAll { get; private set; }

    /// <summary>Looks at every heartbeat.</summary>
    public static Liveness Look(ReadOnlySpan<Host?> hosts, ReadOnlySpan<ulong> present, long cutoffTicks)
    {
        var result = new Liveness { IsAll = true };
        foreach (var row in RowSet.Each(present))
        {
            var ticks = hosts[row]!.Heartbeat.LastReportAt.UtcTicks;
            if (ticks >= cutoffTicks)
            {
                RowSet.Put(result._up, row, true);
                result.OldestTicks = Math.Min(result.OldestTicks, ticks);
            }
            else
            {
                result.IsAll = false;
            }
        }

        return result;
    }

    /// <summary>The hosts that have spoken at the cutoff or later: the set, and of the others those whose heartbeat says so now.</summary>
    /// <returns>Whether that is every host.</returns>
    public bool Complete(ReadOnlySpan<Host?> hosts, ReadOnlySpan<ulong> present, long cutoffTicks, Span<ulong> rows)
    {
        _up.CopyTo(rows);
        var all = true;
        for (var word = 0; word < RowSet.Words; word++)
        {
            var doubtful = present[word] & ~_up[word];
            while (doubtful != 0)
            {
                var bit = System.Numerics.BitOperations.TrailingZeroCount(doubtful);
                doubtful &= doubtful - 1;
                var spoke = hosts[(word << 6) + bit]!.Heartbeat.LastReportAt.UtcTicks >= cutoffTicks;
                rows[word] |= spoke ? 1UL << bit : 0;
                all &= spoke;
            }
        }

        return all;
    }
}
