namespace NovaZones.Data.Fleet;

/// <summary>A row for an aggregate that has rules.</summary>
internal sealed class AggregateEntity
{
    public const int NameLength = 255;

    public required string Name { get; init; }

    /// <summary>Traits as a JSON list, in order.</summary>
    public required string RequiredTraits { get; set; }

    /// <summary>Tenants as a JSON list, in order.</summary>
    public required string Tenants { get; set; }

    public required DateTimeOffset ChangedAt { get; set; }
}
