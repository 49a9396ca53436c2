using System.Collections.Immutable;
using NovaZones.Core.Federation.Asking;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Explain;
using NovaZones.Core.Placement.Groups;
using NovaZones.Core.Placement.Lanes;
using NovaZones.Core.Policies;
using NovaZones.Core.Zones;

namespace NovaZones.Core.Federation;

/// <summary>Plans over own hosts and children together.</summary>
internal sealed class TreePlanner(FleetView view, PlacementForwarder forwarder, ZoneIdentity identity)
{
    /// <summary>Whether a request spreads members over this zone and its children together.</summary>
    public bool SpreadsOverZones(PlacementContext context) => AsksChildren(context) && forwarder.HasChildren && IsSpread(context);

    /// <summary>Own plan and the children's offers, merged.</summary>
    public async Task<TreePlan> PlanAsync(TreeAsk ask, PlacementContext context, CancellationToken cancellationToken)
    {
        var fleet = view.Current;

        // Members of a group must be counted first, and alternates come from all zones.
        ask = ask with { MayTake = ask.MayTake && ask.Request.Group is null && ask.Alternates == 0 };
        if (SpreadsOverZones(context))
        {
            ask = ask with { Lanes = true };
            context = context with { Group = GroupState.Of(fleet, context) };
            var lanes = OwnLanes.Of(fleet, context, ask.Count + ask.Alternates);
            var answers = await forwarder.AskAsync(ask, 0, cancellationToken).ConfigureAwait(false);
            return TreeLanes.Plan(fleet, context, lanes, answers.Offers, ask, identity.Name) with { NotAsked = answers.NotAsked, MostChildLines = forwarder.MostChildLines };
        }

        var own = Planner.Plan(fleet, context, ask.Count);
        var asked = AsksChildren(context)
            ? await forwarder.AskAsync(ask, own.Slots.Length, cancellationToken).ConfigureAwait(false)
            : ChildAnswers.None;
        if (asked.Outright is { } outright)
        {
            return new TreePlan(own, [outright.Offer], outright.Promised) { Outright = outright, NotAsked = asked.NotAsked, MostChildLines = forwarder.MostChildLines };
        }

        var (offers, notAsked) = asked;
        var plan = Merge(ask, fleet, own, offers) with { NotAsked = notAsked, MostChildLines = forwarder.MostChildLines };
        return ask.Alternates == 0 ? plan : plan with { Alternates = Alternates(ask, fleet, context, plan) };
    }

    /// <summary>A plan that is too small for its request, saying what would have helped here even though some slots were found.</summary>
    public TreePlan Explained(TreePlan plan, PlacementContext context) => plan.Own.Explanation.Changes.IsDefaultOrEmpty
        ? plan with { Own = plan.Own with { Explanation = plan.Own.Explanation with { Changes = SmallestChanges.Find(view.Current, context) } } }
        : plan;

    /// <summary>Own lanes and the children's for a parent that holds them against those of other zones; null when there are more domains than can be told.</summary>
    public async Task<TreeOffer?> OfferAsync(TreeAsk ask, PlacementContext context, CancellationToken cancellationToken)
    {
        var fleet = view.Current;
        var depth = ask.Count + ask.Alternates;
        context = context with { Elsewhere = Elsewhere.Open };
        context = context with { Group = GroupState.Of(fleet, context) };
        var own = OwnLanes.Of(fleet, context, depth);
        var (offers, notAsked) = AsksChildren(context)
            ? await forwarder.AskAsync(ask with { Lanes = true }, 0, cancellationToken).ConfigureAwait(false)
            : ChildAnswers.None;
        return TreeLanes.Offer(context, own, offers, depth) is { } offer
            ? offer with { Explanation = Planner.Finish(fleet, context, [.. offer.Lanes.SelectMany(l => l.Sealed.Slots)], own.Explain(fleet, context), ask.Count, own.Stops).Explanation }
            : null;
    }

    /// <summary>Whether a slot of the request changes what hosts beside its own may take or are worth.</summary>
    public static bool IsSpread(PlacementContext context) =>
        context.Request.Group is { Policy: not GroupPolicy.Affinity } && !SpreadAxis.Of(context).IsEmpty;

    private static bool AsksChildren(PlacementContext context) => context.Policy.Driver == Drivers.Distributed;

    private static TreePlan Merge(TreeAsk ask, FleetSnapshot fleet, Plan own, ImmutableArray<ChildOffer> offers)
    {
        if (ask.Request.Group is not { Policy: GroupPolicy.Affinity } group)
        {
            return new TreePlan(own, offers, PlanAggregator.Merge(own.Slots, offers, ask.Count));
        }

        var members = 0;
        foreach (var block in fleet.Blocks)
        {
            members += block.Members(group.Key).Total;
        }

        var picks = PlanAggregator.MergeTogether(own.Slots, members, offers, ask.Count);
        var plan = new TreePlan(own, offers, picks) { OwnGroupMembers = members };
        return picks.Length < ask.Count ? KnowingMembers(plan, group) : plan;
    }

