using NovaZones.Core.Fleet;
using NovaZones.Core.Fleet.Columns;
using NovaZones.Core.Placement.Capacity;
using NovaZones.Core.Placement.Columns;

namespace NovaZones.Core.Placement.Explain;

/// <summary>Asks the fleet itself what a changed request would find: nothing is told that was not tried.</summary>
/// <param name="fleet">The hosts.</param>
/// <param name="context">What was asked.</param>
internal sealed class ChangeTrial(FleetSnapshot fleet, PlacementContext context)
{
    /// <summary>What was asked.</summary>
    public PlacementContext Context => context;

    /// <summary>What another request would find.</summary>
    public ChangeRoom RoomOf(PlacementRequest request) => RoomOf(context with { Request = request });

    /// <summary>What would be found under another policy, or other limits.</summary>
    public ChangeRoom RoomOf(PlacementContext changed)
    {
        // Instances of one group may stand in each other's way; without one each host is for itself.
        var most = changed.Request.MinCount;
        var isPlanned = most > 1 && changed.Request.Group is not null;
        var (bound, hosts, instances) = (Bind(changed), 0, 0);
        var funnel = new ColumnFunnel(bound);
        Span<ulong> active = stackalloc ulong[RowSet.Words];
        foreach (var block in fleet.Blocks)
        {
            funnel.Run(block, active);
            if (most == 1 || isPlanned || instances >= most)
            {
                continue;
            }

            foreach (var row in RowSet.Each(active))
            {
                instances += instances < most ? HostRoom.Of(bound, block.Hosts[row]!, most - instances) : 0;
            }
        }

        hosts = funnel.Passed;
        return new ChangeRoom(hosts, most == 1 ? Math.Min(hosts, 1) : isPlanned && hosts > 0 ? Planner.CountSlots(fleet, bound, most) : instances);
    }

    /// <summary>Hosts that pass every filter of another request and are of interest by the columns of their block.</summary>
    public IEnumerable<Host> Passing(PlacementRequest request, Func<FleetBlock, int, bool> isOfInterest)
    {
        var funnel = new ColumnFunnel(Bind(context with { Request = request }));
        var active = new ulong[RowSet.Words];
        for (var i = 0; i < fleet.Blocks.Length; i++)
        {
            var block = fleet.Blocks[i];
            funnel.Run(block, active);
            for (var row = 0; row < RowSet.Rows; row++)
            {
                if (RowSet.Contains(active, row) && isOfInterest(block, row))
                {
                    yield return block.Hosts[row]!;
                }
            }
        }
    }

    /// <summary>A context for another request: made anew, because what a context has worked out beforehand belongs to the request it was made with.</summary>
    public PlacementContext Bind(PlacementContext changed)
    {
        var bound = new PlacementContext(changed.Request, changed.Policy, changed.Now, changed.StaleAfter)
        {
            ZoneName = changed.ZoneName,
            Aggregates = changed.Aggregates,
            HostLimits = changed.HostLimits,
            HintedHosts = changed.HintedHosts,
            Mix = changed.Mix,
            Salt = changed.Salt,
            Elsewhere = changed.Elsewhere,
        };
        return bound with { Group = Groups.GroupState.Of(fleet, bound) };
    }
}
