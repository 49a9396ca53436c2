namespace NovaZones.Data.Quotas;

/// <summary>A row for a quota.</summary>
internal sealed class QuotaEntity
{
    public const int TenantLength = 255;

    public required string Tenant { get; init; }

    /// <summary>Limits by class as a JSON object.</summary>
    public required string Limits { get; set; }

    public required bool GovernedByParent { get; set; }

    public required int LeasePercent { get; set; }

    public required DateTimeOffset ChangedAt { get; set; }
}
