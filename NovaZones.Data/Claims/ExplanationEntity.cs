namespace NovaZones.Data.Claims;

/// <summary>A row for the explanation of one answer.</summary>
internal sealed class ExplanationEntity
{
    public required string ReservationId { get; init; }

    public required string Json { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
