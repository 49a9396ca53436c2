using System.Collections.Immutable;

namespace NovaZones.Core.Quotas;

/// <summary>What this zone lent one child of one tenant's quota (immutable).</summary>
/// <param name="ChildZoneId">The child's row.</param>
/// <param name="Tenant">Whose; empty for requests without tenant.</param>
/// <param name="Sequence">Number of the newest offer; the child passes over older ones.</param>
public sealed record LeaseOut(Guid ChildZoneId, string Tenant, long Sequence)
{
    /// <summary>What the newest offer allows, by class; a class that is not named is not limited.</summary>
    public ImmutableSortedDictionary<string, long> Offered { get; init; } = Amounts.None;

    /// <summary>
    /// What is counted as used here: never less than the child holds or may come to hold. It grows before an offer is sent and shrinks only
    /// when the child confirmed that it follows the smaller one.
    /// </summary>
    public ImmutableSortedDictionary<string, long> Held { get; init; } = Amounts.None;

    /// <summary>What the child last said that it holds.</summary>
    public ImmutableSortedDictionary<string, long> Reported { get; init; } = Amounts.None;

    /// <summary>When the child's right ends at the latest by this zone's clock, margin included, UTC.</summary>
    public DateTimeOffset EndsAt { get; init; }

    /// <summary>When the child last confirmed, UTC, or null.</summary>
    public DateTimeOffset? ConfirmedAt { get; init; }
}
