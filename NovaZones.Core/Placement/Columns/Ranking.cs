using System.Buffers;
using System.Runtime.Intrinsics;
using NovaZones.Core.Fleet;
using NovaZones.Core.Fleet.Columns;

namespace NovaZones.Core.Placement.Columns;

/// <summary>Finds the best hosts of a fleet for one request: every host is filtered and estimated, the promising ones graded exactly.</summary>
/// <remarks>
/// Two rounds over the blocks. The first filters and estimates every host and keeps of each block the highest estimate. The second
/// visits the blocks from the highest down and grades hosts exactly until no estimate left can reach the worst of the best: so the order
/// in which hosts stand in the fleet costs nothing, and hardly more hosts are graded than are wanted.
/// </remarks>
internal sealed class Ranking
{
    /// <summary>With more promising rows than this in one block it pays to look for a higher bar first.</summary>
    private const int Many = 24;

    private readonly PlacementContext _context;
    private readonly LinearScore _linear;
    private readonly Candidate _candidate = new();

    // The host graded last: in a fleet of equal machines most are in the same condition, and so get the same score.
    private readonly int[] _seenFree;
    private readonly int[] _seenCapacity;
    private readonly ulong _mixedDigest;
    private double _seenScore = double.NaN;

    public Ranking(PlacementContext context, int limit)
    {
        _context = context;
        _mixedDigest = StableHash.Mix(context.Request.Digest);
        _linear = LinearScore.Of(context);
        _seenFree = new int[_linear.Terms.Length];
        _seenCapacity = new int[_linear.Terms.Length];
        Best = new BestHosts(limit);
        Funnel = new ColumnFunnel(context);
    }

    /// <summary>Where hosts are offered; whoever ranks by lanes puts another here for each.</summary>
    public BestHosts Best { get; set; }

    public ColumnFunnel Funnel { get; }

    /// <summary>Looks at every host.</summary>
    public void Run(FleetSnapshot fleet)
    {
        var active = ArrayPool<ulong>.Shared.Rent(fleet.Blocks.Length * RowSet.Words);
        try
        {
            Run(fleet.Blocks, active, Funnel);
        }
        finally
        {
            ArrayPool<ulong>.Shared.Return(active);
        }
    }

    /// <summary>Looks at some hosts of some blocks.</summary>
    /// <param name="blocks">The blocks.</param>
    /// <param name="active">Their rows, set after set; worn down on the way.</param>
    /// <param name="funnel">What fills the sets; null when they hold hosts that passed the filters.</param>
    public void Run(ReadOnlySpan<FleetBlock> blocks, Span<ulong> active, ColumnFunnel? funnel)
    {
        var highest = ArrayPool<float>.Shared.Rent(blocks.Length);
        var promising = ArrayPool<int>.Shared.Rent(blocks.Length);
        try
        {
            var count = FilterAndEstimate(blocks, active, funnel, highest, promising);
            Array.Sort(highest, promising, 0, count);
            GradeFromTheTop(blocks, active, highest.AsSpan(0, count), promising.AsSpan(0, count));
        }
        finally
        {
            ArrayPool<float>.Shared.Return(highest);
            ArrayPool<int>.Shared.Return(promising);
        }
    }

    private static Span<ulong> RowsOf(Span<ulong> active, int block) => active.Slice(block * RowSet.Words, RowSet.Words);

    /// <returns>Number of blocks that hold hosts which passed and were only estimated.</returns>
    private int FilterAndEstimate(ReadOnlySpan<FleetBlock> blocks, Span<ulong> active, ColumnFunnel? funnel, float[] highest, int[] promising)
    {
        Span<float> estimates = stackalloc float[RowSet.Rows];
        var count = 0;
        for (var i = 0; i < blocks.Length; i++)
        {
            var rows = RowsOf(active, i);
            funnel?.Run(blocks[i], rows);
            if (RowSet.IsEmpty(rows))
            {
                continue;
            }

            if (_linear.TryHighest(blocks[i], rows, estimates, out highest[count]))
            {
                promising[count++] = i;
                continue;
            }

            foreach (var row in RowSet.Each(rows))
            {
                _candidate.MoveTo(blocks[i].Hosts[row]!);
                Best.Offer(_candidate.Host, Score.RankOf(_context, _candidate));
            }
        }

        return count;
    }

