using System.Collections.Immutable;
using NovaZones.Core.Federation.Protocol;
namespace NovaZones.Core.Federation.Wire;

/// <summary>Child to parent: for whom it needs leases. (<c>GET /api/v1/zone/leases</c>)</summary>
public sealed record LeaseListResponse
{
    /// <summary>Version of this exchange.</summary>
    public int Version { get; init; } = LeaseBody.CurrentVersion;

    /// <summary>Tenants by name, at most <see cref="LeaseBody.Most"/>.</summary>
    public required IReadOnlyList<LeaseWanted> Items { get; init; }

    /// <summary>Where the next page begins; null at the end.</summary>
    public string? Next { get; init; }
}

/// <summary>A tenant whose requests the child may only place within a lease.</summary>
/// <param name="Tenant">Its name; empty for requests without tenant.</param>
/// <param name="Sequence">Newest offer of the asking parent that the child knows; 0 for none.</param>
/// <param name="Used">What counts against a lease at the child, by class.</param>
public sealed record LeaseWanted(string Tenant, long Sequence, IReadOnlyDictionary<string, long> Used);

/// <summary>Parent to child: leases of quotas. (<c>POST /api/v1/zone/leases</c>)</summary>
public sealed record LeaseBody : IWireQuestion
{
    /// <inheritdoc />
    public ImmutableArray<string>? Needs { get; init; }

    /// <summary>The version that this program speaks.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Most leases in one body or answer.</summary>
    public const int Most = 256;

    /// <summary>Greatest number of an offer: one that is greater could not be followed by others for ever.</summary>
    public const long MostSequence = 1L << 62;

    /// <summary>Version of this exchange.</summary>
    public required int Version { get; init; }

    /// <summary>Identity of the parent.</summary>
    public required Guid ParentZoneId { get; init; }

    /// <summary>The offers, one for a tenant.</summary>
    public required IReadOnlyList<LeaseOffer> Leases { get; init; }
}

/// <summary>One tenant's lease.</summary>
/// <param name="Tenant">Its name; empty for requests without tenant.</param>
/// <param name="Sequence">Grows with every offer of this parent for this tenant; what is not newer is passed over.</param>
/// <param name="Allowed">Most that may count against the lease, by class; a class that is not named is not limited.</param>
/// <param name="DurationMs">How long new claims are allowed, from when the child reads it; 0 ends the lease.</param>
public sealed record LeaseOffer(string Tenant, long Sequence, IReadOnlyDictionary<string, long> Allowed, long DurationMs);

/// <summary>Child to parent: what is in force now.</summary>
public sealed record LeaseResponse
{
    /// <summary>Version of this exchange.</summary>
    public int Version { get; init; } = LeaseBody.CurrentVersion;

    /// <summary>One for each offer, in the same order.</summary>
    public required IReadOnlyList<LeaseConfirmation> Leases { get; init; }
}

/// <summary>What the child follows for one tenant.</summary>
/// <param name="Tenant">Its name.</param>
/// <param name="Sequence">The newest offer of this parent that it knows.</param>
/// <param name="Allowed">What that one allows.</param>
/// <param name="Used">What counted against it at this moment.</param>
/// <param name="Reason">Why nothing may be placed by it, or null.</param>
public sealed record LeaseConfirmation(string Tenant, long Sequence, IReadOnlyDictionary<string, long> Allowed, IReadOnlyDictionary<string, long> Used, string? Reason = null);
