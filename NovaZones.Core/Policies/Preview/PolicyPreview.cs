using System.Collections.Immutable;
using NovaZones.Core.Trials;

namespace NovaZones.Core.Policies.Preview;

/// <summary>What another version of a policy would do with the requests that were asked last; nothing is saved or placed.</summary>
/// <remarks>
/// Both versions place the same requests, in the order in which they were asked, on the fleet as it is now without what those requests
/// hold. A request whose instances were released since is placed and given back at once, so that it takes nobody's place. Only hosts of
/// this zone are looked at: what its children would offer is their own affair.
/// </remarks>
public sealed record PolicyPreview
{
    /// <summary>Name of the policy.</summary>
    public required string Policy { get; init; }

    /// <summary>The version in force, with which the other one is compared.</summary>
    public required int Version { get; init; }

    /// <summary>Hosts of this zone.</summary>
    public required int Hosts { get; init; }

    /// <summary>Requests that were tried with both versions.</summary>
    public required int Requests { get; init; }

    /// <summary>Recorded requests that were left out, since children hold every instance of them.</summary>
    public required int Elsewhere { get; init; }

    /// <summary>Requests that would be decided otherwise: on other hosts, or not in both cases.</summary>
    public required int Moved { get; init; }

    /// <summary>What would be decided otherwise, the newest request first; at most <see cref="PolicyPreviewService.MostDecisions"/>.</summary>
    public required ImmutableArray<PreviewDecision> Decisions { get; init; }

    /// <summary>The zone afterwards under the version in force.</summary>
    public required TrialFigures Before { get; init; }

    /// <summary>The zone afterwards under the other version.</summary>
    public required TrialFigures After { get; init; }

    /// <summary>The moment for which the fleet was looked at, UTC.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>Time that it took, in milliseconds.</summary>
    public required double ElapsedMs { get; init; }
}

/// <summary>One request under both versions.</summary>
/// <param name="ReservationId">The reservation in which it was recorded.</param>
/// <param name="Name">Name that the request gave, or null.</param>
/// <param name="Before">Hosts under the version in force, in the order in which they are chosen; empty when nothing is placed.</param>
/// <param name="After">Hosts under the other version.</param>
/// <param name="Reason">Why the other version does not place it at all, or null.</param>
public sealed record PreviewDecision(string ReservationId, string? Name, ImmutableArray<string> Before, ImmutableArray<string> After, string? Reason);
