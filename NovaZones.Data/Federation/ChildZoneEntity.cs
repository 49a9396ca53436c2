namespace NovaZones.Data.Federation;

/// <summary>A row for a zone directly below this one.</summary>
internal sealed class ChildZoneEntity
{
    public const int NameLength = 64;
    public const int ApiUrlLength = 2048;

    public required Guid Id { get; init; }

    public required string Name { get; set; }

    public required string ApiUrl { get; set; }

    /// <summary>The credential, protected with the zone's key ring.</summary>
    public required string ProtectedToken { get; set; }

    public required double WeightOffset { get; set; }

    public required double WeightScale { get; set; }

    public required bool Enabled { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
}
