using System.Collections.Immutable;

namespace NovaZones.Core.Fleet;

/// <summary>Anything with an inventory: a host's root or something inside it such as a GPU (immutable).</summary>
public sealed record ResourceProvider
{
    /// <summary>Identity, given by the zone and kept over reports as long as the path of names stays.</summary>
    public required Guid Id { get; init; }

    /// <summary>Name among its siblings; the root bears the host's name.</summary>
    public required string Name { get; init; }

    /// <summary>Index of the parent in <see cref="Host.Providers"/>; −1 for the root.</summary>
    public required int Parent { get; init; }

    /// <summary>Inventories, ordered by class name (ordinal).</summary>
    public InventoryList Inventories { get; init; } = [];

    /// <summary>Qualities of this provider alone, ordered (ordinal), without doubles.</summary>
    public ImmutableArray<string> Traits { get; init; } = [];

    /// <summary>Position of a class in <see cref="Inventories"/>, or −1.</summary>
    public int IndexOf(string resourceClass) => Inventories.IndexOf(resourceClass);

    /// <summary>Whether this provider itself has the trait.</summary>
    public bool HasTrait(string trait) => Traits.BinarySearch(trait, StringComparer.Ordinal) >= 0;

    /// <summary>The same provider with another amount added to what is used of a class that it has.</summary>
    public ResourceProvider WithUsed(string resourceClass, long delta)
    {
        var index = IndexOf(resourceClass);
        if (index < 0)
        {
            throw new InvalidOperationException($"Provider {Name} has no inventory of {resourceClass}.");
        }

        return this with { Inventories = Inventories.WithUsed(index, delta) };
    }
}
