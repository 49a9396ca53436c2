using NovaZones.Core.Fleet;
using NovaZones.Core.Fleet.Columns;
using NovaZones.Core.Placement.Columns;
using NovaZones.Core.Placement.Groups;

namespace NovaZones.Core.Placement.Capacity;

/// <summary>How many more of a request's instances a zone's own hosts hold.</summary>
/// <param name="Count">In all.</param>
/// <param name="LargestOnOneHost">On the host that holds most.</param>
internal readonly record struct ZoneRoom(long Count, int LargestOnOneHost)
{
    /// <summary>Of an affinity group: its members on these hosts; null otherwise.</summary>
    public int? GroupMembers { get; init; }

    /// <summary>Slots that are planned to count a spread, whose hosts depend on each other.</summary>
    public const int MostSpread = 1000;

    /// <summary>Counts over every host that passes the filters.</summary>
    /// <remarks>
    /// Hosts do not depend on each other except through a server group: with affinity all stand on one host, and a spread is counted by
    /// planning it, up to 1000.
    /// </remarks>
    public static ZoneRoom Of(FleetSnapshot fleet, PlacementContext context, CancellationToken cancellationToken)
    {
        context = context with { Group = GroupState.Of(fleet, context) };
        if (context.Group?.Demand.Policy == GroupPolicy.Spread)
        {
            var slots = Planner.Plan(fleet, context, MostSpread).Slots;
            return new ZoneRoom(slots.Length, slots.GroupBy(s => s.HostId).Select(g => g.Count()).DefaultIfEmpty().Max());
        }

        var funnel = new ColumnFunnel(context);
        Span<ulong> active = stackalloc ulong[RowSet.Words];
        long count = 0;
        var largest = 0;
        foreach (var block in fleet.Blocks)
        {
            cancellationToken.ThrowIfCancellationRequested();
            funnel.Run(block, active);
            foreach (var row in RowSet.Each(active))
            {
                var room = HostRoom.Of(context, block.Hosts[row]!);
                count += room;
                largest = Math.Max(largest, room);
            }
        }

        return context.Group is { Demand.Policy: GroupPolicy.Affinity } group
            ? new ZoneRoom(largest, largest) { GroupMembers = group.Members }
            : new ZoneRoom(count, largest);
    }
}
