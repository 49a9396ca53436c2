using System.Collections.Immutable;
using NovaZones.Core.Placement;

namespace NovaZones.Core.Federation;

/// <summary>A lane of a sealed plan: whence each slot comes that the parent may take of it, in order.</summary>
public sealed record SealedLane
{
    /// <summary>The lane's key, for finding other hosts of the same domains.</summary>
    public required ulong Key { get; init; }

    /// <summary>Own slots, in order.</summary>
    public required ImmutableArray<Slot> Slots { get; init; }

    /// <summary>For each slot offered its source: −1 for the next own slot, else the position of a child.</summary>
    public required ImmutableArray<int> Sequence { get; init; }

    /// <summary>Score of each slot in <see cref="Sequence"/>, without what its domains add.</summary>
    public required ImmutableArray<double> Scores { get; init; }

    /// <summary>For each child, by position, which lane of its plan this one is; −1 when it has none.</summary>
    public required ImmutableArray<int> ChildLanes { get; init; }
}
