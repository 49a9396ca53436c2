using System.Collections.Immutable;
using System.Runtime.InteropServices;
using NovaZones.Core.Fleet;
using NovaZones.Core.Fleet.Columns;
using NovaZones.Core.Placement.Columns;

namespace NovaZones.Core.Placement.Lanes;

/// <summary>Finds the best hosts of every lane in one look at the fleet.</summary>
/// <remarks>
/// All hosts of a lane stand in the same domains. So what the domains have never changes the order of a lane, however the members move:
/// one ranking serves all slots.
/// </remarks>
internal sealed class LaneRanking
{
    private readonly Ranking _ranking;
    private readonly ImmutableArray<SpreadAxis> _axes;
    private readonly DomainKeys[] _keys;
    private readonly int _limit;
    private readonly ulong[] _domains;
    private readonly Dictionary<ulong, LaneHosts> _lanes = [];

    /// <param name="context">What is asked, without weighers that look at domains, and with no domain refused.</param>
    /// <param name="axes">What is spread over.</param>
    /// <param name="limit">Hosts wanted in each lane.</param>
    public LaneRanking(PlacementContext context, ImmutableArray<SpreadAxis> axes, int limit)
    {
        _ranking = new Ranking(context, limit);
        _axes = axes;
        _keys = [.. axes.Select(a => new DomainKeys(a.Seed))];
        _limit = limit;
        _domains = new ulong[axes.Length];
    }

    /// <summary>Lanes that have a host.</summary>
    public IReadOnlyCollection<LaneHosts> Lanes => _lanes.Values;

    public ColumnFunnel Funnel => _ranking.Funnel;

    /// <summary>Looks at every host.</summary>
    public void Run(FleetSnapshot fleet)
    {
        Span<ulong> active = stackalloc ulong[RowSet.Words];
        foreach (var block in fleet.Blocks)
        {
            Funnel.Run(block, active);
            Split(block, active, 0);
        }

        foreach (var lane in _lanes.Values)
        {
            _ranking.Best = lane.Best;
            _ranking.Run(CollectionsMarshal.AsSpan(lane.Blocks), CollectionsMarshal.AsSpan(lane.Rows), null);
        }
    }

    /// <summary>Parts rows by their domain on one axis, each part by the next.</summary>
    private void Split(FleetBlock block, Span<ulong> rows, int axis)
    {
        if (axis == _axes.Length)
        {
            var lane = LaneOf(_domains);
            lane.Blocks.Add(block);
            lane.Rows.AddRange(rows);
            return;
        }

        Span<ulong> part = stackalloc ulong[RowSet.Words];
        var column = RowSet.IsEmpty(rows) ? null : block.Capability(_axes[axis].Capability);
        while (!RowSet.IsEmpty(rows))
        {
            var code = column!.CodeOf(RowSet.First(rows));
            column.WithCode(code, rows, part);
            RowSet.Remove(rows, part);
            if (code != ValueTable.Missing || _axes[axis].MaxSkew == 0)
            {
                _domains[axis] = _keys[axis].Of(column.Values)[code];
                Split(block, part, axis + 1);
            }
        }
    }

    private LaneHosts LaneOf(ReadOnlySpan<ulong> domains)
    {
        var key = DomainKey.Of(domains);
        if (!_lanes.TryGetValue(key, out var lane))
        {
            lane = _lanes[key] = new LaneHosts(domains.ToArray(), _limit);
        }

        return lane;
    }
}
