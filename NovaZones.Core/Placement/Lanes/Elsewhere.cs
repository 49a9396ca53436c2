using System.Collections.Immutable;

namespace NovaZones.Core.Placement.Lanes;

/// <summary>What a zone's own hosts cannot tell of a spread.</summary>
/// <param name="IsOpen">Whether the bound is decided where lanes meet, so that no domain is refused here.</param>
/// <param name="Counts">Members in other zones, axis by axis.</param>
internal sealed record Elsewhere(bool IsOpen, ImmutableArray<ImmutableArray<DomainMembers>> Counts)
{
    /// <summary>Only lanes are planned; somebody else holds them against each other.</summary>
    public static Elsewhere Open { get; } = new(true, []);
}
