using System.Collections.Immutable;
using NovaZones.Core.Federation.Protocol;

namespace NovaZones.Core.Federation.Wire;

/// <summary>
/// Parent to child, when no other zone comes into question: place these at once. (<c>POST /api/v1/zone/take</c>) What the child would
/// offer it takes, all of it or nothing, without a plan that travels in between.
/// </summary>
public sealed record TakeBody : IWireQuestion
{
    /// <inheritdoc />
    public ImmutableArray<string>? Needs { get; init; }

    /// <summary>What is asked; without lanes and alternates, for as many slots as <see cref="Claim"/> has identities.</summary>
    public required SelectBody Ask { get; init; }

    /// <summary>For whom it is taken; its plan is empty, since there is none.</summary>
    public required ClaimBody Claim { get; init; }
}

/// <summary>Child to parent: this was found, and taken.</summary>
public sealed record TakeResponse
{
    /// <summary>What was found, as the answer to a question that takes nothing; its plan is null. Null when the same was asked before and has its answer.</summary>
    public SelectResponse? Offer { get; init; }

    /// <summary>What was taken; null when fewer slots were found than were asked for, so that nothing was touched.</summary>
    public ClaimResponse? Claim { get; init; }

    /// <summary>The same answer as if it had not been packed.</summary>
    /// <exception cref="InvalidDataException">What is packed is damaged, or of a form that this program does not know.</exception>
    public TakeResponse Unpacked() => Offer is null ? this : this with { Offer = Offer.Unpacked() };
}
