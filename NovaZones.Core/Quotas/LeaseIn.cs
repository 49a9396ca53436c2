using System.Collections.Immutable;

namespace NovaZones.Core.Quotas;

/// <summary>What a parent lent this zone of one tenant's quota (immutable).</summary>
/// <param name="ParentZoneId">The parent's identity.</param>
/// <param name="Tenant">Whose; empty for requests without tenant.</param>
/// <param name="Sequence">Number of the newest offer that counts.</param>
/// <param name="Allowed">Most of each class that requests entering here may hold; a class that is not named is not limited.</param>
/// <param name="EndsAt">From when on nothing new may be placed by it, by this zone's clock, UTC.</param>
/// <param name="Caller">Whose credential offered it; null where an earlier version kept it.</param>
public sealed record LeaseIn(Guid ParentZoneId, string Tenant, long Sequence, ImmutableSortedDictionary<string, long> Allowed, DateTimeOffset EndsAt, string? Caller = null)
{
    /// <summary>Whether it still allows something new.</summary>
    public bool IsRunning(DateTimeOffset now) => now < EndsAt;
}
