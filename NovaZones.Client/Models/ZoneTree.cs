namespace NovaZones.Client.Models;

/// <summary>A zone in the live tree, with everything below it.</summary>
public sealed record ZoneTree
{
    /// <summary>Name of a node that stands for zones that are not told one by one.</summary>
    public const string Rest = "*";

    /// <summary>Name that its parent gave it, or <see cref="Rest"/>.</summary>
    public required string Name { get; init; }

    /// <summary>Names from the zone that was asked down, joined by <c>!</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Online, Offline, Unknown, Disabled or Incompatible.</summary>
    public required string State { get; init; }

    /// <summary>Why it is not online, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>Zones that a node named <see cref="Rest"/> stands for; null for a zone.</summary>
    public int? Zones { get; init; }

    /// <summary>Age of the figures in milliseconds; null when there are none.</summary>
    public long? AgeMs { get; init; }

    /// <summary>Version of its program, or null.</summary>
    public string? Version { get; init; }

    /// <summary>Hosts by state, everything below included.</summary>
    public ZoneHosts Hosts { get; init; } = new(0, 0, 0);

    /// <summary>By resource class, everything below included.</summary>
    public IReadOnlyDictionary<string, ZoneResource> Resources { get; init; } = new Dictionary<string, ZoneResource>();

    /// <summary>Zones below.</summary>
    public IReadOnlyList<ZoneTree> Children { get; init; } = [];
}

/// <summary>Hosts by state.</summary>
/// <param name="Up">That report and may be used.</param>
/// <param name="Down">That fell silent.</param>
/// <param name="Disabled">That an operator keeps out.</param>
public sealed record ZoneHosts(int Up, int Down, int Disabled);

/// <summary>A resource class of a zone, in the class's unit.</summary>
/// <param name="Capacity">What there is.</param>
/// <param name="Used">What is taken.</param>
/// <param name="LargestFree">Most that is free on one host.</param>
public sealed record ZoneResource(long Capacity, long Used, long LargestFree);
