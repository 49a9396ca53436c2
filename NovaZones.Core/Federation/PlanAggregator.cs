using System.Collections.Immutable;
using NovaZones.Core.Placement;

namespace NovaZones.Core.Federation;

/// <summary>Merges this zone's own slots with the children's by always taking the best head.</summary>
/// <remarks>
/// Each list is in the order in which its zone would fill it, so taking heads takes a prefix of each list, and the result is what
/// one flat zone would have planned: a slot changes no score outside its own zone, because weighers are absolute.
/// </remarks>
internal static class PlanAggregator
{
    /// <summary>Source of a pick that is one of this zone's own slots.</summary>
    public const int Own = -1;

    /// <summary>The best <paramref name="count"/> slots in order.</summary>
    public static ImmutableArray<Pick> Merge(ImmutableArray<Slot> own, ImmutableArray<ChildOffer> offers, int count)
    {
        var picks = ImmutableArray.CreateBuilder<Pick>();
        var ownHead = 0;
        var heads = new int[offers.Length];
        while (picks.Count < count)
        {
            Pick? best = ownHead < own.Length ? new Pick(Own, ownHead, own[ownHead].Score, own[ownHead].Tie) : null;
            for (var i = 0; i < offers.Length; i++)
            {
                if (heads[i] < offers[i].Scores.Length)
                {
                    var pick = new Pick(i, heads[i], offers[i].Scores[heads[i]], offers[i].Ties[heads[i]]);
                    if (best is not { } leader || pick.Score > leader.Score || (pick.Score == leader.Score && pick.Tie > leader.Tie))
                    {
                        best = pick;
                    }
                }
            }

            if (best is not { } taken)
            {
                break;
            }

            picks.Add(taken);
            if (taken.Source == Own)
            {
                ownHead++;
            }
            else
            {
                heads[taken.Source]++;
            }
        }

        return picks.ToImmutable();
    }
}

/// <summary>One slot of a merged plan.</summary>
/// <param name="Source"><see cref="PlanAggregator.Own"/>, or the position of the offer.</param>
/// <param name="Index">Position in that source.</param>
/// <param name="Score">In this zone's measure.</param>
/// <param name="Tie">Tie bits.</param>
internal readonly record struct Pick(int Source, int Index, double Score, uint Tie);
