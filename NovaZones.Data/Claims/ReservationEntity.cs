using NovaZones.Core.Claims;

namespace NovaZones.Data.Claims;

/// <summary>A row for what one request made, or the record that it made nothing.</summary>
internal sealed class ReservationEntity
{
    public const int IdLength = 14;
    public const int NameLength = 255;
    public const int TenantLength = 255;
    public const int CallerLength = 255;
    public const int PolicyLength = 64;
    public const int ReasonLength = 1024;
    public const int IdempotencyKeyLength = 255;

    public required string Id { get; init; }

    public string? Name { get; init; }

    public string? Tenant { get; init; }

    public required string Caller { get; init; }

    public required ReservationState State { get; init; }

    public required int Requested { get; init; }

    public required int Placed { get; init; }

    public required string Policy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ReleasedAt { get; init; }

    public string? Reason { get; init; }

    public required string RequestJson { get; init; }

    public required int AnswerStatus { get; init; }

    public string? AnswerJson { get; init; }

    public string? IdempotencyKey { get; init; }

    public Guid? ClaimId { get; init; }

    public Guid? PlanId { get; init; }

    public string? ParentReservationId { get; init; }

    public Guid? ParentZoneId { get; init; }

    public DateTimeOffset? PendingUntil { get; init; }

    public Reservation ToReservation() => new()
    {
        Id = Id,
        Name = Name,
        Tenant = Tenant,
        Caller = Caller,
        State = State,
        Requested = Requested,
        Placed = Placed,
        Policy = Policy,
        CreatedAt = CreatedAt,
        ReleasedAt = ReleasedAt,
        Reason = Reason,
        RequestJson = RequestJson,
        AnswerStatus = AnswerStatus,
        AnswerJson = AnswerJson,
        IdempotencyKey = IdempotencyKey,
        ClaimId = ClaimId,
        PlanId = PlanId,
        ParentReservationId = ParentReservationId,
        ParentZoneId = ParentZoneId,
        PendingUntil = PendingUntil,
    };
}
