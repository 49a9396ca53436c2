namespace NovaZones.Core.Claims;

/// <summary>Reads reservations, instances and explanations. Writing goes through <see cref="FleetLedger"/>.</summary>
public interface IReservationStore
{
    /// <summary>The reservation, or null.</summary>
    Task<Reservation?> FindAsync(string reservationId, CancellationToken cancellationToken);

    /// <summary>The reservation that a caller made with this retry key, or null.</summary>
    Task<Reservation?> FindByIdempotencyKeyAsync(string caller, string key, CancellationToken cancellationToken);

    /// <summary>The reservation that a parent's claim made, or null.</summary>
    Task<Reservation?> FindByClaimIdAsync(Guid claimId, CancellationToken cancellationToken);

    /// <summary>Whether a sealed plan was claimed already.</summary>
    Task<bool> IsPlanUsedAsync(Guid planId, CancellationToken cancellationToken);

    /// <summary>Reservations, newest first (by time, then id).</summary>
    Task<ReservationPage> ListAsync(ReservationFilter filter, CancellationToken cancellationToken);

    /// <summary>Requests that this zone's own callers asked under a policy and that were answered, newest first, without their answers.</summary>
    Task<IReadOnlyList<Reservation>> ListAnsweredAsync(string policy, int limit, CancellationToken cancellationToken);

    /// <summary>Reservations that hold instances, newest first (by time, then id), each with its request and without its answer; of parents, too.</summary>
    /// <exception cref="ArgumentException">The cursor is not one that a page ended with; the parameter name is <c>cursor</c>.</exception>
    Task<ReservationPage> ListHeldRequestsAsync(string? cursor, int limit, CancellationToken cancellationToken);

    /// <summary>Ids of the instances of these reservations, every state, in no order.</summary>
    Task<IReadOnlyList<Guid>> ListInstanceIdsAsync(IReadOnlyCollection<string> reservationIds, CancellationToken cancellationToken);

    /// <summary>Instances of a reservation by index, every state, with their parts.</summary>
    Task<IReadOnlyList<Instance>> ListInstancesAsync(string reservationId, CancellationToken cancellationToken);

    /// <summary>The instance, or null.</summary>
    Task<Instance?> FindInstanceAsync(Guid instanceId, CancellationToken cancellationToken);

    /// <summary>Instances in a state (across reservations), at most <paramref name="limit"/>, oldest first.</summary>
    Task<IReadOnlyList<Instance>> ListInstancesInStateAsync(InstanceState state, int limit, CancellationToken cancellationToken);

    /// <summary>Number of instances that a child holds (any state).</summary>
    Task<int> CountInstancesOfChildAsync(Guid childZoneId, CancellationToken cancellationToken);

    /// <summary>Instances that a child holds by this zone's records, any state, in a steady order.</summary>
    /// <param name="childZoneId">The child.</param>
    /// <param name="after">Where the last page ended, or null for the first.</param>
    /// <param name="limit">At most this many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<Instance>> ListInstancesOfChildAsync(Guid childZoneId, HeldCursor? after, int limit, CancellationToken cancellationToken);

    /// <summary>Instances that a parent zone's claims made and that are here or below, any state, in a steady order, with their reservations (without JSON).</summary>
    Task<IReadOnlyList<HeldForParent>> ListHeldAsync(Guid parentZoneId, HeldCursor? after, int limit, CancellationToken cancellationToken);

    /// <summary>Those of the instances that are known here, any state, without their parts.</summary>
    Task<IReadOnlyList<Instance>> FindInstancesAsync(IReadOnlyCollection<Guid> instanceIds, CancellationToken cancellationToken);

    /// <summary>Those of the instances that are known here, any state, without their parts, each with whose claim made it.</summary>
    Task<IReadOnlyList<HeldForParent>> FindHeldAsync(IReadOnlyCollection<Guid> instanceIds, CancellationToken cancellationToken);

    /// <summary>Ids of reservations left in <see cref="ReservationState.Claiming"/> and created before a time.</summary>
    Task<IReadOnlyList<string>> ListUnfinishedAsync(DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>Ids of reservations in <see cref="ReservationState.Releasing"/> of which no instance is left, at most <paramref name="limit"/>, oldest first.</summary>
    Task<IReadOnlyList<string>> ListEmptiedAsync(int limit, CancellationToken cancellationToken);

    /// <summary>The stored explanation as JSON, or null.</summary>
    Task<string?> FindExplanationAsync(string reservationId, CancellationToken cancellationToken);

    /// <summary>Deletes refused and released reservations older than a time with their explanations and nothing else.</summary>
    /// <returns>How many were deleted.</returns>
    Task<int> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken);
}

/// <summary>Which reservations to list.</summary>
/// <param name="Limit">At most this many, 1 to 500.</param>
/// <param name="Cursor">Where the last page ended, or null; opaque.</param>
/// <param name="State">Only this state, or null.</param>
/// <param name="Text">Only those whose id, name or tenant contains this, or null.</param>
public sealed record ReservationFilter(int Limit, string? Cursor = null, ReservationState? State = null, string? Text = null);

/// <summary>One page of reservations.</summary>
/// <param name="Items">Newest first; request and answer JSON are left empty.</param>
/// <param name="NextCursor">Where the next page begins, or null at the end.</param>
public sealed record ReservationPage(IReadOnlyList<Reservation> Items, string? NextCursor);
