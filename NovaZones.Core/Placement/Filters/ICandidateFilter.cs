namespace NovaZones.Core.Placement.Filters;

/// <summary>Says yes or no to one host. Pure, stateless and thread-safe: every fact arrives in the arguments.</summary>
internal interface ICandidateFilter
{
    /// <summary>Name in policies and explanations.</summary>
    string Name { get; }

    /// <summary>Field of a request that means something only through this filter; null when there is none.</summary>
    string? Field => null;

    /// <summary>Whether this request asks nothing of the filter, so that every host passes; saves asking.</summary>
    bool IsIdle(PlacementContext context) => false;

    /// <summary>Passes the host or rejects it with one of the filter's reason constants.</summary>
    FilterVerdict Evaluate(PlacementContext context, Candidate candidate);

    /// <summary>For people: everything about a rejected host that this filter minds; empty for a host that passes. Slow.</summary>
    IEnumerable<Obstacle> Obstacles(PlacementContext context, Candidate candidate);
}
