namespace NovaZones.Web.Demo.Client;

/// <summary>The body of <c>POST /api/v1/placements</c>, as far as the demo and the replay use it.</summary>
internal sealed record PlacementAsk
{
    public string? Name { get; init; }

    public int? Count { get; init; }

    public int? MinCount { get; init; }

    public IReadOnlyDictionary<string, long>? Resources { get; init; }

    public IReadOnlyList<GroupAsk>? Groups { get; init; }

    public string? GroupPolicy { get; init; }

    public TraitsAsk? Traits { get; init; }

    public IReadOnlyDictionary<string, string>? Capabilities { get; init; }

    public string? AvailabilityZone { get; init; }

    /// <value>A condition of the JSON query language (DESIGN section 4), for example <c>[">=", "$free.MEMORY_MB", 1024]</c>.</value>
    public IReadOnlyList<object>? Query { get; init; }

    public string? Policy { get; init; }
}

/// <summary>A part of the request that one provider of the host's tree must satisfy alone.</summary>
internal sealed record GroupAsk(IReadOnlyDictionary<string, long> Resources)
{
    public TraitsAsk? Traits { get; init; }
}

/// <summary>Traits that a host or a group's provider must have, must not have, or must have one of.</summary>
internal sealed record TraitsAsk
{
    public IReadOnlyList<string>? Required { get; init; }

    public IReadOnlyList<string>? Forbidden { get; init; }

    public IReadOnlyList<IReadOnlyList<string>>? AnyOf { get; init; }
}
