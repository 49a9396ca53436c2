using System.Collections.Immutable;
using NovaZones.Core.Placement;

namespace NovaZones.Core.Federation.Asking;

/// <summary>What became of asking the children.</summary>
/// <param name="Offers">Children that were asked, by name.</param>
/// <param name="NotAsked">The others: one line each, or one for each reason when there are many.</param>
internal readonly record struct ChildAnswers(ImmutableArray<ChildOffer> Offers, ImmutableArray<ChildExplanation> NotAsked)
{
    /// <summary>The only child that comes into question, when it may place the request at once; nobody was asked then.</summary>
    public OutrightTake? Outright { get; init; }

    /// <summary>Nobody was to be asked.</summary>
    public static ChildAnswers None { get; } = new([], []);
}
