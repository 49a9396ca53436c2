using System.Collections.Immutable;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Groups;
using NovaZones.Core.Policies;
using NovaZones.Core.Zones;

namespace NovaZones.Core.Federation;

/// <summary>Plans over own hosts and children together.</summary>
internal sealed class TreePlanner(FleetView view, PlacementForwarder forwarder, ZoneIdentity identity)
{
    /// <summary>Own plan and the children's offers, merged.</summary>
    public async Task<TreePlan> PlanAsync(TreeAsk ask, PlacementContext context, CancellationToken cancellationToken)
    {
        var own = ZonePath.AllowsOwnHosts(ask.Request.Zones, identity.Name)
            ? Planner.Plan(view.Current, context, ask.Count)
            : new Plan([], LocalExplanation.Nothing);
        var offers = context.Policy.Driver == Drivers.Distributed
            ? await forwarder.AskAsync(ask, own.Slots.Length, cancellationToken).ConfigureAwait(false)
            : [];
        if (ask.Request.Group is not { Policy: GroupPolicy.Affinity } group)
        {
            return new TreePlan(own, offers, PlanAggregator.Merge(own.Slots, offers, ask.Count));
        }

        var members = 0;
        foreach (var block in view.Current.Blocks)
        {
            members += block.Members(group.Key).Total;
        }

        return new TreePlan(own, offers, PlanAggregator.MergeTogether(own.Slots, members, offers, ask.Count)) { OwnGroupMembers = members };
    }
}

/// <summary>A plan over own hosts and children.</summary>
/// <param name="Own">This zone's own plan.</param>
/// <param name="Offers">Every child with what it offers, by name.</param>
/// <param name="Picks">The best slots of all, in order.</param>
internal sealed record TreePlan(Plan Own, ImmutableArray<ChildOffer> Offers, ImmutableArray<Pick> Picks)
{
    /// <summary>Members of the request's server group on this zone's own hosts.</summary>
    public int OwnGroupMembers { get; init; }

    /// <summary>Whether a child that was asked did not give a usable answer.</summary>
    public bool AnyChildFailed => Offers.Any(o => o.Explanation.Outcome is "TimedOut" or "Failed");

    /// <summary>Number of picks from each offer, by position.</summary>
    public int TakenFrom(int offer) => Picks.Count(p => p.Source == offer);
}
