using NovaZones.Core.Audit;

namespace NovaZones.Data.Audit;

/// <summary>A row of the audit log; never changed.</summary>
internal sealed class AuditEntryEntity
{
    /// <summary>Without gaps.</summary>
    public required long Sequence { get; init; }

    public required DateTimeOffset At { get; init; }

    public required int ActorKind { get; init; }

    public required string ActorName { get; init; }

    public string? ActorId { get; init; }

    public required string ActorRoles { get; init; }

    public string? Address { get; init; }

    public required string Act { get; init; }

    public required string Subject { get; init; }

    public required int Outcome { get; init; }

    /// <summary>JSON.</summary>
    public string? Before { get; init; }

    /// <summary>JSON.</summary>
    public string? After { get; init; }

    public required byte[] PreviousHash { get; init; }

    public required byte[] Hash { get; init; }

    public AuditEntry ToEntry() => new(
        Sequence,
        At,
        new AuditActor((AuditActorKind)ActorKind, ActorName, ActorId, ActorRoles, Address),
        Act,
        Subject,
        (AuditOutcome)Outcome,
        Before,
        After,
        PreviousHash,
        Hash);
}
