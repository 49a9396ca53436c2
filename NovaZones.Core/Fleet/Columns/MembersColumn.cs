using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NovaZones.Core.Fleet.Columns;

/// <summary>How many members of a server group every host of a block holds.</summary>
internal sealed class MembersColumn : BlockColumn
{
    private readonly int[] _counts;

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

    /// <summary>Adds the members of every row to the sum of the row's code.</summary>
    public void AddTo(Span<int> sums, CapabilityColumn codes)
    {
        for (var row = 0; row < _counts.Length; row++)
        {
            sums[codes.CodeOf(row)] += _counts[row];
        }
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
}
