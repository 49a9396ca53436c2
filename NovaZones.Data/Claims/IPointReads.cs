using NovaZones.Core.Claims;

namespace NovaZones.Data.Claims;

/// <summary>The reads on the way of every placement, claim and release: single rows by their keys, as fast as the database allows. Thread-safe.</summary>
internal interface IPointReads : IDisposable
{
    /// <summary>The reservation, or null.</summary>
    Task<Reservation?> FindAsync(string reservationId, CancellationToken cancellationToken);

    /// <summary>The reservation that a caller made with this retry key, or null.</summary>
    Task<Reservation?> FindByIdempotencyKeyAsync(string caller, string key, CancellationToken cancellationToken);

    /// <summary>The reservation that a parent's claim made, or null.</summary>
    Task<Reservation?> FindByClaimIdAsync(Guid claimId, CancellationToken cancellationToken);

    /// <summary>Whether a sealed plan was claimed already.</summary>
    Task<bool> IsPlanUsedAsync(Guid planId, CancellationToken cancellationToken);

    /// <summary>Those of a few instances that are known, without what they take.</summary>
    Task<IReadOnlyList<Instance>> FindInstancesAsync(IReadOnlyCollection<Guid> instanceIds, CancellationToken cancellationToken);

    /// <summary>The instance with what it takes, or null.</summary>
    Task<Instance?> FindInstanceAsync(Guid instanceId, CancellationToken cancellationToken);

    /// <summary>Instances of a reservation by index, with what they take.</summary>
    Task<IReadOnlyList<Instance>> ListInstancesAsync(string reservationId, CancellationToken cancellationToken);
}
