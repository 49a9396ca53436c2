using System.Collections.Immutable;

namespace NovaZones.Core.Placement.Commit;

/// <summary>Members that the problem document of a plan that no longer holds carries beside the standard ones.</summary>
public sealed record PlanChangedAnswer
{
    /// <summary>The record of the attempt.</summary>
    public required string ReservationId { get; init; }

    /// <summary>Why, in one sentence.</summary>
    public required string Detail { get; init; }

    /// <summary>What changed since the dry run, a sentence each.</summary>
    public required ImmutableArray<string> Changed { get; init; }

    /// <summary>Where the explanation is.</summary>
    public required string Explanation { get; init; }
}
