using NovaZones.Core.Fleet;
using NovaZones.Core.Fleet.Columns;
using NovaZones.Core.Placement.Weighers;

namespace NovaZones.Core.Placement.Groups;

/// <summary>Where the members of the request's server group are at the moment of planning.</summary>
/// <remarks>
/// Counted from columns that claims keep up to date, block by block, so that a constrained decision costs about as much as a plain one.
/// </remarks>
internal sealed class GroupState
{
    private readonly Dictionary<CapabilityValue, int> _domains = [];
    private readonly Dictionary<string, Dictionary<CapabilityValue, int>> _members = new(StringComparer.Ordinal);
    private int _emptiest;

    private GroupState(ServerGroupDemand demand)
    {
        Demand = demand;
    }

    public ServerGroupDemand Demand { get; }

    /// <summary>Members on the hosts looked at.</summary>
    public int Members { get; private set; }

    /// <summary>Counts the members of the request's group; null when the request has none.</summary>
    public static GroupState? Of(FleetSnapshot fleet, PlacementContext context)
    {
        if (context.Request.Group is not { } demand)
        {
            return null;
        }

        var state = new GroupState(demand);
        foreach (var block in fleet.Blocks)
        {
            state.Members += block.Members(demand.Key).Total;
            if (demand.Policy == GroupPolicy.Spread)
            {
                state.CountDomains(block, (context.Now - context.StaleAfter).UtcTicks);
            }
        }

        foreach (var weigher in context.Policy.Weighers.Select(w => w.Weigher).OfType<SpreadWeigher>())
        {
            state.CountMembers(fleet, weigher.Capability);
        }

        state._emptiest = state._domains.Count == 0 ? 0 : state._domains.Values.Min();
        return state;
    }

    /// <summary>Members on hosts with a value of a capability that a weigher of the policy spreads over.</summary>
    public int MembersIn(string capability, CapabilityValue domain) => _members[capability].GetValueOrDefault(domain);

    /// <summary>Members in a domain beside the fewest in any, for people.</summary>
    public string Describe(CapabilityValue domain) => $"{_domains.GetValueOrDefault(domain)}, the fewest are {_emptiest}";

    /// <summary>Whether one more member may go into a domain.</summary>
    public bool Allows(CapabilityValue domain) => _domains.GetValueOrDefault(domain) + 1 - _emptiest <= Demand.MaxSkew;

    /// <summary>
    /// A domain counts while a host in it is up and enabled, or holds members: an empty rack that could be used must be filled before
    /// the others grow, one that is gone must not hold everything up.
    /// </summary>
    private void CountDomains(FleetBlock block, long cutoffTicks)
    {
        Span<ulong> usable = stackalloc ulong[RowSet.Words];
        Span<ulong> up = stackalloc ulong[RowSet.Words];
        block.Present.CopyTo(usable);
        RowSet.Keep(usable, block.Enabled().Rows);
        if (!block.AllSpoke(cutoffTicks, up))
        {
            RowSet.Keep(usable, up);
        }

        var column = block.Capability(Demand.Capability!);
        var members = block.Members(Demand.Key);
        var counts = members.Total == 0 ? [] : new int[column.Values.Length];
        if (counts.Length > 0)
        {
            members.AddTo(counts, column);
        }

        Span<ulong> rows = stackalloc ulong[RowSet.Words];
        for (var code = 1; code < column.Values.Length; code++)
        {
            var count = counts.Length == 0 ? 0 : counts[code];
            column.WithCode(code, usable, rows);
            if (count > 0 || !RowSet.IsEmpty(rows))
            {
                var domain = column.Values[code]!.Value;
                _domains[domain] = _domains.GetValueOrDefault(domain) + count;
            }
        }
    }

    private void CountMembers(FleetSnapshot fleet, string capability)
    {
        var sums = _members[capability] = [];
        foreach (var block in fleet.Blocks)
        {
            var members = block.Members(Demand.Key);
            if (members.Total == 0)
            {
                continue;
            }

            var column = block.Capability(capability);
            var counts = new int[column.Values.Length];
            members.AddTo(counts, column);
            for (var code = 1; code < counts.Length; code++)
            {
                if (counts[code] > 0)
                {
                    var domain = column.Values[code]!.Value;
                    sums[domain] = sums.GetValueOrDefault(domain) + counts[code];
                }
            }
        }
    }
}
