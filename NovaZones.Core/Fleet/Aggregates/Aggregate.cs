using System.Collections.Immutable;

namespace NovaZones.Core.Fleet.Aggregates;

/// <summary>A named set of hosts with the rules that hold on it. Which hosts belong to it, the hosts say in their reports.</summary>
public sealed record Aggregate
{
    /// <summary>Its name, 1 to 255 characters, as hosts report it.</summary>
    public required string Name { get; init; }

    /// <summary>Traits that a request must require to be placed here; empty: none. Ordered (ordinal), without doubles.</summary>
    public ImmutableArray<string> RequiredTraits { get; init; } = [];

    /// <summary>Tenants for whom its hosts are reserved; empty: for all. Ordered (ordinal), without doubles.</summary>
    public ImmutableArray<string> Tenants { get; init; } = [];

    /// <summary>When its rules were saved, UTC.</summary>
    public DateTimeOffset ChangedAt { get; init; }
}
