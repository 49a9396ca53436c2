using System.Collections.Immutable;
using NovaZones.Core.Federation.Wire;

namespace NovaZones.Core.Federation.Asking;

/// <summary>
/// The one child that comes into question for a request: asked to place it in one call, since there is nothing to hold its offer against.
/// Used by one request; not thread-safe.
/// </summary>
/// <remarks>
/// Half the calls of a level, and no plan to seal and open again. When the child finds too little, nothing is taken, and the request goes
/// the long way: others that were doubted may have the rest.
/// </remarks>
internal sealed class OutrightTake(PlacementForwarder forwarder, TreeAsk ask, ChildQuestion question, bool isAlone)
{
    /// <summary>The child.</summary>
    public ChildZone Child => question.Child;

    /// <summary>What it found, in this zone's measure; before it was asked, what is to be told of a child that was not.</summary>
    public ChildOffer Offer { get; private set; } = ChildOffers.NotYetAsked(question.Child);

    /// <summary>Picks of which only the number is known as yet.</summary>
    public ImmutableArray<Pick> Promised => [.. Enumerable.Range(0, ask.Count).Select(i => new Pick(0, i, 0, 0))];

    /// <summary>Asks the child to place. The same claim twice has one effect.</summary>
    /// <param name="claim">For whom; of the plan's slots it takes all.</param>
    public async Task<ChildReply<ClaimResponse>> ClaimAsync(ClaimBody claim)
    {
        var (reply, offer) = await forwarder.TakeAsync(ask, question, isAlone, claim).ConfigureAwait(false);
        Offer = offer;
        return reply;
    }

    /// <summary>The child's score in this zone's measure.</summary>
    public double Adjust(double score) => ChildOffers.Adjust(Child, score);
}
