using System.Collections.Concurrent;

namespace NovaZones.Core.Fleet;

/// <summary>The inventories of one kind of provider by class, whatever is used of them; providers that offer the same share one.</summary>
/// <remarks>
/// A fleet of a million machines has a few dozen kinds. Sharing is bounded, because reporters choose the figures: past
/// <see cref="MostShared"/> tables each provider keeps its own. Immutable; thread-safe.
/// </remarks>
internal sealed class OfferTable : IEquatable<OfferTable>
{
    private const int MostShared = 16_384;

    private static readonly ConcurrentDictionary<OfferTable, OfferTable> Shared = new();

    private readonly (string ResourceClass, Inventory Inventory)[] _offers;
    private readonly int _hash;

    private OfferTable((string ResourceClass, Inventory Inventory)[] offers)
    {
        _offers = offers;
        var hash = new HashCode();
        foreach (var offer in offers)
        {
            hash.Add(offer);
        }

        _hash = hash.ToHashCode();
    }

    public int Length => _offers.Length;

    public ref readonly (string ResourceClass, Inventory Inventory) this[int index] => ref _offers[index];

    public static OfferTable Of((string ResourceClass, Inventory Inventory)[] offers)
    {
        var table = new OfferTable(offers);
        return Shared.TryGetValue(table, out var known) ? known : Shared.Count < MostShared ? Shared.GetOrAdd(table, table) : table;
    }

    public bool Equals(OfferTable? other) => ReferenceEquals(this, other) || (other is not null && _hash == other._hash && _offers.AsSpan().SequenceEqual(other._offers));

    public override bool Equals(object? obj) => Equals(obj as OfferTable);

    public override int GetHashCode() => _hash;
}
