using NovaZones.Core.Placement.Columns;

namespace NovaZones.Core.Placement.Lanes;

/// <summary>Slots of one source in the same domains, in the order in which the source fills them.</summary>
/// <param name="source">Where they come from: <see cref="Federation.PlanAggregator.Own"/> or the position of a child's offer.</param>
/// <param name="index">Which of the source's lanes it is.</param>
/// <param name="domains">Key of the domain on each axis.</param>
internal abstract class Lane(int source, int index, ulong[] domains)
{
    public int Source { get; } = source;

    public int Index { get; } = index;

    public ulong[] Domains { get; } = domains;

    /// <summary>The next slot, by what its host is worth alone; false when there is none.</summary>
    public abstract bool TryPeek(out Rank rank);

    /// <summary>Takes the slot that <see cref="TryPeek"/> showed.</summary>
    /// <param name="score">Its score, its domains counted.</param>
    /// <returns>The slot when it is one of this zone's own; else null.</returns>
    public abstract Slot? Take(double score);
}
