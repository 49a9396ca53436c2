namespace NovaZones.Client.Models;

/// <summary>A zone as it tells of itself (<c>GET /api/v1/zone</c>).</summary>
public sealed record ZoneDescription
{
    /// <summary>Identity of the deployment.</summary>
    public required Guid Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Version of its program.</summary>
    public required string Version { get; init; }

    /// <summary>Driver in force.</summary>
    public required string Driver { get; init; }

    /// <summary>Policy for requests that name none.</summary>
    public required string Policy { get; init; }

    /// <summary>Version of that policy.</summary>
    public required int PolicyVersion { get; init; }

    /// <summary>Its console, or null.</summary>
    public string? PublicUrl { get; init; }

    /// <summary>What its settings say of it.</summary>
    public IReadOnlyDictionary<string, string> Capabilities { get; init; } = new Dictionary<string, string>();
}
