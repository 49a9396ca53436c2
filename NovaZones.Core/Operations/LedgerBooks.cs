using NovaZones.Core.Fleet;

namespace NovaZones.Core.Operations;

/// <summary>What the database says of the zone's books at one moment, with the rows that do not fit together.</summary>
/// <remarks>Lists of odd rows are bounded by the reader; the sums are over everything.</remarks>
public sealed record LedgerBooks
{
    /// <summary>Every host with the generation that is stored.</summary>
    public required IReadOnlyDictionary<Guid, StoredHost> Hosts { get; init; }

    /// <summary>Every provider.</summary>
    public required IReadOnlyDictionary<Guid, StoredProvider> Providers { get; init; }

    /// <summary>Every inventory and every sum of allocations, by provider and class; one of the two may be missing.</summary>
    public required IReadOnlyList<StoredUsage> Usages { get; init; }

    /// <summary>Rows that break a rule.</summary>
    public required IReadOnlyList<OddRow> OddRows { get; init; }

    /// <summary>Instances on hosts of this zone.</summary>
    public required long Instances { get; init; }

    /// <summary>Rows of allocations.</summary>
    public required long Allocations { get; init; }
}

/// <summary>A host as it is stored.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Generation">Its generation.</param>
/// <param name="Instances">Rows of instances that name it.</param>
public sealed record StoredHost(string Name, long Generation, int Instances);

/// <summary>A provider as it is stored.</summary>
/// <param name="HostId">The host that it belongs to.</param>
/// <param name="Name">Its own name.</param>
public sealed record StoredProvider(Guid HostId, string Name);

/// <summary>What a provider offers of a class and what its allocations sum up to.</summary>
/// <param name="ProviderId">The provider.</param>
/// <param name="ResourceClass">Name of the class; for a class without a name its number.</param>
/// <param name="Inventory">What is offered; null when only allocations are left.</param>
/// <param name="Allocated">Sum of all allocations.</param>
/// <param name="Orphaned">The part of it that belongs to no instance.</param>
public sealed record StoredUsage(Guid ProviderId, string ResourceClass, Inventory? Inventory, long Allocated, long Orphaned);

/// <summary>A row that breaks a rule of the books.</summary>
/// <param name="Kind">Which rule, one of <see cref="LedgerDifferenceKinds"/>.</param>
/// <param name="InstanceId">The instance that the row is or names.</param>
/// <param name="ReservationId">The reservation that the instance names, if known.</param>
/// <param name="HostId">The host that the instance names, if known.</param>
/// <param name="ProviderId">The provider that an allocation names.</param>
/// <param name="ResourceClass">The class that an allocation names.</param>
/// <param name="Amount">The amount of an allocation.</param>
public sealed record OddRow(
    string Kind, Guid InstanceId, string? ReservationId = null, Guid? HostId = null, Guid? ProviderId = null, string? ResourceClass = null, long? Amount = null);
