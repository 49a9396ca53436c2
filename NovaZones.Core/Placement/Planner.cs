using System.Collections.Immutable;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement.Columns;
using NovaZones.Core.Placement.Explain;
using NovaZones.Core.Placement.Groups;
using NovaZones.Core.Placement.Lanes;

namespace NovaZones.Core.Placement;

/// <summary>Filter, weigh, pick, deplete: slot by slot on a private picture of the fleet. Pure; no I/O, no clock.</summary>
/// <remarks>
/// Because every weigher is absolute, placing a slot changes the score of the chosen host alone: all hosts are ranked once, and each
/// further slot costs one re-score and a walk down a heap. Where members are spread, hosts are ranked by lanes (<see cref="OwnLanes"/>).
/// For N slots the N best hosts are enough, since a host that was not chosen keeps its rank. Nothing is sampled, every host is looked at.
/// </remarks>
internal static class Planner
{
    /// <summary>Hosts that an explanation names.</summary>
    public const int LeadingCount = 5;

    /// <summary>Hosts tried for a new group whose members must all stand on one: enough to find room without holding the whole fleet.</summary>
    private const int AffinityTries = 1024;

    /// <summary>Plans up to <paramref name="count"/> slots on the hosts of a snapshot.</summary>
    public static Plan Plan(FleetSnapshot fleet, PlacementContext context, int count)
    {
        context = context with { Group = GroupState.Of(fleet, context) };
        if (context.Group is { IsSpread: true } group && (count > 1 || group.Board!.Axes.Any(a => a.Multiplier != 0)))
        {
            return PlanLanes(fleet, context, count);
        }

        var isNewAffinity = context.Group is { Demand.Policy: GroupPolicy.Affinity, Members: 0 } && count > 1;
        var ranking = new Ranking(context, Math.Max(isNewAffinity ? AffinityTries : count, LeadingCount));
        ranking.Run(fleet);
        var best = ranking.Best.Sorted();
        var stops = new HostStops(context);
        var slots = isNewAffinity ? PickOneHost(context, best, count) : Pick(context, best, count, stops);
        return Finish(fleet, context, slots, Explain(context, ranking.Funnel, best), count, stops);
    }

    /// <summary>How many of so many slots there are, without saying why not more.</summary>
    public static int CountSlots(FleetSnapshot fleet, PlacementContext context, int count) => PickSlots(fleet, context, count).Length;

    /// <summary>The slots that <see cref="Plan"/> would find, without an explanation.</summary>
    public static ImmutableArray<Slot> PickSlots(FleetSnapshot fleet, PlacementContext context, int count)
    {
        context = context with { Group = GroupState.Of(fleet, context) };
        if (context.Group is { IsSpread: true } group)
        {
            return [.. LanePlan.Pick(JoinedLane.Of(OwnLanes.Of(fleet, context, count).Walk()), group.Board!.Copy(), count).Select(s => s.Slot!)];
        }

        var isNewAffinity = context.Group is { Demand.Policy: GroupPolicy.Affinity, Members: 0 };
        var best = BestOf(fleet, context, isNewAffinity ? AffinityTries : count);
        return isNewAffinity ? PickOneHost(context, best, count) : Pick(context, best, count);
    }

    /// <summary>How many hosts each filter drops, and why, without looking for what would help.</summary>
    public static ImmutableArray<FilterExplanation> FunnelOf(FleetSnapshot fleet, PlacementContext context)
    {
        var ranking = new Ranking(context with { Group = GroupState.Of(fleet, context) }, 1);
        ranking.Run(fleet);
        return ranking.Funnel.ToExplanation();
    }

    /// <summary>What was considered, dropped and leading.</summary>
    public static LocalExplanation Explain(PlacementContext context, ColumnFunnel funnel, List<(Host Host, Rank Rank)> best) =>
        new(funnel.Considered, funnel.Passed, funnel.ToExplanation(), Leading(context, best));

