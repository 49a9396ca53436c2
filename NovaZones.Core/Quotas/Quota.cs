using System.Collections.Immutable;

namespace NovaZones.Core.Quotas;

/// <summary>How much one tenant, or each tenant without a quota of its own, may hold through a zone.</summary>
public sealed record Quota
{
    /// <summary>Stands for the tenant in the quota of all those who have none of their own, requests without a tenant included.</summary>
    public const string DefaultTenant = "*";

    /// <summary>Stands for a resource class where instances are counted.</summary>
    public const string Instances = "instances";

    /// <summary>Part of what is left that a governed child is lent when nothing else is said, in percent.</summary>
    public const int DefaultLeasePercent = 20;

    /// <summary>The tenant, or <see cref="DefaultTenant"/>.</summary>
    public required string Tenant { get; init; }

    /// <summary>Most of each resource class, and of <see cref="Instances"/>; what is not named is unlimited.</summary>
    public ImmutableSortedDictionary<string, long> Limits { get; init; } = Amounts.None;

    /// <summary>Whether requests that enter at this zone are placed only within what the parent leases.</summary>
    public bool GovernedByParent { get; init; }

    /// <summary>Part of what is left that each child which is governed is lent, 0 to 100.</summary>
    public int LeasePercent { get; init; } = DefaultLeasePercent;

    /// <summary>When it was last saved, UTC.</summary>
    public DateTimeOffset ChangedAt { get; init; }
}
