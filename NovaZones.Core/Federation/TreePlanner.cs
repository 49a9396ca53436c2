using System.Collections.Immutable;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement;
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
        return new TreePlan(own, offers, PlanAggregator.Merge(own.Slots, offers, ask.Count));
    }
}

/// <summary>A plan over own hosts and children.</summary>
/// <param name="Own">This zone's own plan.</param>
/// <param name="Offers">Every child with what it offers, by name.</param>
/// <param name="Picks">The best slots of all, in order.</param>
internal sealed record TreePlan(Plan Own, ImmutableArray<ChildOffer> Offers, ImmutableArray<Pick> Picks)
{
    /// <summary>Whether a child that was asked did not give a usable answer.</summary>
    public bool AnyChildFailed => Offers.Any(o => o.Explanation.Outcome is "TimedOut" or "Failed");

    /// <summary>Number of picks from each offer, by position.</summary>
    public int TakenFrom(int offer) => Picks.Count(p => p.Source == offer);
}
