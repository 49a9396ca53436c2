using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NovaZones.Core.Fleet.Columns;

/// <summary>One resource class of every host of a block: what is free, of what capacity, and which share that is, summed over the host's tree.</summary>
internal sealed class ResourceColumn : BlockColumn
{
    /// <summary>A share of one in <see cref="Shares"/>.</summary>
    public const int WholeShare = ushort.MaxValue;

    private readonly int[] _free;
    private readonly int[] _capacity;
    private readonly ushort[] _shares;
    private readonly ulong[] _has;
    private readonly ulong[] _whole;
    private readonly ulong[] _plain;
    private readonly ulong[] _offering;

    // The most that one provider of the host has free; the same array as _free while every host has the class in one place.
    private readonly int[] _largest;

    private ResourceColumn(
        string name, int[] free, int[] capacity, ushort[] shares, ulong[] has, ulong[] offering, ulong[] whole, ulong[] plain, int[] largest, bool isExact)
        : base(ColumnKind.Resource, name)
    {
        _free = free;
        _capacity = capacity;
        _shares = shares;
        _has = has;
        _whole = whole;
        _plain = plain;
        _largest = largest;
        _offering = offering;
        AllOffer = RowSet.IsFull(offering);
        AllWhole = RowSet.IsFull(whole);
        LeastFree = Least(free);
        IsExact = isExact;
    }

    /// <summary>Whether every amount of the block fits into 32 bits; else the rows must be judged one by one.</summary>
    public bool IsExact { get; }

    /// <summary>Whether every row has a capacity above 0; saves looking at the sets.</summary>
    public bool AllOffer { get; }

    /// <summary>Whether <see cref="Whole"/> holds every row.</summary>
    public bool AllWhole { get; }

    /// <summary>What the fullest row has free; empty rows count as having everything.</summary>
    public int LeastFree { get; }

    /// <summary>Free of each row.</summary>
    public ReadOnlySpan<int> Free => _free;

    /// <summary>Capacity of each row.</summary>
    public ReadOnlySpan<int> Capacity => _capacity;

    /// <summary>Free ÷ capacity of each row in parts of <see cref="WholeShare"/>, off by at most half a part; 0 where less than nothing is free.</summary>
    public ReadOnlySpan<ushort> Shares => _shares;

    /// <summary>Rows that have an inventory of the class, even an empty one.</summary>
    public ReadOnlySpan<ulong> Has => _has;

    /// <summary>Rows that have the class in at most one provider and take any amount of it: there the sum tells everything.</summary>
    public ReadOnlySpan<ulong> Whole => _whole;

    /// <summary>Rows whose every provider takes any amount that fits: no units, no steps.</summary>
    public ReadOnlySpan<ulong> Plain => _plain;

    public static ResourceColumn Build(string resourceClass, ReadOnlySpan<Host?> hosts)
    {
        var free = new int[RowSet.Rows];
        var largest = new int[RowSet.Rows];
        var capacity = new int[RowSet.Rows];
        var shares = new ushort[RowSet.Rows];
        var has = new ulong[RowSet.Words];
        var offering = new ulong[RowSet.Words];
        var whole = new ulong[RowSet.Words];
        var plain = new ulong[RowSet.Words];
        var exact = true;
        for (var row = 0; row < hosts.Length; row++)
        {
            var cell = Cell.Of(hosts[row], resourceClass);
            free[row] = (int)cell.Free;
            largest[row] = (int)cell.Largest;
            capacity[row] = (int)cell.Capacity;
            shares[row] = cell.Share;
            RowSet.Put(has, row, cell.Has);
            RowSet.Put(offering, row, cell.Offers);
            RowSet.Put(whole, row, cell.Whole);
            RowSet.Put(plain, row, cell.Plain);
            exact &= cell.IsExact;
        }

        return new ResourceColumn(resourceClass, free, capacity, shares, has, offering, whole, plain, free.AsSpan().SequenceEqual(largest) ? free : largest, exact);
    }

    public override BlockColumn? With(int row, Host? host)
    {
        var cell = Cell.Of(host, Name);
        if (!IsExact || !cell.IsExact)
        {
            return null;
        }

        var sameOffer = _capacity[row] == cell.Capacity && RowSet.Contains(_has, row) == cell.Has && RowSet.Contains(_offering, row) == cell.Offers
            && RowSet.Contains(_whole, row) == cell.Whole
            && RowSet.Contains(_plain, row) == cell.Plain;
        var onePlace = ReferenceEquals(_free, _largest);
        if (sameOffer && _free[row] == cell.Free && _largest[row] == cell.Largest)
        {
            return this;
        }

        if (onePlace && cell.Free != cell.Largest)
        {
            return null;
        }

        var free = (int[])_free.Clone();
        free[row] = (int)cell.Free;
        var largest = free;
        if (!onePlace)
        {
            largest = (int[])_largest.Clone();
            largest[row] = (int)cell.Largest;
        }

        var shares = (ushort[])_shares.Clone();
        shares[row] = cell.Share;
        if (sameOffer)
        {
            return new ResourceColumn(Name, free, _capacity, shares, _has, _offering, _whole, _plain, largest, isExact: true);
        }

        var capacity = (int[])_capacity.Clone();
        capacity[row] = (int)cell.Capacity;
        var has = (ulong[])_has.Clone();
        RowSet.Put(has, row, cell.Has);
        var offering = (ulong[])_offering.Clone();
        RowSet.Put(offering, row, cell.Offers);
        var whole = (ulong[])_whole.Clone();
        RowSet.Put(whole, row, cell.Whole);
        var plain = (ulong[])_plain.Clone();
        RowSet.Put(plain, row, cell.Plain);
        return new ResourceColumn(Name, free, capacity, shares, has, offering, whole, plain, largest, isExact: true);
    }

