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
    private DomainKeys? _hardKeys;

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
        state.CountMembers(fleet, context);
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

    /// <summary>The same for a code of a column's values.</summary>
    public bool Allows(ValueTable values, int code) =>
        AllowsAll || Board!.Allows((_hardKeys ??= new DomainKeys(Board.Hard!.Seed)).Of(values)[code]);

    private ulong KeyOf(CapabilityValue domain) => DomainKey.Of(Board!.Hard!.Seed, domain);

    private void CountMembers(FleetSnapshot fleet, PlacementContext context)
    {
        // What a request leaves out is left out of its counts, too.
        var isCounted = Board is not null && ZonePath.AllowsOwnHosts(context.Request.Zones, context.ZoneName);
        DomainCounter[] counters = isCounted ? [.. Board!.Axes.Select((_, axis) => new DomainCounter(Board, axis))] : [];
        foreach (var block in fleet.Blocks)
        {
            var members = block.Members(Demand.Key);
            Members += members.Total;
            foreach (var counter in counters)
            {
                counter.Count(block, members, (context.Now - context.StaleAfter).UtcTicks);
            }
        }

        foreach (var counter in counters)
        {
            counter.Flush();
        }
    }
}
