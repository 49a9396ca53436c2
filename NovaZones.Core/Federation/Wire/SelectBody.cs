using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using NovaZones.Core.Federation.Protocol;
using NovaZones.Core.Placement.Packs;

namespace NovaZones.Core.Federation.Wire;

/// <summary>Parent to child: what could you place? (<c>POST /api/v1/zone/select</c>)</summary>
public sealed record SelectBody : IWireQuestion
{
    /// <inheritdoc />
    public ImmutableArray<string>? Needs { get; init; }

    /// <summary>The placement request as canonical JSON, without what concerns the parent alone.</summary>
    public required JsonElement Request { get; init; }

    /// <summary>Slots wanted.</summary>
    public required int Count { get; init; }

    /// <summary>Multipliers in force at the root, complete: every zone must grade by the same measure.</summary>
    [JsonConverter(typeof(MultipliersConverter))]
    public required ImmutableSortedDictionary<string, double> Weights { get; init; }

    /// <summary>What is typically asked at the root, when a multiplier needs it; every zone must grade by the same.</summary>
    public ImmutableArray<MixEntryBody>? Mix { get; init; }

    /// <summary>Identities of the zones the request came through, root first.</summary>
    public required ImmutableArray<Guid> Path { get; init; }

    /// <summary>Levels that the request may still go down.</summary>
    public required int HopsLeft { get; init; }

    /// <summary>Milliseconds within which the answer is of use.</summary>
    public required int DeadlineMs { get; init; }

    /// <summary>Further hosts to name once the slots are taken, 0 to 101.</summary>
    public int Alternates { get; init; }

    /// <summary>Answer a request that spreads members over domains by lanes, which the parent holds against those of other zones.</summary>
    public bool Lanes { get; init; }

    /// <summary>Highest form of packed explanations that the parent reads; 0 for none, as from a parent that does not know them.</summary>
    public int Packs { get; init; }
}

/// <summary>A request of the mix on its way.</summary>
/// <param name="Request">What is asked, as canonical JSON.</param>
/// <param name="Popularity">Its share of all requests.</param>
public sealed record MixEntryBody(JsonElement Request, double Popularity);

/// <summary>Child to parent: these slots, in this order.</summary>
public sealed record SelectResponse
{
    /// <summary>Identity of the child.</summary>
    public required Guid ZoneId { get; init; }

    /// <summary>Score of each slot, best first as planned.</summary>
    public required ImmutableArray<double> Scores { get; init; }

    /// <summary>32 tie bits of each slot.</summary>
    public required ImmutableArray<uint> Ties { get; init; }

    /// <summary>The plan, sealed; null when there is no slot.</summary>
    public string? Plan { get; init; }

    /// <summary>Members of the request's server group in the child and below; all of them must stay together when it asks for affinity.</summary>
    public int GroupMembers { get; init; }

    /// <summary>Of a spread: slots by lanes, in place of <see cref="Scores"/>; null from a zone that knows no lanes.</summary>
    public ImmutableArray<LaneBody>? Lanes { get; init; }

    /// <summary>Of a spread: for each axis the domains that count in the child and below, with their members.</summary>
    public ImmutableArray<ImmutableArray<Placement.Lanes.DomainMembers>> Domains { get; init; } = [];

    /// <summary>Whether lanes or slots were left out because there were too many for one answer.</summary>
    public bool LanesCut { get; init; }

    /// <summary>The child's own funnel, host names removed unless it discloses them.</summary>
    public required Placement.LocalExplanation Local { get; init; }

    /// <summary>Why no more slots are offered than the tenant's quota allows; null when it allows all that were asked for.</summary>
    public string? Limited { get; init; }

    /// <summary>What the child's children said.</summary>
    public ImmutableArray<Placement.ChildExplanation> Children { get; init; } = [];

    /// <summary><see cref="Local"/> and <see cref="Children"/>, packed, which are empty then; null unless the parent said that it reads the form.</summary>
    public byte[]? Packed { get; init; }

    /// <summary>Further hosts, best first, with everything offered placed; at most as many as were asked for.</summary>
    public ImmutableArray<AlternateBody> Alternates { get; init; } = [];

    /// <summary>The same answer as if it had not been packed.</summary>
    /// <exception cref="InvalidDataException"><see cref="Packed"/> is damaged, or of a form that this program does not know.</exception>
    public SelectResponse Unpacked() => OfferPack.Unpack(this);
}

