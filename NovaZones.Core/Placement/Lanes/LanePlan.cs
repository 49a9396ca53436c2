using System.Runtime.InteropServices;
using NovaZones.Core.Placement.Columns;

namespace NovaZones.Core.Placement.Lanes;

/// <summary>Plans slots over lanes: always the best head among the lanes that may take one more.</summary>
internal static class LanePlan
{
    /// <param name="lanes">What there is.</param>
    /// <param name="board">Members by domain; follows every slot.</param>
    /// <param name="count">Slots wanted.</param>
    public static IEnumerable<LaneSlot> Pick(List<JoinedLane> lanes, SpreadBoard board, int count)
    {
        for (var picked = 0; picked < count; picked++)
        {
            if (Best(lanes, board, out var rank) is not { } best)
            {
                yield break;
            }

            best.TryPeek(out var head);
            var (slot, lane) = best.Take(rank.Score);
            yield return new LaneSlot(slot, lane, head.Score, rank.Score, rank.Tie);
            board.Place(best.Domains);
        }
    }

    private static JoinedLane? Best(List<JoinedLane> lanes, SpreadBoard board, out Rank rank)
    {
        JoinedLane? best = null;
        rank = default;
        foreach (var lane in CollectionsMarshal.AsSpan(lanes))
        {
            if (board.AllowsLane(lane.Domains) && lane.TryPeek(out var head))
            {
                var whole = new Rank(board.ScoreOf(head.Score, lane.Domains), head.Tie);
                if (best is null || whole.CompareTo(rank) > 0)
                {
                    (best, rank) = (lane, whole);
                }
            }
        }

        return best;
    }
}

/// <summary>A slot planned over lanes.</summary>
/// <param name="Slot">The slot when it is one of this zone's own.</param>
/// <param name="Lane">The lane it was taken from.</param>
/// <param name="Alone">What its host is worth alone.</param>
/// <param name="Score">The same with its domains.</param>
/// <param name="Tie">Tie bits.</param>
internal readonly record struct LaneSlot(Slot? Slot, Lane Lane, double Alone, double Score, uint Tie);
