using NovaZones.Core.Placement;

namespace NovaZones.Core.Federation;

/// <summary>A parent's question as this zone understands it.</summary>
/// <param name="Ask">What to find, for at least one slot: where the quota leaves none there is something to explain all the same.</param>
/// <param name="Context">What decides.</param>
/// <param name="Most">Slots that the tenant may have here.</param>
internal sealed record ParentQuestion(TreeAsk Ask, PlacementContext Context, int Most)
{
    /// <summary>Why no more may be offered than the quota allows; null when it allows all.</summary>
    public string? Limited { get; init; }
}
