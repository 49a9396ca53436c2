using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NovaZones.Core.Fleet;
using NovaZones.Core.Fleet.Columns;

namespace NovaZones.Core.Placement.Columns;

/// <summary>Finds the best hosts of a fleet for one request: every host is filtered and estimated, the promising ones graded exactly.</summary>
internal sealed class Ranking
{
    private const float SmallestTellingInverse = 1f / (1 << 22);

    private readonly PlacementContext _context;
    private readonly LinearScore _linear;
    private readonly Candidate _candidate = new();

    // The host graded last: in a fleet of equal machines most are in the same condition, and so get the same score.
    private readonly int[] _seenFree;
    private readonly float[] _seenInverse;
    private readonly string[] _classes;
    private double _seenScore = double.NaN;

    public Ranking(PlacementContext context, int limit)
    {
        _context = context;
        _linear = LinearScore.Of(context);
        _classes = [.. _linear.Classes];
        _seenFree = new int[_classes.Length];
        _seenInverse = new float[_classes.Length];
        Best = new BestHosts(limit);
        Funnel = new ColumnFunnel(context);
    }

    public BestHosts Best { get; }

    public ColumnFunnel Funnel { get; }

    /// <summary>Looks at every host.</summary>
    public void Run(FleetSnapshot fleet)
    {
        Span<ulong> active = stackalloc ulong[RowSet.Words];
        Span<float> estimates = stackalloc float[RowSet.Rows];
        foreach (var block in fleet.Blocks)
        {
            Funnel.Run(block, active);
            if (RowSet.IsEmpty(active))
            {
                continue;
            }

            if (_linear.TryEstimate(block, estimates))
            {
                GradeAbove(block, active, estimates);
            }
            else
            {
                foreach (var row in RowSet.Each(active))
                {
                    _candidate.MoveTo(block.Hosts[row]!);
                    Best.Offer(_candidate.Host, Score.RankOf(_context, _candidate));
                }
            }
        }
    }

    private void GradeAbove(FleetBlock block, Span<ulong> active, ReadOnlySpan<float> estimates)
    {
        // A host can be among the best only if its estimate reaches what the worst of the best has, less what estimates may be off.
        var bar = (float)(Best.Threshold - _linear.Above);
        bar = MathF.BitDecrement(Math.Max(bar, FloorOf(active, estimates)));
        var names = block.NameHashes();
        for (var word = 0; word < RowSet.Words; word++)
        {
            if (active[word] == 0)
            {
                continue;
            }

            ulong above = 0;
            ref var first = ref MemoryMarshal.GetReference(estimates);
            var barAll = Vector256.Create(bar);
            for (var part = 0; part < 64; part += Vector256<float>.Count)
            {
                var higher = Vector256.GreaterThanOrEqual(Vector256.LoadUnsafe(ref first, (nuint)((word << 6) + part)), barAll);
                above |= (ulong)higher.ExtractMostSignificantBits() << part;
            }

            above &= active[word];
            while (above != 0)
            {
                var row = (word << 6) + System.Numerics.BitOperations.TrailingZeroCount(above);
                above &= above - 1;
                if (estimates[row] + _linear.Above >= Best.Threshold)
                {
                    Grade(block, row, names[row]);
                }
            }
        }
    }

    /// <summary>
    /// An estimate that as many rows of this block reach as are wanted in all, or negative infinity. Each of the eight lanes holds the
    /// best of other rows, so the smallest of as many lanes as are wanted is such a bar, found in one pass.
    /// </summary>
    private float FloorOf(ReadOnlySpan<ulong> active, ReadOnlySpan<float> estimates)
    {
        if (Best.Limit > Vector256<float>.Count)
        {
            return float.NegativeInfinity;
        }

        var best = Vector256.Create(float.NegativeInfinity);
        ref var first = ref MemoryMarshal.GetReference(estimates);
        var bits = Vector256.Create(1, 2, 4, 8, 16, 32, 64, 128);
        for (var word = 0; word < RowSet.Words; word++)
        {
            for (var part = 0; part < 64; part += Vector256<float>.Count)
            {
                var here = Vector256.Create((int)((active[word] >> part) & 0xFF)) & bits;
                var mask = Vector256.Equals(here, bits).AsSingle();
                var values = Vector256.LoadUnsafe(ref first, (nuint)((word << 6) + part));
                best = Vector256.Max(best, Vector256.ConditionalSelect(mask, values, best));
            }
        }

        Span<float> lanes = stackalloc float[Vector256<float>.Count];
        best.CopyTo(lanes);
        lanes.Sort();
        return lanes[^Best.Limit] - _linear.Below - _linear.Above;
    }

    private void Grade(FleetBlock block, int row, ulong nameHash)
    {
        var host = block.Hosts[row]!;
        var tie = Score.TieOf(_context.Request, nameHash);
        if (_linear.IsComplete && IsAsSeen(block, row))
        {
            if (Best.Wants(new Rank(_seenScore, tie)))
            {
                Best.Offer(host, new Rank(_seenScore, tie));
            }

            return;
        }

        _candidate.MoveTo(host);
        _seenScore = Score.Of(_context, _candidate);
        Best.Offer(host, new Rank(_seenScore, tie));
    }

    /// <summary>Whether the host is in the same condition as the one graded before; remembers it.</summary>
    private bool IsAsSeen(FleetBlock block, int row)
    {
        var same = !double.IsNaN(_seenScore);
        for (var i = 0; i < _classes.Length; i++)
        {
            var column = block.Resource(_classes[i]);

            // Up to 4 million units equal inverses mean equal capacities; beyond, 32 bits cannot tell neighbours apart.
            same &= column.Free[row] == _seenFree[i] && column.Inverse[row] == _seenInverse[i] && (column.Inverse[row] is 0 or >= SmallestTellingInverse);
            _seenFree[i] = column.Free[row];
            _seenInverse[i] = column.Inverse[row];
        }

        return same;
    }
}
