namespace NovaZones.Data.Claims;

/// <summary>A row for the explanation of one answer.</summary>
internal sealed class ExplanationEntity
{
    public required string ReservationId { get; init; }

    /// <summary>As JSON text; null where it is packed.</summary>
    public string? Json { get; init; }

    /// <summary>In the form of <c>ExplanationPack</c>, a quarter as long; null in rows of older programs.</summary>
    public byte[]? Packed { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
