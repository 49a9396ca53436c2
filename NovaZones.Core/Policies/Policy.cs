using System.Collections.Immutable;

namespace NovaZones.Core.Policies;

/// <summary>How a zone decides: driver, filters in order and multipliers of the weighers. One immutable version.</summary>
public sealed record Policy
{
    /// <summary>The policy every zone has.</summary>
    public const string DefaultName = "default";

    /// <summary>The policy that ships for packing tightly.</summary>
    public const string PackingName = "packing";

    /// <summary>Name, letters digits and <c>. _ -</c>, 1 to 64 characters.</summary>
    public required string Name { get; init; }

    /// <summary>1 for the first version; each save adds one.</summary>
    public required int Version { get; init; }

    /// <summary>Driver, or null for the one in the zone's settings (<c>Scheduler:Driver</c>).</summary>
    public string? Driver { get; init; }

    /// <summary>Active filters in the order in which they are asked.</summary>
    public required ImmutableArray<string> Filters { get; init; }

    /// <summary>Multiplier of each weigher; 0 switches one off, a negative one turns it round.</summary>
    public required ImmutableSortedDictionary<string, double> Weights { get; init; }

    /// <summary>Bounds for each host; those left null are the zone's (<c>Scheduler</c>).</summary>
    public PolicyLimits Limits { get; init; } = PolicyLimits.OfZone;

    /// <summary>Why this version was made, or null.</summary>
    public string? Comment { get; init; }

    /// <summary>When it was made, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who made it, or null for the one that ships.</summary>
    public string? CreatedBy { get; init; }
}
