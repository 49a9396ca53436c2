using System.Collections.Immutable;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement.Columns;
using NovaZones.Core.Placement.Explain;
using NovaZones.Core.Placement.Groups;
using NovaZones.Core.Placement.Weighers;

namespace NovaZones.Core.Placement;

/// <summary>Filter, weigh, pick, deplete: slot by slot on a private picture of the fleet. Pure; no I/O, no clock.</summary>
/// <remarks>
/// Because every weigher is absolute, placing a slot changes the score of the chosen host alone: all hosts are ranked once, and each
/// further slot costs one re-score and a walk down a heap. Only a spread is ranked anew for every slot. For N slots the N best hosts are
/// enough, since a host that was not chosen keeps its rank. Nothing is sampled, every host is looked at.
/// </remarks>
internal static class Planner
{
    private const int LeadingCount = 5;

    /// <summary>Hosts tried for a new group whose members must all stand on one: enough to find room without holding the whole fleet.</summary>
    private const int AffinityTries = 1024;

    /// <summary>Plans up to <paramref name="count"/> slots on the hosts of a snapshot.</summary>
    public static Plan Plan(FleetSnapshot fleet, PlacementContext context, int count)
    {
        context = context with { Group = GroupState.Of(fleet, context) };
        var isNewAffinity = context.Group is { Demand.Policy: GroupPolicy.Affinity, Members: 0 } && count > 1;
        var isSpread = context.Group is { } group && (group.Demand.Policy == GroupPolicy.Spread || IsSpreadByWeight(context, group.Demand));
        var ranking = new Ranking(context, Math.Max(isNewAffinity ? AffinityTries : isSpread ? 1 : count, LeadingCount));
        ranking.Run(fleet);
        var best = ranking.Best.Sorted();
        var explanation = new LocalExplanation(ranking.Funnel.Considered, ranking.Funnel.Passed, ranking.Funnel.ToExplanation(), Leading(context, best));
        var slots = isNewAffinity ? PickOneHost(context, best, count) : Pick(context, best, isSpread ? 1 : count);
        if (slots.IsEmpty)
        {
            explanation = explanation with { Changes = SmallestChanges.Find(fleet, context) };
        }

        return new Plan(isSpread && slots.Length == 1 && count > 1 ? slots.AddRange(Spread(fleet, context, slots[0], count - 1)) : slots, explanation);
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

    /// <summary>Whether a slot changes the scores of hosts beside its own; members that stand on one host cannot be spread any more.</summary>
    private static bool IsSpreadByWeight(PlacementContext context, ServerGroupDemand demand) =>
        demand.Policy != GroupPolicy.Affinity && context.Policy.Weighers.Any(w => w.Weigher is SpreadWeigher);

    /// <summary>The rest of a spread: a slot moves the bounds of every domain, so each is planned on the fleet that the one before left.</summary>
    private static IEnumerable<Slot> Spread(FleetSnapshot fleet, PlacementContext context, Slot first, int more)
    {
        var last = first;
        for (var i = 0; i < more; i++)
        {
            fleet = fleet.With(fleet.Find(last.HostId)!.WithInstance(last.Parts, context.Request.Group?.Key));
            context = context with { Group = GroupState.Of(fleet, context) };
            if (Pick(context, BestOf(fleet, context, 1), 1) is not [var next])
            {
                yield break;
            }

            yield return last = next;
        }
    }

    private static ImmutableArray<Slot> Pick(PlacementContext context, List<(Host Host, Rank Rank)> best, int count)
    {
        // What was depleted, by its new rank; the rest stands in order already.
        var depleted = new PriorityQueue<Host, Rank>(Comparer<Rank>.Create((a, b) => b.CompareTo(a)));
        var candidate = new Candidate();
        var slots = ImmutableArray.CreateBuilder<Slot>(Math.Min(count, best.Count));
        var next = 0;
        while (slots.Count < count)
        {
            Host host;
            if (depleted.TryPeek(out _, out var rank) && (next == best.Count || rank.CompareTo(best[next].Rank) > 0))
            {
                host = depleted.Dequeue();
            }
            else if (next < best.Count)
            {
                (host, rank) = best[next++];
            }
            else
            {
                break;
            }

            if (ResourceFit.Arrange(context.Request, host) is not { } parts)
            {
                throw new InvalidOperationException($"Host {host.Name} passed the filters but has no arrangement for the request.");
            }

            slots.Add(new Slot(host.Id, host.Name, host.Generation, rank.Score, rank.Tie, parts));
            if (slots.Count < count)
            {
                candidate.MoveTo(host.WithInstance(parts, context.Request.Group?.Key));
                if (PassesAll(context, candidate))
                {
                    depleted.Enqueue(candidate.Host, new Rank(Score.Of(context, candidate), rank.Tie));
                }
            }
        }

        return slots.ToImmutable();
    }

    private static bool PassesAll(PlacementContext context, Candidate candidate)
    {
        foreach (var filter in context.Policy.Filters)
        {
            if (!filter.Evaluate(context, candidate).Passed)
            {
                return false;
            }
        }

        return true;
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
