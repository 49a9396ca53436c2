using System.Collections;
using System.Runtime.CompilerServices;

namespace NovaZones.Core.Fleet;

/// <summary>The inventories of one provider with what is used of each (immutable).</summary>
/// <remarks>What is offered is shared between providers of one kind; of its own a provider holds one number a class. Equal by content.</remarks>
[CollectionBuilder(typeof(InventoryList), nameof(Of))]
public readonly struct InventoryList : IReadOnlyList<InventoryUsage>, IEquatable<InventoryList>
{
    private readonly OfferTable? _offers;
    private readonly long[]? _used;

    private InventoryList(OfferTable offers, long[] used)
    {
        _offers = offers;
        _used = used;
    }

    /// <summary>Number of classes.</summary>
    public int Length => _used?.Length ?? 0;

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => Length == 0;

    /// <inheritdoc/>
    public int Count => Length;

    /// <summary>One class's inventory with its use.</summary>
    public InventoryUsage this[int index]
    {
        get
        {
            ref readonly var offer = ref _offers![index];
            return new InventoryUsage(offer.ResourceClass, offer.Inventory, _used![index]);
        }
    }

    /// <summary>Whether two lists hold the same.</summary>
    public static bool operator ==(InventoryList left, InventoryList right) => left.Equals(right);

    /// <summary>Whether two lists differ.</summary>
    public static bool operator !=(InventoryList left, InventoryList right) => !left.Equals(right);

    /// <summary>A list of these, in this order.</summary>
    public static InventoryList Of(ReadOnlySpan<InventoryUsage> inventories)
    {
        if (inventories.IsEmpty)
        {
            return default;
        }

        var offers = new (string, Inventory)[inventories.Length];
        var used = new long[inventories.Length];
        for (var i = 0; i < inventories.Length; i++)
        {
            offers[i] = (inventories[i].ResourceClass, inventories[i].Inventory);
            used[i] = inventories[i].Used;
        }

        return new InventoryList(OfferTable.Of(offers), used);
    }

    /// <summary>Position of a class, or −1.</summary>
    public int IndexOf(string resourceClass)
    {
        // A provider offers a handful of classes: a scan beats any index.
        for (var i = 0; i < Length; i++)
        {
            if (string.Equals(_offers![i].ResourceClass, resourceClass, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The same offers with another amount added to what is used of one.</summary>
    public InventoryList WithUsed(int index, long delta)
    {
        var used = (long[])_used!.Clone();
        used[index] += delta;
        return new InventoryList(_offers!, used);
    }

    /// <summary>What is free of each class, as an array of the caller's own.</summary>
    public long[] Free()
    {
        var free = new long[Length];
        for (var i = 0; i < free.Length; i++)
        {
            free[i] = this[i].Free;
        }

        return free;
    }

    /// <summary>Whether both offer the same, whatever is used.</summary>
    public bool OffersSameAs(InventoryList other) => Length == 0 ? other.Length == 0 : _offers!.Equals(other._offers);

    /// <inheritdoc/>
    public bool Equals(InventoryList other) => OffersSameAs(other) && _used.AsSpan().SequenceEqual(other._used);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is InventoryList other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_offers, Length == 0 ? 0 : _used![0]);

    /// <summary>Enumerates without allocating.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <inheritdoc/>
    IEnumerator<InventoryUsage> IEnumerable<InventoryUsage>.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Walks the list.</summary>
    public struct Enumerator(InventoryList list) : IEnumerator<InventoryUsage>
    {
        private int _index = -1;

        /// <inheritdoc/>
        public readonly InventoryUsage Current => list[_index];

        /// <inheritdoc/>
        readonly object IEnumerator.Current => Current;

        /// <inheritdoc/>
        public bool MoveNext() => ++_index < list.Length;

        /// <inheritdoc/>
        public void Reset() => _index = -1;

        /// <inheritdoc/>
        public readonly void Dispose()
        {
        }
    }
}
