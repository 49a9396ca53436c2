namespace NovaZones.Client;

/// <summary>How a zone is reached.</summary>
public sealed record ZoneApiOptions
{
    /// <summary>Root of the zone's API: http or https.</summary>
    public required Uri Zone { get; init; }

    /// <summary>An API token of that zone; null to send none.</summary>
    public string? Token { get; init; }

    /// <summary>Time for one call, above zero; watching has no end.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);
}
