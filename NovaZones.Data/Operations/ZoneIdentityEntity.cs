namespace NovaZones.Data.Operations;

/// <summary>The one row that says which zone this database is.</summary>
internal sealed class ZoneIdentityEntity
{
    /// <summary>The key of the only row.</summary>
    public const int OnlyId = 1;

    public required int Id { get; init; }

    public required Guid ZoneId { get; init; }
}
