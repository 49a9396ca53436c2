using System.Runtime.InteropServices;
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

    // Far below the largest float, so that no sum of terms becomes infinite.
    private const double LargestMagnitude = 1e30;

    private readonly List<Term> _terms = [];
    private ShareSums.Term[] _bound = [];
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

        // Every operation errs by at most 2^-24 of its result, which is at most twice the magnitude: factor, product and each of the
        // sums. Shares are off by half a part. Below the smallest normal float nothing is relative any more, so a little absolute is added.
        var halfParts = score._terms.Sum(t => Math.Abs(t.Factor)) * 0.5 / ResourceColumn.WholeShare;
        var rounding = SmallestDoubt + halfParts + ((score._magnitude + above + below) * 2 * (score._terms.Count + 8) * Math.Pow(2, -24));
        score._bound = new ShareSums.Term[score._terms.Count];
        score.Above = MathF.BitIncrement((float)(above + rounding));
        score.Below = MathF.BitIncrement((float)(below + rounding));
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

    /// <summary>
    /// Estimates every row of a block. False when nothing is known of it: it holds amounts beyond 32 bits, or the multipliers are beyond
    /// what a float can add up.
    /// </summary>
    public bool TryEstimate(FleetBlock block, Span<float> estimates)
    {
        if (_magnitude > LargestMagnitude)
        {
            return false;
        }

        for (var i = 0; i < _bound.Length; i++)
        {
            var term = _terms[i];
            var column = block.Resource(term.ResourceClass);
            if (!column.IsExact || term.Asked > int.MaxValue)
            {
                return false;
            }

            _bound[i] = new ShareSums.Term(column, (int)term.Asked, term.Factor);
        }

        ShareSums.Write(_bound, block.Shapes(), _constant, estimates);
        return true;
    }

    /// <summary>The columns of the block estimated last.</summary>
    public ReadOnlySpan<ShareSums.Term> Terms => _bound;

    private struct Term
    {
        public string ResourceClass;
        public long Asked;
        public double Factor;
    }
}
