using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
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

    /// <summary>Rows whose tie bits for a request are above a bar.</summary>
    /// <param name="mixedDigest">The mixed digest of the request.</param>
    /// <param name="bar">Tie bits to be exceeded.</param>
    /// <param name="rows">The answer.</param>
    public void WithTieAbove(ulong mixedDigest, uint bar, Span<ulong> rows)
    {
        var digest = Vector512.Create(mixedDigest);
        var bars = Vector512.Create((ulong)bar);
        ref var first = ref MemoryMarshal.GetArrayDataReference(_hashes);
        for (var word = 0; word < RowSet.Words; word++)
        {
            ulong bits = 0;
            for (var part = 0; part < 64; part += Vector512<ulong>.Count)
            {
                var ties = StableHash.Mix(Vector512.LoadUnsafe(ref first, (nuint)((word << 6) + part)) ^ digest) >> 32;
                bits |= Vector512.GreaterThan(ties, bars).ExtractMostSignificantBits() << part;
            }

            rows[word] = bits;
        }
    }

    public static NameHashColumn Build(ReadOnlySpan<Host?> hosts)
    {
        var hashes = new ulong[RowSet.Rows];
        for (var row = 0; row < hosts.Length; row++)
        {
            hashes[row] = HashOf(hosts[row]);
        }

        return new NameHashColumn(hashes);
    }

    public override BlockColumn With(ReadOnlySpan<(int Row, Host? Host)> changes)
    {
        ulong[]? hashes = null;
        foreach (var (row, host) in changes)
        {
            var hash = HashOf(host);
            if ((hashes ?? _hashes)[row] != hash)
            {
                hashes ??= (ulong[])_hashes.Clone();
                hashes[row] = hash;
            }
        }

        return hashes is null ? this : new NameHashColumn(hashes);
    }

    private static ulong HashOf(Host? host) => host is null ? 0 : StableHash.OfName(host.Name);
}
