using System.Collections.Immutable;

namespace NovaZones.Core.Zones;

/// <summary>What a zone tells its parent about itself and everything below it; names no host.</summary>
public sealed record ZoneSummary
{
    /// <summary>Hosts by state.</summary>
    public required HostCounts Hosts { get; init; }

    /// <summary>Figures by resource class.</summary>
    public required ImmutableSortedDictionary<string, ResourceSummary> Resources { get; init; }

    /// <summary>Traits of any host, ordered; at most <see cref="MaxNames"/>.</summary>
    public ImmutableArray<string> Traits { get; init; } = [];

    /// <summary>Availability zones of any host, ordered; at most <see cref="MaxNames"/>.</summary>
    public ImmutableArray<string> AvailabilityZones { get; init; } = [];

    /// <summary>Capabilities with their values, or their least and greatest number.</summary>
    public ImmutableSortedDictionary<string, CapabilitySummary> Capabilities { get; init; } =
        ImmutableSortedDictionary.Create<string, CapabilitySummary>(StringComparer.Ordinal);

    /// <summary>Whether a list was cut to its bound, so that absence from it proves nothing.</summary>
    public bool Truncated { get; init; }

    /// <summary>How many instances of the requests that are asked most would still fit, most asked first; at most <see cref="MaxFits"/>.</summary>
    public ImmutableArray<RequestFit> Fits { get; init; } = [];

    /// <summary>The zone's own hosts alone, with their age; null when the zone runs an older program.</summary>
    public ZonePart? Own { get; init; }

    /// <summary>The zones directly below with their figures, nested; at most <see cref="Federation.FederationOptions.MaxZones"/>, then the rest as sums.</summary>
    public ImmutableArray<ZoneNode> Children { get; init; } = [];

    /// <summary>Bound on each list of names.</summary>
    public const int MaxNames = 512;

    /// <summary>Bound on requests whose fit is told.</summary>
    public const int MaxFits = 8;

    /// <summary>Bound on distinct values told of one capability.</summary>
    public const int MaxValues = 32;
}

/// <summary>Hosts by state; a disabled host counts as disabled only.</summary>
public readonly record struct HostCounts(int Up, int Down, int Disabled)
{
    /// <summary>Sum of two zones.</summary>
    public static HostCounts operator +(HostCounts a, HostCounts b) => new(Figures.Add(a.Up, b.Up), Figures.Add(a.Down, b.Down), Figures.Add(a.Disabled, b.Disabled));
}

/// <summary>Figures of one resource class over all hosts that are up and enabled; <c>used</c> counts every host.</summary>
/// <param name="Capacity">Sum of capacities.</param>
/// <param name="Used">Sum of what is claimed.</param>
/// <param name="LargestFree">Most that is free on one provider of one host.</param>
public readonly record struct ResourceSummary(long Capacity, long Used, long LargestFree)
{
    /// <summary>Both zones together.</summary>
    public static ResourceSummary operator +(ResourceSummary a, ResourceSummary b) =>
        new(Figures.Add(a.Capacity, b.Capacity), Figures.Add(a.Used, b.Used), Math.Max(a.LargestFree, b.LargestFree));
}