    /// <summary>A plan that says, when it has no slot, what would have helped, and when it has too few, what stops one more.</summary>
    public static Plan Finish(
        FleetSnapshot fleet, PlacementContext context, ImmutableArray<Slot> slots, LocalExplanation explanation, int count, HostStops stops) =>
        new(slots, slots.IsEmpty ? explanation with { Changes = SmallestChanges.Find(fleet, context) }
            : slots.Length < count ? explanation with { AfterPlacing = stops.Count() }
            : explanation);

    private static Plan PlanLanes(FleetSnapshot fleet, PlacementContext context, int count)
    {
        var lanes = OwnLanes.Of(fleet, context, count);
        var slots = LanePlan.Pick(JoinedLane.Of(lanes.Walk()), context.Group!.Board!.Copy(), count).Select(s => s.Slot!);
        return Finish(fleet, context, [.. slots], lanes.Explain(fleet, context), count, lanes.Stops);
    }

    /// <summary>The best hosts for one more instance once slots, planned on the same snapshot, are taken; at most <paramref name="count"/>.</summary>
    public static IEnumerable<(string Host, double Score, uint Tie)> Alternates(FleetSnapshot fleet, PlacementContext context, ImmutableArray<Slot> taken, int count)
    {
        fleet = Deplete(fleet, context, taken);
        return BestOf(fleet, context with { Group = GroupState.Of(fleet, context) }, count).Select(b => (b.Host.Name, b.Rank.Score, b.Rank.Tie));
    }

    /// <summary>The fleet once slots, planned on it, are taken.</summary>
    public static FleetSnapshot Deplete(FleetSnapshot fleet, PlacementContext context, ImmutableArray<Slot> slots)
    {
        var hosts = new Dictionary<Guid, Host>(slots.Length);
        foreach (var slot in slots)
        {
            var host = hosts.GetValueOrDefault(slot.HostId) ?? fleet.Find(slot.HostId)!;
            hosts[slot.HostId] = host.WithInstance(slot.Parts, context.Request.Group?.Key);
        }

        return fleet.WithAll(hosts.Values);
    }

    /// <summary>The best hosts in order, without the explanation that a first slot gives for all.</summary>
    private static List<(Host Host, Rank Rank)> BestOf(FleetSnapshot fleet, PlacementContext context, int count)
    {
        var ranking = new Ranking(context, count);
        ranking.Run(fleet);
        return ranking.Best.Sorted();
    }

    /// <summary>The first host in order that holds all slots; if none does, the first of those that hold most.</summary>
    private static ImmutableArray<Slot> PickOneHost(PlacementContext context, List<(Host Host, Rank Rank)> best, int count)
    {
        ImmutableArray<Slot> most = [];
        foreach (var one in best)
        {
            var slots = Pick(context, [one], count);
            if (slots.Length > most.Length)
            {
                most = slots;
            }

            if (most.Length == count)
            {
                break;
            }
        }

        return most;
    }

    private static ImmutableArray<Slot> Pick(PlacementContext context, List<(Host Host, Rank Rank)> best, int count, HostStops? stops = null)
    {
        var walk = new HostWalk(context, best, stops);
        var slots = ImmutableArray.CreateBuilder<Slot>(Math.Min(count, best.Count));
        while (slots.Count < count && walk.TryPeek(out var rank))
        {
            slots.Add(walk.Take(rank.Score));
        }

        return slots.ToImmutable();
    }

    private static ImmutableArray<LeadingCandidate> Leading(PlacementContext context, List<(Host Host, Rank Rank)> best)
    {
        var candidate = new Candidate();
        var leading = ImmutableArray.CreateBuilder<LeadingCandidate>(LeadingCount);
        foreach (var (host, rank) in best.Take(LeadingCount))
        {
            candidate.MoveTo(host);
            var shares = ImmutableArray.CreateBuilder<WeigherShare>(context.Policy.Weighers.Length);
            foreach (var (weigher, multiplier) in context.Policy.Weighers)
            {
                shares.Add(new WeigherShare(weigher.Name, multiplier, weigher.Weigh(context, candidate)));
            }

            leading.Add(new LeadingCandidate(host.Name, rank.Score, shares.ToImmutable()));
        }

        return leading.ToImmutable();
    }
}