    /// <summary>The most that one provider of a row has free.</summary>
    public int LargestOf(int row) => _largest[row];

    /// <summary>Takes out of a set the rows that differ from one row in what is free or in capacity.</summary>
    public void KeepLike(int row, Span<ulong> rows)
    {
        var free = Vector512.Create(_free[row]);
        var capacity = Vector512.Create(_capacity[row]);
        ref var firstFree = ref MemoryMarshal.GetArrayDataReference(_free);
        ref var firstCapacity = ref MemoryMarshal.GetArrayDataReference(_capacity);
        for (var word = 0; word < RowSet.Words; word++)
        {
            ulong bits = 0;
            for (var part = 0; rows[word] != 0 && part < 64; part += Vector512<int>.Count)
            {
                var at = (nuint)((word << 6) + part);
                var like = Vector512.Equals(Vector512.LoadUnsafe(ref firstFree, at), free) & Vector512.Equals(Vector512.LoadUnsafe(ref firstCapacity, at), capacity);
                bits |= like.ExtractMostSignificantBits() << part;
            }

            rows[word] &= bits;
        }
    }

    /// <summary>Rows with a capacity above 0.</summary>
    public void WithCapacity(Span<ulong> rows) => _offering.CopyTo(rows);

    /// <summary>Rows on which at least this much is free, summed over the host's tree.</summary>
    public void WithFree(long amount, Span<ulong> rows) => AtLeast(_free, amount, rows);

    /// <summary>Rows on which one provider has at least this much free.</summary>
    public void WithFreeInOnePlace(long amount, Span<ulong> rows) => AtLeast(_largest, amount, rows);

    private static void AtLeast(int[] values, long amount, Span<ulong> rows)
    {
        if (amount > int.MaxValue)
        {
            rows.Clear();
            return;
        }

        var wanted = Vector512.Create((int)amount);
        ref var first = ref MemoryMarshal.GetArrayDataReference(values);
        for (var word = 0; word < RowSet.Words; word++)
        {
            var at = (nuint)(word << 6);
            rows[word] = Reach(ref first, at, wanted)
                | (Reach(ref first, at + 16, wanted) << 16)
                | (Reach(ref first, at + 32, wanted) << 32)
                | (Reach(ref first, at + 48, wanted) << 48);
        }

        static ulong Reach(ref int first, nuint at, Vector512<int> wanted) =>
            Vector512.GreaterThanOrEqual(Vector512.LoadUnsafe(ref first, at), wanted).ExtractMostSignificantBits();
    }

    private static int Least(int[] values)
    {
        ref var first = ref MemoryMarshal.GetArrayDataReference(values);
        var least = Vector512.LoadUnsafe(ref first);
        for (var i = Vector512<int>.Count; i < values.Length; i += Vector512<int>.Count)
        {
            least = Vector512.Min(least, Vector512.LoadUnsafe(ref first, (nuint)i));
        }

        var result = least[0];
        for (var i = 1; i < Vector512<int>.Count; i++)
        {
            result = Math.Min(result, least[i]);
        }

        return result;
    }

    /// <summary>One row.</summary>
    private readonly record struct Cell(long Free, long Largest, long Capacity, bool Has, bool Offers, bool Whole, bool Plain, bool IsExact)
    {
        public ushort Share => Capacity <= 0 || Free <= 0 ? (ushort)0 : (ushort)(((Free * WholeShare) + (Capacity / 2)) / Capacity);

        public static Cell Of(Host? host, string resourceClass)
        {
            if (host is null)
            {
                return new Cell(int.MaxValue, int.MaxValue, 0, Has: false, Offers: true, Whole: true, Plain: true, IsExact: true);
            }

            long capacity = 0;
            long used = 0;
            var largest = long.MinValue;
            var places = 0;
            var plain = true;
            foreach (var provider in host.Providers)
            {
                var index = provider.IndexOf(resourceClass);
                if (index < 0)
                {
                    continue;
                }

                var usage = provider.Inventories[index];
                var inventory = usage.Inventory;
                places++;
                capacity += inventory.Capacity;
                used += usage.Used;
                largest = Math.Max(largest, usage.Free);
                plain &= inventory.MinUnit == 1 && inventory.StepSize == 1 && inventory.MaxUnit >= inventory.Capacity;
            }

            largest = places == 0 ? 0 : largest;
            var free = capacity - used;
            var exact = capacity <= int.MaxValue && free > int.MinValue && largest > int.MinValue;
            return exact
                ? new Cell(free, largest, capacity, places > 0, capacity > 0, places <= 1 && plain, plain, IsExact: true)
                : new Cell(0, 0, 0, places > 0, Offers: true, Whole: false, Plain: false, IsExact: false);
        }
    }
}
