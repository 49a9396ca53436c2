using NovaZones.Core.Fleet.Columns;

namespace NovaZones.Core.Placement.Lanes;

/// <summary>Counts members by domain of one axis, block by block, and puts them on a board.</summary>
/// <remarks>
/// A domain of the bounded axis counts while a host in it is up and enabled, or holds members: an empty rack that could be used must be
/// filled before the others grow, one that is gone must not hold everything up. Where only weights spread, an empty domain makes no
/// difference. Blocks with the same values are summed before the board is touched.
/// </remarks>
internal sealed class DomainCounter(SpreadBoard board, int axis)
{
    private readonly SpreadAxis _axis = board.Axes[axis];
    private readonly DomainKeys _keys = new(board.Axes[axis].Seed);
    private ValueTable? _table;
    private long[] _members = [];
    private bool[] _counts = [];

    /// <summary>Counts a block. <see cref="Flush"/> follows the last.</summary>
    /// <param name="block">The hosts.</param>
    /// <param name="members">Members of the group on each.</param>
    /// <param name="cutoffTicks">Time of a host's last sign of life from which it counts as up, UTC.</param>
    public void Count(FleetBlock block, MembersColumn members, long cutoffTicks)
    {
        if (members.Total == 0 && _axis.MaxSkew == 0)
        {
            return;
        }

        var column = block.Capability(_axis.Capability);
        if (!ReferenceEquals(column.Values, _table))
        {
            Flush();
            _table = column.Values;
            (_members, _counts) = (new long[_table.Length], new bool[_table.Length]);
        }

        if (members.Total > 0)
        {
            var sums = members.SumsBy(column);
            for (var code = 0; code < sums.Length; code++)
            {
                _members[code] += sums[code];
                _counts[code] |= sums[code] > 0;
            }
        }

        if (_axis.MaxSkew > 0 && _counts.AsSpan(ValueTable.Missing + 1).Contains(false))
        {
            CountUsable(block, column, cutoffTicks);
        }
    }

    /// <summary>Puts on the board what was counted.</summary>
    public void Flush()
    {
        for (var code = ValueTable.Missing + 1; code < _counts.Length; code++)
        {
            if (_counts[code])
            {
                board.Count(axis, _keys.Of(_table!)[code], _members[code]);
            }
        }

        _table = null;
        _counts = [];
    }

    private void CountUsable(FleetBlock block, CapabilityColumn column, long cutoffTicks)
    {
        Span<ulong> usable = stackalloc ulong[RowSet.Words];
        Span<ulong> rows = stackalloc ulong[RowSet.Words];
        block.Present.CopyTo(usable);
        RowSet.Keep(usable, block.Enabled().Rows);
        if (!block.AllSpoke(cutoffTicks, rows))
        {
            RowSet.Keep(usable, rows);
        }

        if (!column.HasSets)
        {
            foreach (var row in RowSet.Each(usable))
            {
                _counts[column.CodeOf(row)] = true;
            }

            return;
        }

        for (var code = ValueTable.Missing + 1; code < _counts.Length; code++)
        {
            if (!_counts[code])
            {
                column.WithCode(code, usable, rows);
                _counts[code] = !RowSet.IsEmpty(rows);
            }
        }
    }
}
