using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NovaZones.Core.Fleet.Columns;
using NovaZones.Core.Placement.Weighers;

namespace NovaZones.Core.Placement.Columns;

/// <summary>An estimate of the score that can be computed for a block of hosts at once, and how far it may be off.</summary>
/// <remarks>
/// The part of the score that is linear in free shares is computed in 32-bit floats; of every other weigher only the bounds 0 and 1
/// are known. So estimate + <see cref="Above"/> is never below the exact score, and estimate − <see cref="Below"/> never above it.
/// </remarks>
internal sealed class LinearScore
{
    private const double SmallestDoubt = 1e-36;

    private readonly List<Term> _terms = [];
    private double _constant;
    private double _magnitude;
    private bool _hasOther;

    private LinearScore()
    {
    }

    /// <summary>Most by which the exact score may exceed the estimate.</summary>
    public float Above { get; private set; }

    /// <summary>Most by which the exact score may fall short of the estimate.</summary>
    public float Below { get; private set; }

    /// <summary>Whether equal free amounts and capacities in those columns mean equal scores.</summary>
    public bool IsComplete => !_hasOther;

    /// <summary>Number of columns that the estimate reads.</summary>
    public int Columns => _terms.Count;

    public static LinearScore Of(PlacementContext context)
    {
        var score = new LinearScore();
        var above = 0.0;
        var below = 0.0;
        foreach (var (weigher, multiplier) in context.Policy.Weighers)
        {
            if (weigher.IsIdle(context))
            {
                continue;
            }

            if (weigher is ILinearWeigher linear)
            {
                linear.Describe(context, multiplier, score);
            }
            else
            {
                score._hasOther = true;
                above += Math.Max(0, multiplier);
                below += Math.Max(0, -multiplier);
            }
        }

        // Every operation errs by at most 2^-24 of its result: factor, inverse, their product, the amount and each of the sums.
        // Below the smallest normal float nothing is relative any more, so a little absolute is added.
        var rounding = SmallestDoubt + ((score._magnitude + above + below) * (score._terms.Count + 8) * Math.Pow(2, -24));
        score.Above = (float)(above + rounding);
        score.Below = (float)(below + rounding);
        return score;
    }

    public void AddConstant(double value)
    {
        _constant += value;
        _magnitude += Math.Abs(value);
    }

    /// <summary>Adds factor × (free − asked) ÷ capacity.</summary>
    public void AddFreeShare(string resourceClass, long asked, double factor)
    {
        _magnitude += Math.Abs(factor);
        foreach (ref var term in CollectionsMarshal.AsSpan(_terms))
        {
            if (term.ResourceClass == resourceClass)
            {
                term.Factor += factor;
                return;
            }
        }

        _terms.Add(new Term { ResourceClass = resourceClass, Asked = asked, Factor = factor });
    }

    /// <summary>The columns of the block that the estimate reads. False when it holds amounts beyond 32 bits: then nothing is known.</summary>
    public bool TryBind(FleetBlock block, Span<ResourceColumn> columns)
    {
        for (var i = 0; i < _terms.Count; i++)
        {
            columns[i] = block.Resource(_terms[i].ResourceClass);
            if (!columns[i].IsExact || _terms[i].Asked > int.MaxValue)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Estimates every row of a block and tells which rows reach a bar.</summary>
    public void Estimate(ReadOnlySpan<ResourceColumn> columns, float bar, Span<float> estimates, Span<ulong> reaching)
    {
        estimates.Fill((float)_constant);
        for (var i = 0; i < _terms.Count; i++)
        {
            columns[i].Capacities.AddShares(columns[i].Free, (int)_terms[i].Asked, (float)_terms[i].Factor, estimates);
        }

        ref var first = ref MemoryMarshal.GetReference(estimates);
        var bars = Vector512.Create(bar);
        for (var word = 0; word < RowSet.Words; word++)
        {
            var at = (nuint)(word << 6);
            reaching[word] = Reach(ref first, at, bars)
                | (Reach(ref first, at + 16, bars) << 16)
                | (Reach(ref first, at + 32, bars) << 32)
                | (Reach(ref first, at + 48, bars) << 48);
        }

        static ulong Reach(ref float first, nuint at, Vector512<float> bars) =>
            Vector512.GreaterThanOrEqual(Vector512.LoadUnsafe(ref first, at), bars).ExtractMostSignificantBits();
    }

    private struct Term
    {
        public string ResourceClass;
        public long Asked;
        public double Factor;
    }
}
