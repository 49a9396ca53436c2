using System.Collections.Immutable;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement;

namespace NovaZones.Core.Claims;

/// <summary>Claims slots on own hosts inside a ledger decision.</summary>
internal static class SlotClaim
{
    /// <summary>
    /// Takes each slot as planned while its host is as the plan saw it. From the first slot whose host changed on, the rest is planned
    /// anew on the fleet as it is at this very moment, so that concurrent claims end as if they had come one after another.
    /// </summary>
    /// <param name="batch">The group of decisions.</param>
    /// <param name="slots">In plan order.</param>
    /// <param name="context">What is asked, for planning anew.</param>
    /// <param name="conflicts">Gets a sentence for each slot that was lost.</param>
    /// <returns>The slots really taken, at most as many as asked.</returns>
    public static ImmutableArray<Slot> Take(LedgerBatch batch, ImmutableArray<Slot> slots, PlacementContext context, List<string> conflicts)
    {
        var taken = ImmutableArray.CreateBuilder<Slot>(slots.Length);
        if (context.Request.Group is { IsHard: true })
        {
            // Whether a slot still holds depends on hosts beside its own: decided anew where nothing can change any more.
            var anew = Planner.Plan(batch.Working, context with { Now = batch.Now }, slots.Length).Slots;
            foreach (var slot in anew)
            {
                Put(batch, taken, batch.Find(slot.HostId)!, slot, context);
            }

            if (anew.Length < slots.Length)
            {
                conflicts.Add($"{slots.Length - anew.Length} of {slots.Length} slots no longer satisfied the server group when they were claimed");
            }

            return taken.ToImmutable();
        }

        foreach (var slot in slots)
        {
            if (batch.Find(slot.HostId) is not { } host || host.Generation != slot.SeenGeneration)
            {
                break;
            }

            Put(batch, taken, host, slot, context);
        }

        if (taken.Count == slots.Length)
        {
            return taken.MoveToImmutable();
        }

        var lost = slots.Length - taken.Count;
        var again = Planner.Plan(batch.Working, context with { Now = batch.Now }, lost).Slots;
        foreach (var slot in again)
        {
            Put(batch, taken, batch.Find(slot.HostId)!, slot, context);
        }

        conflicts.Add($"{lost} {(lost == 1 ? "slot" : "slots")} changed between plan and claim; {again.Length} of {lost} planned again in this zone");
        return taken.ToImmutable();
    }

    /// <summary>Gives an instance's resources back inside a ledger decision. False when it is not on a host of this zone.</summary>
    public static bool Release(LedgerBatch batch, Guid instanceId)
    {
        if (batch.FindLocal(instanceId) is not { } instance)
        {
            return false;
        }

        // The host may have been removed by force; the instance's rows go all the same.
        if (batch.Find(instance.HostId!.Value) is { } host)
        {
            batch.PutHost(host.WithoutInstance(instance.Parts, instance.Group), reportChanged: false);
        }

        batch.RemoveInstance(instanceId);
        return true;
    }

    private static void Put(LedgerBatch batch, ImmutableArray<Slot>.Builder taken, Host host, Slot slot, PlacementContext context)
    {
        batch.PutHost(host.WithInstance(slot.Parts, context.Request.Group?.Key), reportChanged: false);
        taken.Add(slot);
    }
}
