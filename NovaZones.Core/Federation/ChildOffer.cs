using System.Collections.Immutable;
using NovaZones.Core.Placement;

namespace NovaZones.Core.Federation;

/// <summary>What one child offers, its scores already in this zone's measure.</summary>
/// <param name="Child">The child.</param>
/// <param name="Scores">offset + scale × score of each slot, in the child's order.</param>
/// <param name="Ties">Tie bits of each slot.</param>
/// <param name="SealedPlan">The plan; null when there is no slot.</param>
/// <param name="Explanation">What to tell of it.</param>
internal sealed record ChildOffer(ChildZone Child, ImmutableArray<double> Scores, ImmutableArray<uint> Ties, string? SealedPlan, ChildExplanation Explanation)
{
    /// <summary>Members of the request's server group in the child and below.</summary>
    public int GroupMembers { get; init; }

    /// <summary>Of a spread: what it offers by lanes, in this zone's measure; <see cref="Scores"/> is then empty.</summary>
    public ImmutableArray<Wire.LaneBody> Lanes { get; init; } = [];

    /// <summary>Of a spread: members by domain there and below, axis by axis.</summary>
    public ImmutableArray<ImmutableArray<Placement.Lanes.DomainMembers>> Domains { get; init; } = [];

    /// <summary>Further hosts that it named, best first, in this zone's measure.</summary>
    public ImmutableArray<AlternateHost> Alternates { get; init; } = [];
}
