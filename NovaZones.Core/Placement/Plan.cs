using System.Collections.Immutable;

namespace NovaZones.Core.Placement;

/// <summary>The ordered slots that this zone's own hosts offer for a request, and how they were found.</summary>
/// <param name="Slots">Best first, each chosen with the earlier ones virtually placed; at most the count asked for.</param>
/// <param name="Explanation">What was considered, dropped and leading.</param>
internal sealed record Plan(ImmutableArray<Slot> Slots, LocalExplanation Explanation);
