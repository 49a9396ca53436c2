using System.Numerics;
using System.Runtime.Intrinsics;

namespace NovaZones.Core.Fleet.Columns;

/// <summary>Sets of rows of one block: a bit a row, in <see cref="Words"/> words.</summary>
internal static class RowSet
{
    /// <summary>Rows in a block: a set of them is one register of 512 bits.</summary>
    public const int Rows = 512;

    /// <summary>Words of 64 bits in a set.</summary>
    public const int Words = Rows / 64;

    public static bool Contains(ReadOnlySpan<ulong> set, int row) => (set[row >> 6] >> (row & 63) & 1) != 0;

    public static void Put(Span<ulong> set, int row, bool value)
    {
        var bit = 1UL << (row & 63);
        set[row >> 6] = value ? set[row >> 6] | bit : set[row >> 6] & ~bit;
    }

    public static bool IsEmpty(ReadOnlySpan<ulong> set) => Vector512.Create(set) == Vector512<ulong>.Zero;

    public static bool IsFull(ReadOnlySpan<ulong> set) => Vector512.Create(set) == Vector512<ulong>.AllBitsSet;

    public static int Count(ReadOnlySpan<ulong> set)
    {
        var count = 0;
        foreach (var word in set)
        {
            count += BitOperations.PopCount(word);
        }

        return count;
    }

    /// <summary>The lowest row of a set that is not empty.</summary>
    public static int First(ReadOnlySpan<ulong> set)
    {
        var word = 0;
        while (set[word] == 0)
        {
            word++;
        }

        return (word << 6) + BitOperations.TrailingZeroCount(set[word]);
    }

    /// <summary>Rows that are in both.</summary>
    public static int CountCommon(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b)
    {
        var count = 0;
        for (var i = 0; i < Words; i++)
        {
            count += BitOperations.PopCount(a[i] & b[i]);
        }

        return count;
    }

    /// <summary><paramref name="set"/> ∩ <paramref name="other"/>.</summary>
    public static void Keep(Span<ulong> set, ReadOnlySpan<ulong> other) => (Vector512.Create<ulong>(set) & Vector512.Create(other)).CopyTo(set);

    /// <summary><paramref name="set"/> ∪ <paramref name="other"/>.</summary>
    public static void Add(Span<ulong> set, ReadOnlySpan<ulong> other) => (Vector512.Create<ulong>(set) | Vector512.Create(other)).CopyTo(set);

    /// <summary><paramref name="set"/> without <paramref name="other"/>.</summary>
    public static void Remove(Span<ulong> set, ReadOnlySpan<ulong> other) =>
        Vector512.AndNot(Vector512.Create<ulong>(set), Vector512.Create(other)).CopyTo(set);

    /// <summary>Rows of a set, lowest first.</summary>
    public static Walk Each(ReadOnlySpan<ulong> set) => new(set);

    /// <summary>Enumerates the rows of a set without allocating.</summary>
    public ref struct Walk(ReadOnlySpan<ulong> set)
    {
        private readonly ReadOnlySpan<ulong> _set = set;
        private int _word = -1;
        private ulong _left;

        public int Current { get; private set; }

        public readonly Walk GetEnumerator() => this;

        public bool MoveNext()
        {
            while (_left == 0)
            {
                if (++_word >= _set.Length)
                {
                    return false;
                }

                _left = _set[_word];
            }

            Current = (_word << 6) + BitOperations.TrailingZeroCount(_left);
            _left &= _left - 1;
            return true;
        }
    }
}
