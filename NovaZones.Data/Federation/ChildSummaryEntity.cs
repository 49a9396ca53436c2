namespace NovaZones.Data.Federation;

/// <summary>A row for what a child last told.</summary>
internal sealed class ChildSummaryEntity
{
    public required Guid ChildZoneId { get; init; }

    public required string Json { get; set; }

    public required DateTimeOffset SeenAt { get; set; }
}
