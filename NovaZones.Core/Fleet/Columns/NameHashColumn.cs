using NovaZones.Core.Placement;

namespace NovaZones.Core.Fleet.Columns;

/// <summary>The hash of every host's name.</summary>
internal sealed class NameHashColumn : BlockColumn
{
    private readonly ulong[] _hashes;

    private NameHashColumn(ulong[] hashes)
        : base(ColumnKind.NameHash, "")
    {
        _hashes = hashes;
    }

    public ulong this[int row] => _hashes[row];

    public static NameHashColumn Build(ReadOnlySpan<Host?> hosts)
    {
        var hashes = new ulong[RowSet.Rows];
        for (var row = 0; row < hosts.Length; row++)
        {
            hashes[row] = HashOf(hosts[row]);
        }

        return new NameHashColumn(hashes);
    }

    public override BlockColumn With(int row, Host? host)
    {
        var hash = HashOf(host);
        if (_hashes[row] == hash)
        {
            return this;
        }

        var hashes = (ulong[])_hashes.Clone();
        hashes[row] = hash;
        return new NameHashColumn(hashes);
    }

    private static ulong HashOf(Host? host) => host is null ? 0 : StableHash.OfName(host.Name);
}
