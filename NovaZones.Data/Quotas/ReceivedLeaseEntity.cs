namespace NovaZones.Data.Quotas;

/// <summary>A row for the newest lease of one parent for one tenant.</summary>
internal sealed class ReceivedLeaseEntity
{
    public required Guid ParentZoneId { get; init; }

    /// <summary>Empty for requests without tenant.</summary>
    public required string Tenant { get; init; }

    public required long Sequence { get; set; }

    /// <summary>Amounts by class as a JSON object.</summary>
    public required string Allowed { get; set; }

    public required DateTimeOffset EndsAt { get; set; }

    /// <summary>Whose credential offered it; null in rows of earlier versions.</summary>
    public string? Caller { get; set; }
}
