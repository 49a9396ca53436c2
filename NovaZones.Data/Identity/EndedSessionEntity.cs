namespace NovaZones.Data.Identity;

/// <summary>A session that a person left before its cookie ran out.</summary>
internal sealed class EndedSessionEntity
{
    public required Guid Id { get; init; }

    public required DateTimeOffset EndedAt { get; init; }
}
