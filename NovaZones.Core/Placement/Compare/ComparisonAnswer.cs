using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NovaZones.Core.Placement.Filters;

namespace NovaZones.Core.Placement.Compare;

/// <summary>Hosts side by side for one request. Serialised as it stands.</summary>
/// <param name="Policy">Policy that judged.</param>
/// <param name="PolicyVersion">Its version.</param>
/// <param name="Hosts">In the order asked.</param>
public sealed record ComparisonAnswer(string Policy, int PolicyVersion, ImmutableArray<ComparedHost> Hosts);

/// <summary>One of the hosts.</summary>
/// <param name="Host">Its name.</param>
/// <param name="Passes">Whether it passes every filter.</param>
/// <param name="Score">The score with which it would take the first instance; null when it does not pass.</param>
/// <param name="Filters">Every filter of the policy, each asked as if it were the only one.</param>
/// <param name="Weighers">Every weigher with a multiplier.</param>
public sealed record ComparedHost(
    string Host,
    bool Passes,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? Score,
    ImmutableArray<ComparedFilter> Filters,
    ImmutableArray<ComparedWeigher> Weighers);

/// <summary>What one filter says of one host.</summary>
/// <param name="Filter">Its name.</param>
/// <param name="Passed">Whether the host may stay.</param>
/// <param name="Reason">The filter's reason; null when passed.</param>
/// <param name="Obstacles">Everything that stands in the way; empty when passed.</param>
public sealed record ComparedFilter(
    string Filter, bool Passed, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Reason, ImmutableArray<Obstacle> Obstacles);

/// <summary>One weigher's part of one host's score.</summary>
/// <param name="Weigher">Its name.</param>
/// <param name="Multiplier">The policy's or the request's.</param>
/// <param name="Share">0 to 1.</param>
/// <param name="Contribution">Multiplier × share.</param>
public sealed record ComparedWeigher(string Weigher, double Multiplier, double Share, double Contribution);

/// <summary>How a comparison ended.</summary>
public abstract record ComparisonOutcome
{
    private ComparisonOutcome()
    {
    }

    /// <summary>Here it is.</summary>
    public sealed record Compared(ComparisonAnswer Answer) : ComparisonOutcome;

    /// <summary>There is no such policy.</summary>
    public sealed record UnknownPolicy(string Policy) : ComparisonOutcome;

    /// <summary>The question is wrong; show the faults.</summary>
    public sealed record Invalid(IReadOnlyList<Fault> Faults) : ComparisonOutcome;
}
