using System.Collections.Immutable;

namespace NovaZones.Core.Zones;

/// <summary>A zone in the live tree.</summary>
public sealed record ZoneNode
{
    /// <summary>Name of a node that stands for zones that are not told one by one.</summary>
    public const string Rest = "*";

    /// <summary>Name that its parent gave it; the root's own name.</summary>
    public required string Name { get; init; }

    /// <summary>Identity of the deployment, by which a zone with two parents is known to be one; null from an older program or before it answered.</summary>
    public Guid? Id { get; init; }

    /// <summary>How many zones a node named <see cref="Rest"/> stands for; null for a zone.</summary>
    public int? Zones { get; init; }

    /// <summary>True for a node named <see cref="Rest"/>: there are more zones below its parent than are told one by one.</summary>
    public bool? Truncated => Zones is null ? null : true;

    /// <summary>Names from the answering zone down, joined by <c>!</c>; the answering zone itself bears its own name.</summary>
    public required string Path { get; init; }

    /// <summary>Online, Offline, Unknown (not heard yet) or Disabled.</summary>
    public required string State { get; init; }

    /// <summary>Why it is not online, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>Age of the figures in milliseconds, every hop included; null when there are none.</summary>
    public long? AgeMs { get; init; }

    /// <summary>When the figures were taken, UTC, by the clock of the zone that answers; null when there are none.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>Version of its program.</summary>
    public string? Version { get; init; }

    /// <summary>Its driver.</summary>
    public string? Driver { get; init; }

    /// <summary>Its policy for requests that name none.</summary>
    public string? Policy { get; init; }

    /// <summary>Version of that policy.</summary>
    public int? PolicyVersion { get; init; }

    /// <summary>The zone's console, when it tells one.</summary>
    public string? PublicUrl { get; init; }

    /// <summary>Hosts by state, everything below included.</summary>
    public HostCounts Hosts { get; init; }

    /// <summary>Figures by resource class, everything below included.</summary>
    public ImmutableSortedDictionary<string, ResourceSummary> Resources { get; init; } =
        ImmutableSortedDictionary.Create<string, ResourceSummary>(StringComparer.Ordinal);

    /// <summary>Its own hosts alone.</summary>
    public ZonePart? Own { get; init; }

    /// <summary>Zones below.</summary>
    public ImmutableArray<ZoneNode> Children { get; init; } = [];
}
