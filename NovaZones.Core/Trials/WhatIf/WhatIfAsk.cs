using System.Collections.Immutable;

namespace NovaZones.Core.Trials.WhatIf;

/// <summary>Changes of a zone that are thought of, all at once.</summary>
public sealed record WhatIfAsk
{
    /// <summary>Hosts of this zone that are drained or lost.</summary>
    public ImmutableArray<string> RemoveHosts { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Aggregates whose hosts are all drained or lost.</summary>
    public ImmutableArray<string> RemoveAggregates { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Child zones that are lost: what they hold for this zone is tried on its own hosts.</summary>
    public ImmutableArray<string> RemoveZones { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Hosts that are bought.</summary>
    public ImmutableArray<AddedHosts> AddHosts { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Allocation ratios that are changed.</summary>
    public ImmutableArray<ChangedRatio> Ratios { get; init => field = value.IsDefault ? [] : value; } = [];
}

/// <summary>Empty hosts like one that is there.</summary>
/// <param name="Count">How many, 1 to 10,000.</param>
/// <param name="Like">Name of a host of this zone, whose providers, traits, capabilities, aggregates and availability zone they have.</param>
public sealed record AddedHosts(int Count, string Like);

/// <summary>Another allocation ratio of a resource class.</summary>
/// <param name="Class">The class.</param>
/// <param name="AllocationRatio">Above 0 and at most 1000.</param>
/// <param name="Aggregate">Only hosts of this aggregate, or null for every host that has the class.</param>
public sealed record ChangedRatio(string Class, double AllocationRatio, string? Aggregate = null);