/// <summary>A host that could take an instance instead.</summary>
/// <param name="Score">Score it would have, in the child's own measure.</param>
/// <param name="Tie">The host's 32 tie bits for this request, which tell it from others without naming it.</param>
/// <param name="Zone">Zone path below the child; null when it is the child's own host.</param>
/// <param name="Host">The host, when the child discloses it.</param>
public sealed record AlternateBody(double Score, uint Tie, string? Zone, string? Host);

/// <summary>Parent to child: take the first slots of this plan. (<c>POST /api/v1/zone/claim</c>)</summary>
public sealed record ClaimBody : IWireQuestion
{
    /// <inheritdoc />
    public ImmutableArray<string>? Needs { get; init; }

    /// <summary>Identity of this claim; the same one twice has one effect and one answer.</summary>
    public required Guid ClaimId { get; init; }

    /// <summary>The sealed plan.</summary>
    public required string Plan { get; init; }

    /// <summary>Identities for the instances, one for each slot to take from the front of the plan.</summary>
    public required ImmutableArray<Guid> InstanceIds { get; init; }

    /// <summary>Of a plan by lanes: for each instance the position of the lane whose next slot it takes.</summary>
    public ImmutableArray<int>? Lanes { get; init; }

    /// <summary>The parent's reservation, for operators who follow an instance down.</summary>
    public required string ReservationId { get; init; }

    /// <summary>Name given by the request, or null.</summary>
    public string? Name { get; init; }

    /// <summary>Milliseconds within which the answer is of use.</summary>
    public required int DeadlineMs { get; init; }

    /// <summary>Identity of the zone that claims, for comparing both sides' records later; null from a parent that is older than that.</summary>
    public Guid? ZoneId { get; init; }

    /// <summary>Take the slots on the planned hosts or not at all: nothing is planned again in their stead.</summary>
    public bool Exact { get; init; }
}

/// <summary>Child to parent: these were taken.</summary>
public sealed record ClaimResponse
{
    /// <summary>Instances that are placed and durable; those asked for and not listed are not placed.</summary>
    public required ImmutableArray<ClaimedInstance> Claimed { get; init; }

    /// <summary>Slots that were lost and what became of them, without host names.</summary>
    public ImmutableArray<string> Conflicts { get; init; } = [];
}

/// <summary>An instance that a child placed.</summary>
/// <param name="Id">Identity given by the parent.</param>
/// <param name="Zone">Zone path below the child; null when on the child's own host.</param>
/// <param name="Host">The host, when the child discloses it.</param>
/// <param name="Score">Score with which it was placed, in the child's own measure.</param>
public sealed record ClaimedInstance(Guid Id, string? Zone, string? Host, double Score);

/// <summary>Parent to child: give these back. (<c>POST /api/v1/zone/release</c>)</summary>
public sealed record ReleaseBody : IWireQuestion
{
    /// <inheritdoc />
    public ImmutableArray<string>? Needs { get; init; }

    /// <summary>Most instances of one body.</summary>
    public const int MaxInstances = 10_000;

    /// <summary>Instances to release, at most <see cref="MaxInstances"/>; unknown ones are no error, since they are not there already.</summary>
    public required ImmutableArray<Guid> InstanceIds { get; init; }

    /// <summary>Identity of the zone that asks; null from a parent that is older than that.</summary>
    public Guid? ZoneId { get; init; }

    /// <summary>Milliseconds within which the answer is of use.</summary>
    public int DeadlineMs { get; init; } = 5000;

    /// <summary>What is wrong with it.</summary>
    public IReadOnlyList<Fault> Faults() =>
    [
        .. InstanceIds.IsDefault || InstanceIds.Length > MaxInstances ? [new Fault("instanceIds", $"must have at most {MaxInstances} entries")] : Array.Empty<Fault>(),
        .. DeadlineMs < 1 ? [new Fault("deadlineMs", "must be at least 1")] : Array.Empty<Fault>(),
    ];
}

/// <summary>Child to parent: these are gone.</summary>
/// <param name="Released">Instances that are no longer there, everything below included.</param>
/// <param name="Pending">Instances that the child will release when a zone below it is back.</param>
public sealed record ReleaseResponse(ImmutableArray<Guid> Released, ImmutableArray<Guid> Pending)
{
    /// <summary>Which of these are not the parent's any more: gone, or the child's to release. What else a child tells of does not matter.</summary>
    /// <param name="asked">What it was asked to give back.</param>
    public IReadOnlyList<Guid> DoneOf(IEnumerable<Guid> asked)
    {
        var told = (Released.IsDefault ? [] : Released).Concat(Pending.IsDefault ? [] : Pending).ToHashSet();
        return [.. asked.Where(told.Contains)];
    }
}
