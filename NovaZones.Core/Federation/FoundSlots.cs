using NovaZones.Core.Federation.Asking;
using NovaZones.Core.Placement;

namespace NovaZones.Core.Federation;

/// <summary>What a parent's claim takes.</summary>
/// <param name="Plan">The slots.</param>
/// <param name="Request">What is asked.</param>
internal sealed record FoundSlots(SealedPlan Plan, PlacementRequest Request)
{
    /// <summary>What the slots were found by, when that was a moment ago; else null.</summary>
    public PlacementContext? Context { get; init; }

    /// <summary>When the answer is due, UTC, of slots that were found in the same call; else null.</summary>
    public DateTimeOffset? DeadlineAt { get; init; }

    /// <summary>Whether the plan travelled, and came back as it was sealed.</summary>
    public bool WasSealed => DeadlineAt is null;

    /// <summary>The child that is to place all of them without a plan; null when none is.</summary>
    public OutrightTake? Outright { get; init; }
}
