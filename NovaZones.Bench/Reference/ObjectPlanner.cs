using System.Collections.Immutable;
using System.Runtime.InteropServices;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Columns;
using NovaZones.Core.Placement.Filters;
using NovaZones.Core.Placement.Groups;

namespace NovaZones.Bench.Reference;

/// <summary>The same rules in the straightforward form: one host object after another, every filter and weigher asked of each.</summary>
/// <remarks>
/// What the columns are measured beside and, in tests, held to. Because every weigher is absolute, placing a slot changes the score of the chosen host alone: all hosts are scored once, and
/// each further slot costs one re-score and a walk down a heap. Nothing is sampled, every host is looked at.
/// </remarks>
internal static class ObjectPlanner
{
    private const int LeadingCount = 5;

    /// <summary>Plans up to <paramref name="count"/> slots on the hosts of a snapshot.</summary>
    public static Plan Plan(FleetSnapshot fleet, PlacementContext context, int count)
    {
        context = context with { Group = GroupState.Of(fleet, context) };
        var candidate = new Candidate();
        var funnel = new Funnel(context.Policy.Filters);
        var ranked = new PriorityQueue<Host, Rank>(count == 1 ? LeadingCount + 1 : Math.Max(fleet.Count, LeadingCount + 1));
        var considered = 0;
        var passed = 0;
        foreach (var host in fleet.Hosts)
        {
            considered++;
            candidate.MoveTo(host);
            if (!funnel.Passes(context, candidate))
            {
                continue;
            }

            passed++;
            var rank = RankOf(context, candidate);
            if (count > 1)
            {
                ranked.Enqueue(host, rank);
            }
            else if (ranked.Count < LeadingCount)
            {
                ranked.Enqueue(host, rank.Reversed());
            }
            else
            {
                // For one slot only the best few matter: keep them in a small heap with the worst on top.
                ranked.EnqueueDequeue(host, rank.Reversed());
            }
        }

        if (count == 1)
        {
            ranked = new PriorityQueue<Host, Rank>(ranked.UnorderedItems.Select(i => (i.Element, i.Priority.Reversed())));
        }

        var leading = Leading(context, candidate, ranked);
        var slots = Pick(context, candidate, ranked, count);
        return new Plan(slots, new LocalExplanation(considered, passed, funnel.ToExplanation(), leading));
    }

    private static ImmutableArray<Slot> Pick(PlacementContext context, Candidate candidate, PriorityQueue<Host, Rank> ranked, int count)
    {
        var slots = ImmutableArray.CreateBuilder<Slot>();
        while (slots.Count < count && ranked.TryDequeue(out var host, out var rank))
        {
            if (ResourceFit.Arrange(context.Request, host) is not { } parts)
            {
                throw new InvalidOperationException($"Host {host.Name} passed the filters but has no arrangement for the request.");
            }

            slots.Add(new Slot(host.Id, host.Name, host.Generation, rank.Score, rank.Tie, parts));
            candidate.MoveTo(host.WithInstance(parts, context.Request.Group?.Key));
            if (slots.Count < count && PassesAll(context, candidate))
            {
                ranked.Enqueue(candidate.Host, RankOf(context, candidate));
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

    private static Rank RankOf(PlacementContext context, Candidate candidate)
    {
        var score = 0.0;
        foreach (var (weigher, multiplier) in context.Policy.Weighers)
        {
            var share = weigher.Weigh(context, candidate);
            if (!(share is >= 0 and <= 1))
            {
                throw new InvalidOperationException($"Weigher {weigher.Name} gave {share}, which is not within 0..1.");
            }

            score += multiplier * share;
        }

        return new Rank(score, Score.TieOf(StableHash.Mix(context.Request.Digest), StableHash.OfName(candidate.Host.Name)));
    }

    private static ImmutableArray<LeadingCandidate> Leading(PlacementContext context, Candidate candidate, PriorityQueue<Host, Rank> ranked)
    {
        var best = new List<(Host Host, Rank Rank)>(LeadingCount);
        while (best.Count < LeadingCount && ranked.TryDequeue(out var host, out var rank))
        {
            best.Add((host, rank));
        }

        var leading = ImmutableArray.CreateBuilder<LeadingCandidate>(best.Count);
        foreach (var (host, rank) in best)
        {
            ranked.Enqueue(host, rank);
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

    /// <summary>Order of candidates: the smallest rank is the best, as <see cref="PriorityQueue{TElement,TPriority}"/> wants it.</summary>
    private readonly record struct Rank(double Score, uint Tie, bool WorstFirst = false) : IComparable<Rank>
    {
        public Rank Reversed() => this with { WorstFirst = !WorstFirst };

        public int CompareTo(Rank other)
        {
            var byScore = other.Score.CompareTo(Score);
            var order = byScore != 0 ? byScore : other.Tie.CompareTo(Tie);
            return WorstFirst ? -order : order;
        }
    }

    /// <summary>Counts who was dropped first by which filter and why.</summary>
    private sealed class Funnel(ImmutableArray<ICandidateFilter> filters)
    {
        private readonly Dictionary<string, int>[] _reasons = [.. filters.Select(_ => new Dictionary<string, int>(StringComparer.Ordinal))];

        public bool Passes(PlacementContext context, Candidate candidate)
        {
            for (var i = 0; i < filters.Length; i++)
            {
                var verdict = filters[i].Evaluate(context, candidate);
                if (!verdict.Passed)
                {
                    ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_reasons[i], verdict.Reason!, out _);
                    count++;
                    return false;
                }
            }

            return true;
        }

        public ImmutableArray<FilterExplanation> ToExplanation() =>
        [
            .. filters.Select((filter, i) => new FilterExplanation(
                filter.Name,
                _reasons[i].Values.Sum(),
                [.. _reasons[i].OrderByDescending(r => r.Value).ThenBy(r => r.Key, StringComparer.Ordinal).Select(r => new ReasonCount(r.Key, r.Value))])),
        ];
    }
}
