using System.Runtime.Intrinsics;
using NovaZones.Core.Fleet.Columns;

namespace NovaZones.Core.Placement.Columns;

/// <summary>One filter's walk over one block: which rows it has not rejected yet.</summary>
internal readonly ref struct FilterScan
{
    private readonly Span<ulong> _remaining;
    private readonly ReadOnlySpan<ulong> _active;
    private readonly FilterTally _tally;

    /// <param name="context">What is asked.</param>
    /// <param name="block">The hosts.</param>
    /// <param name="remaining">Rows that hold a host; afterwards those that this filter passes.</param>
    /// <param name="active">Rows that every earlier filter passed.</param>
    /// <param name="tally">Where to count.</param>
    public FilterScan(PlacementContext context, FleetBlock block, Span<ulong> remaining, ReadOnlySpan<ulong> active, FilterTally tally)
    {
        Context = context;
        Block = block;
        _remaining = remaining;
        _active = active;
        _tally = tally;
    }

    public PlacementContext Context { get; }

    public FleetBlock Block { get; }

    /// <summary>What this filter has found out in earlier blocks.</summary>
    public ScanMemo Memo => _tally.Memo;

    /// <summary>Rows not rejected so far by this filter.</summary>
    public ReadOnlySpan<ulong> Remaining => _remaining;

    /// <summary>Rejects all that remain but these.</summary>
    public void Keep(ReadOnlySpan<ulong> rows, string reason)
    {
        var rejected = Vector512.AndNot(Vector512.Create<ulong>(_remaining), Vector512.Create(rows));
        if (rejected != Vector512<ulong>.Zero)
        {
            Span<ulong> set = stackalloc ulong[RowSet.Words];
            rejected.CopyTo(set);
            Reject(set, reason);
        }
    }

    /// <summary>Rejects these, as far as they remain.</summary>
    public void Reject(ReadOnlySpan<ulong> rows, string reason)
    {
        var all = RowSet.CountCommon(rows, _remaining);
        if (all == 0)
        {
            return;
        }

        var first = 0;
        for (var i = 0; i < RowSet.Words; i++)
        {
            first += System.Numerics.BitOperations.PopCount(rows[i] & _remaining[i] & _active[i]);
        }

        _tally.Add(reason, first, all);
        if (first > 0 && _tally.LacksExample(reason))
        {
            _tally.AddExample(reason, Block.Hosts[FirstRejected(rows)]!);
        }

        RowSet.Remove(_remaining, rows);
    }

    private int FirstRejected(ReadOnlySpan<ulong> rows)
    {
        for (var i = 0; i < RowSet.Words; i++)
        {
            if ((rows[i] & _remaining[i] & _active[i]) is var bits and not 0)
            {
                return (i << 6) + System.Numerics.BitOperations.TrailingZeroCount(bits);
            }
        }

        throw new System.Diagnostics.UnreachableException();
    }

    /// <summary>Rejects those of these rows, as far as they remain, that a filter judges so one by one.</summary>
    public void Judge(Filters.ICandidateFilter filter, Candidate candidate)
    {
        Span<ulong> one = stackalloc ulong[RowSet.Words];
        Span<ulong> rows = stackalloc ulong[RowSet.Words];
        _remaining.CopyTo(rows);
        foreach (var row in RowSet.Each(rows))
        {
            candidate.MoveTo(Block.Hosts[row]!);
            if (filter.Evaluate(Context, candidate).Reason is { } reason)
            {
                one.Clear();
                RowSet.Put(one, row, true);
                Reject(one, reason);
            }
        }
    }
}
