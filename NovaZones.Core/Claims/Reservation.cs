namespace NovaZones.Core.Claims;

/// <summary>The group of instances that one request made, or the record that it made none.</summary>
public sealed record Reservation
{
    /// <summary><c>r-</c> and 12 lower-case base-32 characters.</summary>
    public required string Id { get; init; }

    /// <summary>Name given by the request, or null.</summary>
    public string? Name { get; init; }

    /// <summary>Whose it is, or null.</summary>
    public string? Tenant { get; init; }

    /// <summary>Who asked: identity of the token or the person.</summary>
    public required string Caller { get; init; }

    /// <summary>How far it got.</summary>
    public required ReservationState State { get; init; }

    /// <summary>Instances asked for.</summary>
    public required int Requested { get; init; }

    /// <summary>Instances placed when it was answered.</summary>
    public required int Placed { get; init; }

    /// <summary>Policy that decided.</summary>
    public required string Policy { get; init; }

    /// <summary>When it was asked, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the last instance was released, UTC, or null.</summary>
    public DateTimeOffset? ReleasedAt { get; init; }

    /// <summary>Main reason of a refusal in a few words (the filter that dropped most), else null.</summary>
    public string? Reason { get; init; }

    /// <summary>The request as canonical JSON.</summary>
    public required string RequestJson { get; init; }

    /// <summary>HTTP status of the answer; 0 while there is none.</summary>
    public int AnswerStatus { get; init; }

    /// <summary>Body of the answer as it was sent; null while there is none.</summary>
    public string? AnswerJson { get; init; }

    /// <summary>The caller's retry key, or null.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>The parent's claim that made it, when a parent did.</summary>
    public Guid? ClaimId { get; init; }

    /// <summary>The sealed plan it used up, when a plan was claimed.</summary>
    public Guid? PlanId { get; init; }

    /// <summary>The parent's reservation, when a parent did.</summary>
    public string? ParentReservationId { get; init; }

    /// <summary>Identity of the parent zone that claimed it, when a parent did and said so.</summary>
    public Guid? ParentZoneId { get; init; }

    /// <summary>Of a request that is answered later: when it ends unplaced, UTC. Null for one that is answered at once.</summary>
    public DateTimeOffset? PendingUntil { get; init; }

    /// <summary>Whether it was stored to be placed later and has no end yet.</summary>
    public bool IsPending => PendingUntil is not null && State is (ReservationState.Pending or ReservationState.Waiting or ReservationState.Claiming);
}

/// <summary>How far a reservation got.</summary>
public enum ReservationState
{
    /// <summary>Children are being asked to claim; after a crash its instances are given back.</summary>
    Claiming,

    /// <summary>All instances placed.</summary>
    Placed,

    /// <summary>At least the minimum placed, not all.</summary>
    Partial,

    /// <summary>Nothing placed.</summary>
    Refused,

    /// <summary>Being released; a child that is away still holds some.</summary>
    Releasing,

    /// <summary>Everything given back.</summary>
    Released,

    /// <summary>Stored to be placed later; not tried yet.</summary>
    Pending,

    /// <summary>Tried and does not fit; tried again when capacity appears.</summary>
    Waiting,

    /// <summary>Given up by who asked, before anything was placed.</summary>
    Cancelled,

    /// <summary>Its deadline passed before anything was placed.</summary>
    Expired,
}
