namespace NovaZones.Data.Federation;

/// <summary>A row for a change of a child's state.</summary>
internal sealed class ChildEventEntity
{
    public const int HealthLength = 16;
    public const int ReasonLength = 400;

    public required Guid Id { get; init; }

    public required Guid ChildZoneId { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Health { get; init; }

    public string? Reason { get; init; }
}
