using System.Collections.Immutable;
using NovaZones.Core.Claims;
using NovaZones.Core.Federation;

namespace NovaZones.Core.Placement;

/// <summary>Takes the own slots of a spread over several zones once the children have claimed, and sees that the bound holds with what was really got.</summary>
internal static class SpreadEnd
{
    /// <param name="batch">The group of decisions.</param>
    /// <param name="run">The request.</param>
    /// <param name="spread">What the plan was decided by.</param>
    /// <param name="own">Own slots, in plan order.</param>
    /// <param name="remote">What children hold; gives back what would lean too far.</param>
    /// <param name="context">What is asked.</param>
    /// <param name="conflicts">Gets a sentence for what was lost or goes back.</param>
    /// <param name="required">Instances in all without which this is no end.</param>
    /// <returns>The slots taken; null when fewer than required are left.</returns>
    public static ImmutableArray<Slot>? Take(
        LedgerBatch batch, PlacementRun run, SpreadPlan spread, ImmutableArray<Slot> own, RemoteClaim remote, PlacementContext context, List<string> conflicts, int required)
    {
        var taken = own.IsEmpty ? [] : LaneClaim.Take(batch, [.. own.Select((slot, i) => (slot, spread.Own[i].Key))], context, spread.Seen, conflicts);
        var (tooMany, goBack) = run.Excess(spread, taken, remote.Placed);
        var left = taken.Count(t => t is not null) + remote.Placed.Count - tooMany.Length - goBack.Length;
        if (left < required)
        {
            return null;
        }

        foreach (var at in tooMany)
        {
            var slot = taken[at]!;
            batch.PutHost(batch.Find(slot.HostId)!.WithoutInstance(slot.Parts, context.Request.Group?.Key), reportChanged: false);
            taken[at] = null;
        }

        foreach (var id in goBack)
        {
            remote.GiveBack(id);
        }

        if (tooMany.Length + goBack.Length > 0)
        {
            conflicts.Add($"{tooMany.Length + goBack.Length} went back, since others were lost and its domain would have been too far ahead");
        }

        // A slot that was planned again in its lane knows only what its host is worth alone.
        return [.. taken.Select((slot, i) => slot is null || ReferenceEquals(slot, own[i]) ? slot : slot with { Score = slot.Score + spread.Own[i].Added }).OfType<Slot>()];
    }
}
