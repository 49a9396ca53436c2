using System.Collections.Immutable;
using NovaZones.Core.Access;
using NovaZones.Core.Federation.Protocol;

namespace NovaZones.Core.Zones;

/// <summary>What <c>GET /api/v1/zone</c> answers.</summary>
public sealed record ZoneInfo
{
    /// <summary>Identity of the deployment, for noticing loops and doubles.</summary>
    public required Guid Id { get; init; }

    /// <summary>Its own name.</summary>
    public required string Name { get; init; }

    /// <summary>Path of the root of the tree it answers for: its own name.</summary>
    public required string Path { get; init; }

    /// <summary>Version of the program.</summary>
    public required string Version { get; init; }

    /// <summary>Versions of the protocol between zones that it speaks; null from a program that tells nothing.</summary>
    public ProtocolRange? Protocol { get; init; }

    /// <summary>Features of that protocol that it knows.</summary>
    public ImmutableArray<string> Features { get; init; } = [];

    /// <summary>Driver in force.</summary>
    public required string Driver { get; init; }

    /// <summary>Policy in force for requests that name none.</summary>
    public required string Policy { get; init; }

    /// <summary>Version of that policy.</summary>
    public required int PolicyVersion { get; init; }

    /// <summary>Where people reach its console, or null.</summary>
    public string? PublicUrl { get; init; }

    /// <summary>Static capabilities from its settings.</summary>
    public ImmutableSortedDictionary<string, string> Capabilities { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>What it and everything below it can offer.</summary>
    public required ZoneSummary Summary { get; init; }

    /// <summary>Scopes of the token with which this was asked; null to people, and from a program that does not tell.</summary>
    public ImmutableArray<string>? CallerScopes { get; init; }

    /// <summary>When this was put together, UTC.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>What the token with which this was asked allows beside acting as a parent: more than a parent should hold.</summary>
    public IReadOnlyList<string> ExcessScopes() => CallerScopes is { IsDefaultOrEmpty: false } scopes ? [.. scopes.Where(scope => scope != ApiScopes.ZoneParent)] : [];
}