    private void GradeFromTheTop(ReadOnlySpan<FleetBlock> blocks, Span<ulong> active, ReadOnlySpan<float> highest, ReadOnlySpan<int> promising)
    {
        Span<float> estimates = stackalloc float[RowSet.Rows];
        Span<ulong> reaching = stackalloc ulong[RowSet.Words];

        // As many blocks as hosts are wanted have each a host at least this good.
        var floor = Best.Limit <= highest.Length ? (double)highest[^Best.Limit] - _linear.Below : double.NegativeInfinity;
        for (var i = highest.Length - 1; i >= 0; i--)
        {
            var bar = MathF.BitDecrement((float)(Math.Max(floor, Best.Threshold) - _linear.Above));
            if (highest[i] < bar)
            {
                return;
            }

            var block = blocks[promising[i]];
            var rows = RowsOf(active, promising[i]);
            _linear.TryEstimate(block, estimates);
            Estimates.Reaching(estimates, bar, reaching);
            RowSet.Keep(rows, reaching);
            GradeBest(block, rows, estimates);
        }
    }

    private void GradeBest(FleetBlock block, Span<ulong> active, ReadOnlySpan<float> estimates)
    {
        var floor = RowSet.Count(active) > Many ? MathF.BitDecrement(FloorOf(active, estimates)) : float.NegativeInfinity;
        var names = block.NameHashes();
        if (_linear.IsComplete && RowSet.Count(active) > Many)
        {
            GradeAlike(block, names, active);
        }

        foreach (var row in RowSet.Each(active))
        {
            if (estimates[row] >= floor && estimates[row] + (double)_linear.Above >= Best.Threshold)
            {
                Grade(block, row, names[row]);
            }
        }
    }

    /// <summary>
    /// Grades the hosts that are in the same condition as the first of them, and takes them out of the set: in a fleet of equal machines
    /// these are nearly all. One score serves them all; against the worst of the best only their tie bits are left to decide.
    /// </summary>
    private void GradeAlike(FleetBlock block, NameHashColumn names, Span<ulong> active)
    {
        Span<ulong> alike = stackalloc ulong[RowSet.Words];
        active.CopyTo(alike);
        var first = RowSet.First(active);
        foreach (var term in _linear.Terms)
        {
            term.Column.KeepLike(first, alike);
        }

        if (RowSet.Count(alike) <= Many)
        {
            return;
        }

        RowSet.Remove(active, alike);
        _candidate.MoveTo(block, first);
        var score = Score.Of(_context, _candidate);
        if (score < Best.Threshold)
        {
            return;
        }

        if (score == Best.Threshold)
        {
            Span<ulong> above = stackalloc ulong[RowSet.Words];
            names.WithTieAbove(_mixedDigest, Best.ThresholdTie, above);
            RowSet.Keep(alike, above);
        }

        foreach (var row in RowSet.Each(alike))
        {
            var rank = new Rank(score, Score.TieOf(_mixedDigest, names[row]));
            if (Best.Wants(rank))
            {
                Best.Offer(block.Hosts[row]!, rank);
            }
        }
    }

    /// <summary>
    /// An estimate below which no row of this block can be among the best, or negative infinity. Each of the sixteen lanes holds the
    /// best of other rows, so as many rows as are wanted reach the smallest of as many of the best lanes: found in one pass.
    /// </summary>
    private float FloorOf(ReadOnlySpan<ulong> active, ReadOnlySpan<float> estimates)
    {
        if (Best.Limit > Vector512<float>.Count)
        {
            return float.NegativeInfinity;
        }

        Span<float> lanes = stackalloc float[Vector512<float>.Count];
        Estimates.Lanes(estimates, active).CopyTo(lanes);
        lanes.Sort();
        return lanes[^Best.Limit] - _linear.Below - _linear.Above;
    }

    private void Grade(FleetBlock block, int row, ulong nameHash)
    {
        if (!(_linear.IsComplete && IsAsSeen(row)))
        {
            _candidate.MoveTo(block, row);
            _seenScore = Score.Of(_context, _candidate);
        }

        var rank = new Rank(_seenScore, Score.TieOf(_mixedDigest, nameHash));
        if (Best.Wants(rank))
        {
            Best.Offer(block.Hosts[row]!, rank);
        }
    }

    /// <summary>Whether the host is in the same condition as the one graded before; remembers it.</summary>
    private bool IsAsSeen(int row)
    {
        var same = !double.IsNaN(_seenScore);
        var terms = _linear.Terms;
        for (var i = 0; i < terms.Length; i++)
        {
            var free = terms[i].Column.Free[row];
            var capacity = terms[i].Column.Capacity[row];
            same &= free == _seenFree[i] && capacity == _seenCapacity[i];
            _seenFree[i] = free;
            _seenCapacity[i] = capacity;
        }

        return same;
    }
}
