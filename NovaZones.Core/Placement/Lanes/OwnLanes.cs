using System.Collections.Immutable;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement.Columns;
using NovaZones.Core.Placement.Explain;
using NovaZones.Core.Placement.Groups;
using NovaZones.Core.Placement.Weighers;

namespace NovaZones.Core.Placement.Lanes;

/// <summary>A zone's own hosts, ranked lane by lane, and what there is to tell of them.</summary>
internal sealed class OwnLanes
{
    private readonly PlacementContext _alone;
    private readonly ColumnFunnel _funnel;
    private readonly List<(ulong[] Domains, List<(Host Host, Rank Rank)> Best)> _lanes;

    private OwnLanes(PlacementContext alone, LaneRanking ranking)
    {
        _alone = alone;
        _funnel = ranking.Funnel;
        Stops = new HostStops(alone);
        _lanes = [.. ranking.Lanes.Select(l => (l.Domains, l.Best.Sorted()))];
    }

    /// <summary>Ranks every host.</summary>
    /// <param name="fleet">The hosts.</param>
    /// <param name="context">What is asked, with the state of its group.</param>
    /// <param name="depth">Slots that one lane may have to give.</param>
    public static OwnLanes Of(FleetSnapshot fleet, PlacementContext context, int depth)
    {
        var alone = context with
        {
            Group = context.Group!.Open(),
            Policy = context.Policy with { Weighers = [.. context.Policy.Weighers.Where(w => w.Weigher is not SpreadWeigher)] },
        };
        var ranking = new LaneRanking(alone, context.Group.Board!.Axes, Math.Max(depth, Planner.LeadingCount));
        ranking.Run(fleet);
        return new OwnLanes(alone, ranking);
    }

    /// <summary>The hosts that were walked until they took no more.</summary>
    public HostStops Stops { get; }

    /// <summary>The lanes, each to be taken from once.</summary>
    public IEnumerable<HostLane> Walk() => _lanes.Select(l => new HostLane(l.Domains, new HostWalk(_alone, l.Best, Stops)));

    /// <summary>How the hosts were filtered and which lead.</summary>
    /// <param name="fleet">The same hosts.</param>
    /// <param name="context">What is asked, with the state of its group that decides.</param>
    public LocalExplanation Explain(FleetSnapshot fleet, PlacementContext context)
    {
        if (!context.Group!.AllowsAll)
        {
            // Some are refused for their domain: who, and how many, only filters that know the state can tell.
            var ranking = new Ranking(context, Planner.LeadingCount);
            ranking.Run(fleet);
            return Planner.Explain(context, ranking.Funnel, ranking.Best.Sorted());
        }

        var board = context.Group.Board!;
        var leading = _lanes
            .SelectMany(l => l.Best.Take(Planner.LeadingCount).Select(b => (b.Host, Rank: new Rank(board.ScoreOf(b.Rank.Score, l.Domains), b.Rank.Tie))))
            .OrderByDescending(b => b.Rank)
            .Take(Planner.LeadingCount);
        return Planner.Explain(context, _funnel, [.. leading]);
    }
}
