using System.Text.Json;

namespace NovaZones.Client.Models;

/// <summary>A host of a zone.</summary>
public sealed record Host
{
    /// <summary>Unique name.</summary>
    public required string Name { get; init; }

    /// <summary>Up or Down.</summary>
    public required string State { get; init; }

    /// <summary>Enabled or Disabled.</summary>
    public required string AdminState { get; init; }

    /// <summary>Why it is disabled, or null.</summary>
    public string? DisabledReason { get; init; }

    /// <summary>Grows with everything that changes what fits.</summary>
    public required long Generation { get; init; }

    /// <summary>By resource class.</summary>
    public required IReadOnlyDictionary<string, Inventory> Inventories { get; init; }

    /// <summary>What the host reports of itself: text, numbers, truth values, lists.</summary>
    public IReadOnlyDictionary<string, JsonElement> Capabilities { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>Its traits.</summary>
    public IReadOnlyList<string> Traits { get; init; } = [];

    /// <summary>Aggregates it belongs to.</summary>
    public IReadOnlyList<string> Aggregates { get; init; } = [];

    /// <summary>Failure domain, or null.</summary>
    public string? AvailabilityZone { get; init; }

    /// <summary>Last sign of life, UTC.</summary>
    public required DateTimeOffset LastReportAt { get; init; }

    /// <summary>Instances placed on it.</summary>
    public required int Instances { get; init; }

    /// <summary>Nested providers.</summary>
    public IReadOnlyList<Provider> Providers { get; init; } = [];
}

/// <summary>A part of a host with an inventory of its own, such as a GPU or a NUMA node.</summary>
/// <param name="Name">Its name within the host.</param>
/// <param name="Inventories">By resource class.</param>
/// <param name="Traits">Its traits.</param>
/// <param name="Providers">Parts of it.</param>
public sealed record Provider(string Name, IReadOnlyDictionary<string, Inventory> Inventories, IReadOnlyList<string> Traits, IReadOnlyList<Provider> Providers);

/// <summary>What there is of a resource class, in the class's unit.</summary>
/// <param name="Total">What is there.</param>
/// <param name="Reserved">What is kept for the host itself.</param>
/// <param name="AllocationRatio">How often what is left may be given away; above 0.</param>
/// <param name="MinUnit">Least that one instance may take.</param>
/// <param name="MaxUnit">Most that one instance may take.</param>
/// <param name="StepSize">What is taken is a multiple of this.</param>
/// <param name="Capacity">(total − reserved) × ratio.</param>
/// <param name="Used">What instances take.</param>
public sealed record Inventory(long Total, long Reserved, double AllocationRatio, long MinUnit, long MaxUnit, long StepSize, long Capacity, long Used);
