namespace NovaZones.Client.Models;

/// <summary>A version of a policy.</summary>
public sealed record Policy
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>1 for the first version.</summary>
    public required int Version { get; init; }

    /// <summary>Its driver; null for the zone's.</summary>
    public string? Driver { get; init; }

    /// <summary>Active filters in order.</summary>
    public IReadOnlyList<string> Filters { get; init; } = [];

    /// <summary>Multiplier by weigher.</summary>
    public IReadOnlyDictionary<string, double> Weights { get; init; } = new Dictionary<string, double>();

    /// <summary>Why it was made, or null.</summary>
    public string? Comment { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who made it; null for one that ships.</summary>
    public string? CreatedBy { get; init; }
}

/// <summary>A change of a policy, which becomes its next version.</summary>
public sealed record PolicyChange
{
    /// <summary>Multipliers to change; the others stay.</summary>
    public IReadOnlyDictionary<string, double>? Weights { get; init; }

    /// <summary>Active filters in order; null to keep them.</summary>
    public IReadOnlyList<string>? Filters { get; init; }

    /// <summary>Why, for those who read the history.</summary>
    public string? Comment { get; init; }

    /// <summary>The version that the change started from; null to replace whatever is in force.</summary>
    public int? ExpectedVersion { get; init; }
}
