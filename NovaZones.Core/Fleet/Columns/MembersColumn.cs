using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NovaZones.Core.Fleet.Columns;

/// <summary>How many members of a server group every host of a block holds.</summary>
internal sealed class MembersColumn : BlockColumn
{
    private readonly int[] _counts;

    // The sums by one capability: that which was asked for last.
    private DomainSums? _sums;

    private MembersColumn(string group, int[] counts, int total)
        : base(ColumnKind.Members, group)
    {
        _counts = counts;
        Total = total;
    }

    /// <summary>Members in the whole block.</summary>
    public int Total { get; }

    public int this[int row] => _counts[row];

    public static MembersColumn Build(string group, ReadOnlySpan<Host?> hosts)
    {
        var counts = new int[RowSet.Rows];
        var total = 0;
        for (var row = 0; row < hosts.Length; row++)
        {
            counts[row] = hosts[row]?.MembersOf(group) ?? 0;
            total += counts[row];
        }

        return new MembersColumn(group, counts, total);
    }

    public override BlockColumn With(ReadOnlySpan<(int Row, Host? Host)> changes)
    {
        int[]? counts = null;
        var total = Total;
        foreach (var (row, host) in changes)
        {
            var before = (counts ?? _counts)[row];
            var count = host?.MembersOf(Name) ?? 0;
            if (before != count)
            {
                counts ??= (int[])_counts.Clone();
                counts[row] = count;
                total += count - before;
            }
        }

        return counts is null ? this : new MembersColumn(Name, counts, total);
    }

    /// <summary>Members by code of a capability; kept, so that of a fleet only the blocks that a claim changed are summed anew.</summary>
    public ReadOnlySpan<int> SumsBy(CapabilityColumn codes)
    {
        var known = Volatile.Read(ref _sums);
        if (known is null || !ReferenceEquals(known.Codes, codes))
        {
            var sums = new int[codes.Values.Length];
            for (var row = 0; row < _counts.Length; row++)
            {
                sums[codes.CodeOf(row)] += _counts[row];
            }

            Volatile.Write(ref _sums, known = new DomainSums(codes, sums));
        }

        return known.Members;
    }

    /// <summary>Rows with fewer members than this.</summary>
    public void WithFewerThan(int members, Span<ulong> rows)
    {
        var bound = Vector512.Create(members);
        ref var first = ref MemoryMarshal.GetArrayDataReference(_counts);
        for (var word = 0; word < RowSet.Words; word++)
        {
            ulong bits = 0;
            for (var part = 0; part < 64; part += Vector512<int>.Count)
            {
                bits |= Vector512.LessThan(Vector512.LoadUnsafe(ref first, (nuint)((word << 6) + part)), bound).ExtractMostSignificantBits() << part;
            }

            rows[word] = bits;
        }
    }

    private sealed record DomainSums(CapabilityColumn Codes, int[] Members);
}
