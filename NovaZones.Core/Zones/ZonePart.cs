using System.Collections.Immutable;

namespace NovaZones.Core.Zones;

/// <summary>Figures of one zone's own hosts, without anything below it.</summary>
public sealed record ZonePart
{
    /// <summary>Hosts by state.</summary>
    public HostCounts Hosts { get; init; }

    /// <summary>Figures by resource class.</summary>
    public ImmutableSortedDictionary<string, ResourceSummary> Resources { get; init; } =
        ImmutableSortedDictionary.Create<string, ResourceSummary>(StringComparer.Ordinal);

    /// <summary>Instances that would still fit, by <see cref="RequestFit.Key"/>; only of requests that the zone counted.</summary>
    public ImmutableSortedDictionary<string, long> Fits { get; init; } = ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal);

    /// <summary>Age of the figures in milliseconds when they were told.</summary>
    public long AgeMs { get; init; }

    /// <summary>When they were taken, UTC, by the clock of the zone that answers.</summary>
    public DateTimeOffset AsOf { get; init; }
}

/// <summary>How many instances of a frequent request would still fit.</summary>
/// <param name="Key">Digest of what is asked, 16 hexadecimal digits; the same in every zone.</param>
/// <param name="Request">What is asked, as JSON: resources, groups and traits, nothing about who or where.</param>
/// <param name="Count">Instances, each zone's own count added up; a request is counted without regard to others.</param>
/// <param name="Zones">Zones that counted it; those that did not may have more.</param>
public sealed record RequestFit(string Key, string Request, long Count, int Zones);
