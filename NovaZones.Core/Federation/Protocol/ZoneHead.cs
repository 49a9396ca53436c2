using System.Collections.Immutable;
using NovaZones.Core.Zones;

namespace NovaZones.Core.Federation.Protocol;

/// <summary>The few members of a zone's answer that every version has: enough to find out that nothing else can be read.</summary>
public sealed record ZoneHead
{
    /// <summary>Identity of the deployment.</summary>
    public Guid Id { get; init; }

    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>Version of its program.</summary>
    public string? Version { get; init; }

    /// <summary>What it speaks; null from a program that tells nothing.</summary>
    public ProtocolRange? Protocol { get; init; }

    /// <summary>The zone with nothing known of what it offers.</summary>
    public ZoneInfo ToInfo(DateTimeOffset asOf) => new()
    {
        Id = Id,
        Name = Name ?? "",
        Path = Name ?? "",
        Version = Version ?? "",
        Driver = "",
        Policy = "",
        PolicyVersion = 0,
        Protocol = Protocol,
        AsOf = asOf,
        Summary = new ZoneSummary { Hosts = default, Resources = ImmutableSortedDictionary.Create<string, ResourceSummary>(StringComparer.Ordinal) },
    };
}