    /// <summary>A plan too small, explained by what only the zone that sees all others knows: where the members are.</summary>
    internal static TreePlan KnowingMembers(TreePlan plan, ServerGroupDemand group)
    {
        var all = plan.GroupMembers;
        var isRefused = plan.Picks.IsEmpty;
        return all == 0 ? plan : plan with
        {
            Own = plan.OwnGroupMembers > 0 ? plan.Own : plan.Own with { Explanation = ElsewhereExplanation.Of(plan.Own.Explanation, group, all, isRefused) },
            Offers =
            [
                .. plan.Offers.Select(o => o.GroupMembers > 0 ? o : o with { Explanation = ElsewhereExplanation.Of(o.Explanation, group, all, isRefused) }),
            ],
        };
    }

    /// <summary>Further hosts of the whole tree: own ones, those that children named, and slots that were offered and not taken.</summary>
    private ImmutableArray<AlternateHost> Alternates(TreeAsk ask, FleetSnapshot fleet, PlacementContext context, TreePlan plan)
    {
        // Where others hold the members of an affinity group, no host could take one instead.
        var holdElsewhere = plan.GroupMembers > 0;
        var taken = plan.Own.Slots[..plan.TakenFrom(PlanAggregator.Own)];
        var found = holdElsewhere && plan.OwnGroupMembers == 0
            ? []
            : Planner.Alternates(fleet, context, taken, ask.Alternates).Select(a => new AlternateHost(null, a.Tie, a.Score, identity.Name, a.Host)).ToList();
        for (var i = 0; i < plan.Offers.Length; i++)
        {
            var offer = plan.Offers[i];
            if (holdElsewhere && offer.GroupMembers == 0)
            {
                continue;
            }

            found.AddRange(offer.Alternates);
            for (var slot = plan.TakenFrom(i); slot < offer.Scores.Length; slot++)
            {
                found.Add(new AlternateHost(offer.Child.Id, offer.Ties[slot], offer.Scores[slot], offer.Child.Name, null));
            }
        }

        return [.. found.OrderByDescending(a => a.Score).ThenByDescending(a => a.Tie).DistinctBy(a => (a.ChildZoneId, a.Tie)).Take(ask.Alternates)];
    }
}

/// <summary>A plan over own hosts and children.</summary>
/// <param name="Own">This zone's own plan.</param>
/// <param name="Offers">Every child that was asked, with what it offers, by name.</param>
/// <param name="Picks">The best slots of all, in order.</param>
internal sealed record TreePlan(Plan Own, ImmutableArray<ChildOffer> Offers, ImmutableArray<Pick> Picks)
{
    /// <summary>Members of the request's server group on this zone's own hosts.</summary>
    public int OwnGroupMembers { get; init; }

    /// <summary>Members of the request's affinity group in all zones that answered.</summary>
    public int GroupMembers => Math.Min(BoundedSums.Most, OwnGroupMembers + Offers.BoundedSum(o => o.GroupMembers));

    /// <summary>Whether slots were taken from lanes, so that claims must say which.</summary>
    public bool IsByLanes { get; init; }

    /// <summary>Of a spread over several zones: what it was decided by; else null.</summary>
    public SpreadPlan? Spread { get; init; }

    /// <summary>Of a request that concerns one child alone: the child, which is not asked before it is to place; its slots are only promised.</summary>
    public OutrightTake? Outright { get; init; }

    /// <summary>The plan as it is known once the one child has placed it.</summary>
    public TreePlan AsTaken => Outright is null ? this : this with { Offers = [Outright.Offer], Picks = [.. Outright.Offer.Scores.Select((score, i) => new Pick(0, i, score, Outright.Offer.Ties[i]))] };

    /// <summary>Further hosts, best first, with everything picked placed.</summary>
    public ImmutableArray<AlternateHost> Alternates { get; init; } = [];

    /// <summary>What to tell of the children that were not asked.</summary>
    public ImmutableArray<ChildExplanation> NotAsked { get; init; } = [];

    /// <summary>Lines of single children that offered nothing; more of them are told together.</summary>
    public int MostChildLines { get; init; } = 64;

    /// <summary>What to tell of every child, by name; bounded, however many there are.</summary>
    public ImmutableArray<ChildExplanation> Told() => ChildLines.Of([.. Offers.Select((o, i) => o.Explanation with { Taken = TakenFrom(i) })], NotAsked, MostChildLines);

    /// <summary>Whether a child that was asked did not give a usable answer.</summary>
    public bool AnyChildFailed => Offers.Any(o => o.Explanation.Outcome is "TimedOut" or "Failed");

    /// <summary>Number of picks from each offer, by position.</summary>
    public int TakenFrom(int offer) => Picks.Count(p => p.Source == offer);
}
