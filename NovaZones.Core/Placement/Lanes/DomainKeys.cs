using NovaZones.Core.Fleet.Columns;

namespace NovaZones.Core.Placement.Lanes;

/// <summary>The keys of a capability's values, worked out once for all blocks that have the same values.</summary>
/// <param name="seed">Depends on the request and the capability.</param>
internal sealed class DomainKeys(ulong seed)
{
    private ValueTable? _table;
    private ulong[] _keys = [];

    /// <summary>The key of each code; none for hosts that lack the capability.</summary>
    public ReadOnlySpan<ulong> Of(ValueTable table)
    {
        if (!ReferenceEquals(table, _table))
        {
            _keys = new ulong[table.Length];
            for (var code = ValueTable.Missing + 1; code < table.Length; code++)
            {
                _keys[code] = DomainKey.Of(seed, table[code]!.Value);
            }

            _table = table;
        }

        return _keys;
    }
}
