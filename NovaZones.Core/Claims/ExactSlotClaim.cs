using System.Collections.Immutable;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Groups;

namespace NovaZones.Core.Claims;

/// <summary>Claims slots of a committed dry run inside a ledger decision: on the planned hosts, or none of them.</summary>
internal static class ExactSlotClaim
{
    private const int MostObstacles = 8;

    /// <summary>Takes every slot on its host and from the providers that were planned, as long as the host still passes every filter.</summary>
    /// <param name="batch">The group of decisions; rolled back when a slot does not hold any more.</param>
    /// <param name="slots">In plan order.</param>
    /// <param name="context">What is asked, with the policy that decides now.</param>
    /// <param name="tellHosts">Whether sentences may name hosts.</param>
    /// <param name="changed">Gets a sentence for each slot that does not hold any more.</param>
    /// <returns>All slots, or none.</returns>
    public static ImmutableArray<Slot> Take(LedgerBatch batch, ImmutableArray<Slot> slots, PlacementContext context, bool tellHosts, List<string> changed)
    {
        var mark = batch.Mark();
        var before = changed.Count;
        var taken = ImmutableArray.CreateBuilder<Slot>(slots.Length);
        foreach (var slot in slots)
        {
            if (Obstacle(batch, slot, context, tellHosts, out var parts) is { } obstacle)
            {
                changed.Add(tellHosts ? $"host {slot.HostName} {obstacle}" : $"a planned host {obstacle}");
                continue;
            }

            var host = batch.Find(slot.HostId)!;
            taken.Add(slot with { SeenGeneration = host.Generation, Parts = parts });
            batch.PutHost(host.WithInstance(parts, context.Request.Group?.Key), reportChanged: false);
        }

        if (changed.Count == before)
        {
            return taken.ToImmutable();
        }

        batch.Rollback(mark);
        return [];
    }

    private static string? Obstacle(LedgerBatch batch, Slot slot, PlacementContext context, bool tellHosts, out ImmutableArray<AllocationPart> parts)
    {
        parts = slot.Parts;
        if (batch.Find(slot.HostId) is not { } host)
        {
            return "is gone";
        }

        // No filter asks after a group that refuses no host.
        var group = context.Request.Group is { IsHard: true } ? GroupState.Of(batch.Working, context) : null;
        var now = context with { Now = batch.Now, Group = group };
        var candidate = new Candidate();
        candidate.MoveTo(host);
        foreach (var filter in context.Policy.Filters)
        {
            var verdict = filter.Evaluate(now, candidate);
            if (!verdict.Passed)
            {
                // What the host has is as much the zone's own as its name.
                var found = tellHosts ? filter.Obstacles(now, candidate).Take(MostObstacles).Select(o => $"{o.Attribute} wanted {o.Wanted}, is {o.Actual}") : [];
                return $"is rejected by {filter.Name} now: {string.Join("; ", found.Prepend($"{verdict.Reason}"))}";
            }
        }

        if (host.Generation == slot.SeenGeneration)
        {
            return null;
        }

        // Which of the planned providers gives what may change hands between equal groups; another provider would be another place.
        if (ResourceFit.Arrange(context.Request, OnlyWith(host, slot.Parts)) is not { } again)
        {
            return "has no room left in the planned providers";
        }

        parts = again;
        return null;
    }

    private static Host OnlyWith(Host host, ImmutableArray<AllocationPart> parts) => host with
    {
        Providers = [.. host.Providers.Select(p => parts.Any(part => part.ProviderId == p.Id) ? p : p with { Inventories = [] })],
    };
}
