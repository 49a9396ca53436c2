namespace NovaZones.Web.Demo.Client;

/// <summary>One host as it is sent to <c>POST /api/v1/hosts:report</c>, one JSON line each.</summary>
/// <remarks>Absent parts stay null and are left out of the line, because an unknown or null field is refused.</remarks>
internal sealed record HostReportLine(string Name, IReadOnlyDictionary<string, InventoryReport> Inventories)
{
    public IReadOnlyDictionary<string, object>? Capabilities { get; init; }

    public IReadOnlyList<string>? Traits { get; init; }

    public IReadOnlyList<string>? Aggregates { get; init; }

    public string? AvailabilityZone { get; init; }

    public IReadOnlyList<ProviderReport>? Providers { get; init; }
}

/// <summary>A provider nested below a host or below another provider, for example one GPU.</summary>
internal sealed record ProviderReport(string Name, IReadOnlyDictionary<string, InventoryReport> Inventories)
{
    public IReadOnlyList<string>? Traits { get; init; }

    public IReadOnlyList<ProviderReport>? Providers { get; init; }
}

/// <summary>An inventory; what is null takes the zone's default (nothing reserved, ratio 1).</summary>
internal sealed record InventoryReport(long Total)
{
    public long? Reserved { get; init; }

    public double? AllocationRatio { get; init; }

    /// <summary>What can be claimed: floor((total − reserved) × ratio), DESIGN section 2.</summary>
    internal long Capacity() => (long)Math.Floor((Total - (Reserved ?? 0)) * (AllocationRatio ?? 1));
}
