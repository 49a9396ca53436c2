namespace NovaZones.Data.Quotas;

/// <summary>A row for what a child was lent of one tenant's quota. It may outlive the child's row.</summary>
internal sealed class GrantedLeaseEntity
{
    public required Guid ChildZoneId { get; init; }

    /// <summary>Empty for requests without tenant.</summary>
    public required string Tenant { get; init; }

    public required long Sequence { get; set; }

    /// <summary>Amounts by class as a JSON object, like the two that follow.</summary>
    public required string Offered { get; set; }

    public required string Held { get; set; }

    public required string Reported { get; set; }

    public required DateTimeOffset EndsAt { get; set; }

    public DateTimeOffset? ConfirmedAt { get; set; }
}
