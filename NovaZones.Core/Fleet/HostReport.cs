using System.Collections.Immutable;

namespace NovaZones.Core.Fleet;

/// <summary>Everything a host told about itself, checked (immutable).</summary>
public sealed record HostReport
{
    /// <summary>The host's name, unique in the zone.</summary>
    public required string Name { get; init; }

    /// <summary>The root provider with everything nested in it.</summary>
    public required ProviderReport Root { get; init; }

    /// <summary>Dynamic attributes.</summary>
    public ImmutableSortedDictionary<string, CapabilityValue> Capabilities { get; init; } = Host.NoCapabilities;

    /// <summary>Aggregates the host belongs to, ordered, without doubles.</summary>
    public ImmutableArray<string> Aggregates { get; init; } = [];

    /// <summary>Failure domain, or null.</summary>
    public string? AvailabilityZone { get; init; }

    /// <summary>Digest of the text that it was read from, by which the same text is known again; null when nobody asked for that.</summary>
    public UInt128? Digest { get; init; }
}

/// <summary>One provider of a <see cref="HostReport"/>.</summary>
/// <param name="Name">Name among its siblings.</param>
/// <param name="Inventories">By class, ordered by class name (ordinal).</param>
/// <param name="Traits">Ordered (ordinal), without doubles.</param>
/// <param name="Children">Nested providers.</param>
public sealed record ProviderReport(
    string Name,
    ImmutableArray<KeyValuePair<string, Inventory>> Inventories,
    ImmutableArray<string> Traits,
    ImmutableArray<ProviderReport> Children);
