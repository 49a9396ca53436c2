using System.Collections.Immutable;
using NovaZones.Core.Fleet;
using NovaZones.Core.Fleet.Columns;
using NovaZones.Core.Placement.Lanes;
using NovaZones.Core.Zones;

namespace NovaZones.Core.Placement.Groups;

/// <summary>Where the members of the request's server group are at the moment of planning.</summary>
/// <remarks>
/// Counted from columns that claims keep up to date, block by block, so that a constrained decision costs about as much as a plain one.
/// </remarks>
internal sealed class GroupState
{
    private readonly bool _isOpen;

    private GroupState(ServerGroupDemand demand, SpreadBoard? board, bool isOpen)
    {
        Demand = demand;
        Board = board;
        _isOpen = isOpen;
    }

    public ServerGroupDemand Demand { get; }

    /// <summary>Members on the hosts looked at.</summary>
    public int Members { get; private set; }

    /// <summary>Members by domain of everything that is spread over; null when nothing is.</summary>
    public SpreadBoard? Board { get; }

    /// <summary>Whether a slot changes what other hosts may take or are worth; members that stand on one host cannot be spread any more.</summary>
    public bool IsSpread => Board is not null && Demand.Policy != GroupPolicy.Affinity;

    /// <summary>Whether no domain is refused here.</summary>
    public bool AllowsAll => _isOpen || Board!.AllowsAll;

    /// <summary>Counts the members of the request's group; null when the request has none.</summary>
    public static GroupState? Of(FleetSnapshot fleet, PlacementContext context)
    {
        if (context.Request.Group is not { } demand)
        {
            return null;
        }

        var axes = SpreadAxis.Of(context);
        var state = new GroupState(demand, axes.IsEmpty ? null : new SpreadBoard(axes), context.Elsewhere is { IsOpen: true });

        // What a request leaves out is left out of its counts, too.
        var isCounted = !axes.IsEmpty && ZonePath.AllowsOwnHosts(context.Request.Zones, context.ZoneName);
        foreach (var block in fleet.Blocks)
        {
            state.Members += block.Members(demand.Key).Total;
            if (isCounted)
            {
                state.CountDomains(block, (context.Now - context.StaleAfter).UtcTicks);
            }
        }

        if (state.Board is { } board)
        {
            board.Count(context.Elsewhere?.Counts ?? []);
            board.Settle();
        }

        return state;
    }

    /// <summary>The same members with no domain refused: for planning lanes, which are weighed against each other later.</summary>
    public GroupState Open() => new(Demand, Board, isOpen: true) { Members = Members };

    /// <summary>Members on hosts with a value of a capability that a weigher of the policy spreads over.</summary>
    public long MembersIn(string capability, CapabilityValue domain)
    {
        for (var axis = 0; axis < Board!.Axes.Length; axis++)
        {
            if (Board.Axes[axis].Capability == capability)
            {
                return Board.MembersIn(axis, DomainKey.Of(Board.Axes[axis].Seed, domain));
            }
        }

        throw new InvalidOperationException($"Members were not counted by {capability}.");
    }

    /// <summary>Members in a domain beside the fewest in any, for people.</summary>
    public string Describe(CapabilityValue domain) => $"{Board!.MembersIn(KeyOf(domain))}, the fewest are {Board.Least}";

    /// <summary>Whether one more member may go into a domain.</summary>
    public bool Allows(CapabilityValue domain) => AllowsAll || Board!.Allows(KeyOf(domain));

    private ulong KeyOf(CapabilityValue domain) => DomainKey.Of(Board!.Hard!.Seed, domain);

    /// <summary>
    /// A domain counts while a host in it is up and enabled, or holds members: an empty rack that could be used must be filled before
    /// the others grow, one that is gone must not hold everything up. Where only weights spread, an empty domain makes no difference.
    /// </summary>
    private void CountDomains(FleetBlock block, long cutoffTicks)
    {
        var members = block.Members(Demand.Key);
        Span<ulong> usable = stackalloc ulong[RowSet.Words];
        Span<ulong> rows = stackalloc ulong[RowSet.Words];
        for (var axis = 0; axis < Board!.Axes.Length; axis++)
        {
            var isHard = Board.Axes[axis].MaxSkew > 0;
            if (members.Total == 0 && !isHard)
            {
                continue;
            }

            if (isHard)
            {
                Usable(block, cutoffTicks, usable);
            }

            var column = block.Capability(Board.Axes[axis].Capability);
            var counts = members.Total == 0 ? default : members.SumsBy(column);
            for (var code = 1; code < column.Values.Length; code++)
            {
                var count = counts.IsEmpty ? 0 : counts[code];
                if (count == 0 && isHard)
                {
                    column.WithCode(code, usable, rows);
                }

                if (count > 0 || (isHard && !RowSet.IsEmpty(rows)))
                {
                    Board.Count(axis, DomainKey.Of(Board.Axes[axis].Seed, column.Values[code]!.Value), count);
                }
            }
        }
    }

    private static void Usable(FleetBlock block, long cutoffTicks, Span<ulong> usable)
    {
        Span<ulong> up = stackalloc ulong[RowSet.Words];
        block.Present.CopyTo(usable);
        RowSet.Keep(usable, block.Enabled().Rows);
        if (!block.AllSpoke(cutoffTicks, up))
        {
            RowSet.Keep(usable, up);
        }
    }
}
