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

    /// <summary>Slots that must all stand on one host: from the source that has members of the group, else from the one that offers most.</summary>
    /// <param name="own">This zone's own slots.</param>
    /// <param name="ownMembers">Members of the group on this zone's hosts.</param>
    /// <param name="offers">What the children offer, all slots of one offer on one host.</param>
    /// <param name="count">Slots wanted.</param>
    public static ImmutableArray<Pick> MergeTogether(ImmutableArray<Slot> own, int ownMembers, ImmutableArray<ChildOffer> offers, int count)
    {
        var bySource = Enumerable.Range(0, offers.Length)
            .Select(i => (Members: offers[i].GroupMembers, Picks: offers[i].Scores.Select((score, at) => new Pick(i, at, score, offers[i].Ties[at])).Take(count).ToImmutableArray()))
            .Append((Members: ownMembers, Picks: own.Select((slot, at) => new Pick(Own, at, slot.Score, slot.Tie)).Take(count).ToImmutableArray()))
            .ToList();
        if (bySource.Exists(s => s.Members > 0))
        {
            bySource.RemoveAll(s => s.Members == 0);
        }

        return bySource
            .Where(s => !s.Picks.IsEmpty)
            .OrderByDescending(s => s.Picks.Length).ThenByDescending(s => s.Picks[0].Score).ThenByDescending(s => s.Picks[0].Tie)
            .Select(s => s.Picks)
            .FirstOrDefault([]);
    }

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
internal readonly record struct Pick(int Source, int Index, double Score, uint Tie)
{
    /// <summary>Of a spread over several zones: which lane of the child's plan it comes from.</summary>
    public int Lane { get; init; }

    /// <summary>Of such a spread: its domain on the bounded axis.</summary>
    public ulong Domain { get; init; }
}
