using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NovaZones.Core.Fleet;
using NovaZones.Core.Fleet.Columns;

namespace NovaZones.Core.Placement.Columns;

/// <summary>Finds the best hosts of a fleet for one request: every host is filtered and estimated, the promising ones graded exactly.</summary>
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
    private readonly ResourceColumn[] _columns;
    private readonly ulong _mixedDigest;
    private double _seenScore = double.NaN;

    public Ranking(PlacementContext context, int limit)
    {
        _context = context;
        _mixedDigest = StableHash.Mix(context.Request.Digest);
        _linear = LinearScore.Of(context);
        _columns = new ResourceColumn[_linear.Columns];
        _seenFree = new int[_columns.Length];
        _seenCapacity = new int[_columns.Length];
        Best = new BestHosts(limit);
        Funnel = new ColumnFunnel(context);
    }

    /// <summary>Where promising hosts are offered; whoever ranks by lanes puts another here for each.</summary>
    public BestHosts Best { get; set; }

    public ColumnFunnel Funnel { get; }

    /// <summary>Looks at every host.</summary>
    public void Run(FleetSnapshot fleet)
    {
        Span<ulong> active = stackalloc ulong[RowSet.Words];
        Span<float> estimates = stackalloc float[RowSet.Rows];
        foreach (var block in fleet.Blocks)
        {
            Funnel.Run(block, active);
            Grade(block, active, estimates);
        }
    }

    /// <summary>Looks at some hosts of a block, all of which passed the filters.</summary>
    /// <param name="block">The hosts.</param>
    /// <param name="active">Their rows; worn down on the way.</param>
    /// <param name="estimates">Room for an estimate of every row.</param>
    public void Grade(FleetBlock block, Span<ulong> active, Span<float> estimates)
    {
        if (RowSet.IsEmpty(active))
        {
            return;
        }

        if (!_linear.TryBind(block, _columns))
        {
            foreach (var row in RowSet.Each(active))
            {
                _candidate.MoveTo(block.Hosts[row]!);
                Best.Offer(_candidate.Host, Score.RankOf(_context, _candidate));
            }

            return;
        }

        // A host can be among the best only if its estimate reaches what the worst of them has, less what estimates may be off.
        Span<ulong> reaching = stackalloc ulong[RowSet.Words];
        _linear.Estimate(_columns, MathF.BitDecrement((float)(Best.Threshold - _linear.Above)), estimates, reaching);
        RowSet.Keep(active, reaching);
        if (!RowSet.IsEmpty(active))
        {
            GradeBest(block, active, estimates);
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
        foreach (var column in _columns)
        {
            column.KeepLike(first, alike);
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

        var best = Vector512.Create(float.NegativeInfinity);
        ref var first = ref MemoryMarshal.GetReference(estimates);
        var bits = Vector512.Create(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768);
        for (var word = 0; word < RowSet.Words; word++)
        {
            for (var part = 0; part < 64; part += Vector512<float>.Count)
            {
                var here = Vector512.Create((int)((active[word] >> part) & 0xFFFF)) & bits;
                var mask = Vector512.Equals(here, bits).AsSingle();
                var values = Vector512.LoadUnsafe(ref first, (nuint)((word << 6) + part));
                best = Vector512.Max(best, Vector512.ConditionalSelect(mask, values, best));
            }
        }

        Span<float> lanes = stackalloc float[Vector512<float>.Count];
        best.CopyTo(lanes);
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
        for (var i = 0; i < _columns.Length; i++)
        {
            var free = _columns[i].Free[row];
            var capacity = _columns[i].Capacities.Capacity[row];
            same &= free == _seenFree[i] && capacity == _seenCapacity[i];
            _seenFree[i] = free;
            _seenCapacity[i] = capacity;
        }

        return same;
    }
}
