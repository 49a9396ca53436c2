namespace NovaZones.Core.Operations;

/// <summary>The kinds of differences that a ledger check tells apart. A published one is never renamed.</summary>
public static class LedgerDifferenceKinds
{
    /// <summary>An allocation whose instance does not exist.</summary>
    public const string OrphanAllocation = "ledger.orphan-allocation";

    /// <summary>An instance on a host of this zone that takes nothing.</summary>
    public const string InstanceWithoutAllocations = "ledger.instance-without-allocations";

    /// <summary>An allocation on a provider that does not exist or belongs to another host than its instance.</summary>
    public const string AllocationOnWrongProvider = "ledger.allocation-on-wrong-provider";

    /// <summary>An allocation of nothing or less.</summary>
    public const string AllocationNotPositive = "ledger.allocation-not-positive";

    /// <summary>An allocation or inventory of a class that has no name.</summary>
    public const string UnknownClass = "ledger.unknown-class";

    /// <summary>An instance that names a host that does not exist.</summary>
    public const string InstanceWithoutHost = "ledger.instance-without-host";

    /// <summary>An instance whose reservation does not exist.</summary>
    public const string InstanceWithoutReservation = "ledger.instance-without-reservation";

    /// <summary>What the zone has in memory is not the sum of the allocations.</summary>
    public const string UsedDiffers = "ledger.used-differs";

    /// <summary>The total that the zone has in memory is not the stored one.</summary>
    public const string TotalDiffers = "ledger.total-differs";

    /// <summary>The number of instances in memory is not that of the rows.</summary>
    public const string InstancesDiffer = "ledger.instances-differ";

    /// <summary>The stored generation is not the one in memory, while nothing changes it.</summary>
    public const string GenerationDiffers = "ledger.generation-differs";

    /// <summary>A host that is only stored or only in memory.</summary>
    public const string HostMissing = "ledger.host-missing";

    /// <summary>More is allocated than the provider offers.</summary>
    public const string AboveCapacity = "ledger.above-capacity";

    /// <summary>An instance is placed on a host, and the host's own list does not have it.</summary>
    public const string MissingOnHost = "ledger.missing-on-host";

    /// <summary>A host's own list has an instance that is not placed there.</summary>
    public const string UnknownOnHost = "ledger.unknown-on-host";
}
