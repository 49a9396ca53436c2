using System.Collections.Immutable;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Groups;
using NovaZones.Core.Placement.Lanes;

namespace NovaZones.Core.Claims;

/// <summary>Claims own slots of a spread over several zones inside a ledger decision.</summary>
/// <remarks>
/// How many go into which domain was decided with the counts of the whole tree, which this zone does not have. So a lost slot is planned
/// anew only within its lane, which leaves those numbers as they are; and when members came or went here since the plan was made, they
/// were decided wrongly, and nothing is taken: whoever planned plans again.
/// </remarks>
internal static class LaneClaim
{
    /// <param name="batch">The group of decisions.</param>
    /// <param name="slots">Slots with their lanes, in plan order.</param>
    /// <param name="context">What is asked.</param>
    /// <param name="seen">Members on own hosts by domain of the bounded axis, as the plan saw them.</param>
    /// <param name="conflicts">Gets a sentence about slots that were lost.</param>
    /// <returns>For each slot what was taken in its stead; null where nothing was.</returns>
    public static Slot?[] Take(LedgerBatch batch, IReadOnlyList<(Slot Slot, ulong Lane)> slots, PlacementContext context, ImmutableArray<DomainMembers> seen, List<string> conflicts)
    {
        var taken = new Slot?[slots.Count];
        context = context with { Now = batch.Now, Elsewhere = Elsewhere.Open };
        if (!MembersOnly(GroupState.Of(batch.Working, context)!.Board!.HardCounts()).SequenceEqual(MembersOnly(seen)))
        {
            conflicts.Add($"members of the server group came or went between plan and claim; {slots.Count} {(slots.Count == 1 ? "slot was" : "slots were")} not taken");
            return taken;
        }

        var broken = new HashSet<ulong>();
        var lost = new List<int>();
        for (var i = 0; i < slots.Count; i++)
        {
            var (slot, lane) = slots[i];
            if (!broken.Contains(lane) && batch.Find(slot.HostId) is { } host && host.Generation == slot.SeenGeneration)
            {
                batch.PutHost(host.WithInstance(slot.Parts, context.Request.Group?.Key), reportChanged: false);
                taken[i] = slot;
            }
            else
            {
                // What follows in this lane was planned on top of this one.
                broken.Add(lane);
                lost.Add(i);
            }
        }

        if (lost.Count > 0)
        {
            var again = Again(batch, slots, lost, context, taken);
            conflicts.Add($"{lost.Count} {(lost.Count == 1 ? "slot" : "slots")} changed between plan and claim; {again} of {lost.Count} planned again in the same domain of this zone");
        }

        return taken;
    }

    private static int Again(LedgerBatch batch, IReadOnlyList<(Slot Slot, ulong Lane)> slots, List<int> lost, PlacementContext context, Slot?[] taken)
    {
        var found = 0;
        context = context with { Group = GroupState.Of(batch.Working, context) };
        var lanes = OwnLanes.Of(batch.Working, context, lost.Count).Walk().ToDictionary(l => DomainKey.Of(l.Domains));
        foreach (var i in lost)
        {
            if (lanes.TryGetValue(slots[i].Lane, out var lane) && lane.TryPeek(out var head))
            {
                var slot = lane.Take(head.Score);
                batch.PutHost(batch.Find(slot.HostId)!.WithInstance(slot.Parts, context.Request.Group?.Key), reportChanged: false);
                taken[i] = slot;
                found++;
            }
        }

        return found;
    }

    /// <summary>An empty domain may come or go with its last host; that moves no member.</summary>
    private static IEnumerable<DomainMembers> MembersOnly(ImmutableArray<DomainMembers> counts) => counts.Where(c => c.Members > 0);
}
