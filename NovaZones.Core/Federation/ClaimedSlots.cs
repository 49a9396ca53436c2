using System.Collections.Immutable;
using NovaZones.Core.Placement;

namespace NovaZones.Core.Federation;

/// <summary>Finds the slots of a sealed plan that a claim takes: the first of the plan, or the first of each of its lanes.</summary>
internal static class ClaimedSlots
{
    /// <param name="plan">The opened plan.</param>
    /// <param name="lanes">Of a plan by lanes: for each slot wanted the position of its lane.</param>
    /// <param name="count">Slots wanted, at most as many as the plan has.</param>
    /// <param name="slots">For each slot wanted where it is.</param>
    public static bool TryTake(SealedPlan plan, ImmutableArray<int>? lanes, int count, out ImmutableArray<ClaimedSlot> slots)
    {
        slots = [];
        if (plan.Lanes.IsEmpty)
        {
            // A parent that knows no lanes takes from the front, but children may have been asked for lanes all the same.
            var own = 0;
            var below = plan.PickLanes.IsEmpty ? null : plan.PickLanes.ToArray();
            slots = [.. plan.Sequence.Take(count).Select((source, i) => new ClaimedSlot(source, source == PlanAggregator.Own ? plan.Slots[own++] : null, 0, below?[i] ?? -1, plan.Scores[i]))];
            return lanes is null;
        }

        if (lanes is not { IsDefault: false } wanted || wanted.Length != count)
        {
            return false;
        }

        var next = new int[plan.Lanes.Length];
        var nextOwn = new int[plan.Lanes.Length];
        var found = ImmutableArray.CreateBuilder<ClaimedSlot>(count);
        foreach (var position in wanted)
        {
            if (position < 0 || position >= plan.Lanes.Length || next[position] == plan.Lanes[position].Sequence.Length)
            {
                return false;
            }

            var lane = plan.Lanes[position];
            var at = next[position]++;
            var source = lane.Sequence[at];
            found.Add(source == PlanAggregator.Own
                ? new ClaimedSlot(source, lane.Slots[nextOwn[position]++], lane.Key, -1, lane.Scores[at])
                : new ClaimedSlot(source, null, lane.Key, lane.ChildLanes[source], lane.Scores[at]));
        }

        slots = found.MoveToImmutable();
        return true;
    }
}

/// <summary>A slot that a claim takes.</summary>
/// <param name="Source">−1 for an own slot, else the position of the child.</param>
/// <param name="Own">The slot when it is an own one.</param>
/// <param name="LaneKey">Its lane, of a plan by lanes.</param>
/// <param name="ChildLane">The child's lane to take from, of such a plan.</param>
/// <param name="Score">Its score in this zone's measure.</param>
internal readonly record struct ClaimedSlot(int Source, Slot? Own, ulong LaneKey, int ChildLane, double Score);
