using System.Collections.Immutable;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement.Columns;

namespace NovaZones.Core.Placement;

/// <summary>Filter, weigh, pick, deplete: slot by slot on a private picture of the fleet. Pure; no I/O, no clock.</summary>
/// <remarks>
/// Because every weigher is absolute, placing a slot changes the score of the chosen host alone: all hosts are ranked once, and each
/// further slot costs one re-score and a walk down a heap. For N slots the N best hosts are enough, since a host that was not chosen
/// keeps its rank. Nothing is sampled, every host is looked at.
/// </remarks>
internal static class Planner
{
    private const int LeadingCount = 5;

    /// <summary>Plans up to <paramref name="count"/> slots on the hosts of a snapshot.</summary>
    public static Plan Plan(FleetSnapshot fleet, PlacementContext context, int count)
    {
        var ranking = new Ranking(context, Math.Max(count, LeadingCount));
        ranking.Run(fleet);
        var best = ranking.Best.Sorted();
        var slots = Pick(context, best, count);
        return new Plan(
            slots, new LocalExplanation(ranking.Funnel.Considered, ranking.Funnel.Passed, ranking.Funnel.ToExplanation(), Leading(context, best)));
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
                candidate.MoveTo(host.WithInstance(parts));
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
