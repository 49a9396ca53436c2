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

    /// <summary>Whether equal free amounts and capacities of <see cref="Classes"/> mean equal scores.</summary>
    public bool IsComplete => !_hasOther;

    /// <summary>Classes that the estimate reads.</summary>
    public IEnumerable<string> Classes => _terms.Select(t => t.ResourceClass);

    public static LinearScore Of(PlacementContext context)
    {
        var score = new LinearScore();
        var above = 0.0;
        var below = 0.0;
        foreach (var (weigher, multiplier) in context.Policy.Weighers)
        {
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

        // Rounding: every operation errs by at most 2^-24 of what it works on; a dozen for each term is far more than there are.
        // Below the smallest normal float nothing is relative any more, so a little absolute is added.
        var rounding = SmallestDoubt + ((score._magnitude + above + below) * (score._terms.Count + 2) * 12 * Math.Pow(2, -24));
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

    /// <summary>Estimates every row of a block. False when the block holds amounts beyond 32 bits: then nothing is known.</summary>
    public bool TryEstimate(FleetBlock block, Span<float> estimates)
    {
        estimates.Fill((float)_constant);
        foreach (var term in _terms)
        {
            var column = block.Resource(term.ResourceClass);
            if (!column.IsExact || term.Asked > int.MaxValue)
            {
                return false;
            }

            Add(column, (int)term.Asked, (float)term.Factor, estimates);
        }

        return true;
    }

    private static void Add(ResourceColumn column, int asked, float factor, Span<float> estimates)
    {
        ref var free = ref MemoryMarshal.GetReference(column.Free);
        ref var inverse = ref MemoryMarshal.GetReference(column.Inverse);
        ref var sum = ref MemoryMarshal.GetReference(estimates);
        var askedAll = Vector256.Create(asked);
        var factorAll = Vector256.Create(factor);
        for (nuint i = 0; i < RowSet.Rows; i += (nuint)Vector256<int>.Count)
        {
            var left = Vector256.Max(Vector256.LoadUnsafe(ref free, i) - askedAll, Vector256<int>.Zero);
            var share = Vector256.ConvertToSingle(left) * Vector256.LoadUnsafe(ref inverse, i);
            Vector256.FusedMultiplyAdd(share, factorAll, Vector256.LoadUnsafe(ref sum, i)).StoreUnsafe(ref sum, i);
        }
    }

    private struct Term
    {
        public string ResourceClass;
        public long Asked;
        public double Factor;
    }
}
