using System.Collections.Immutable;
using NovaZones.Core.Placement;

namespace NovaZones.Core.Federation;

/// <summary>What a sealed plan holds; only the zone that sealed it can read it.</summary>
public sealed record SealedPlan
{
    /// <summary>Identity of the plan: it can be claimed once.</summary>
    public required Guid PlanId { get; init; }

    /// <summary>Whom it is for: a plan of one kind is of no use as the other.</summary>
    public PlanUse Use { get; init; }

    /// <summary>The zone that sealed it.</summary>
    public required Guid ZoneId { get; init; }

    /// <summary>Who asked: a plan is of use to the same caller alone.</summary>
    public required string Caller { get; init; }

    /// <summary>When it ends, UTC.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The request as canonical JSON, for planning lost slots again.</summary>
    public required string RequestJson { get; init; }

    /// <summary>Multipliers it was planned with.</summary>
    public required ImmutableSortedDictionary<string, double> Weights { get; init; }

    /// <summary>Own slots, in order.</summary>
    public required ImmutableArray<Slot> Slots { get; init; }

    /// <summary>Plans of the children, sealed by them.</summary>
    public required ImmutableArray<SealedChildPlan> Children { get; init; }

    /// <summary>For each slot offered to the parent its source: −1 for the next own slot, else a position in <see cref="Children"/>.</summary>
    public required ImmutableArray<int> Sequence { get; init; }

    /// <summary>Score of each slot in <see cref="Sequence"/>, in this zone's measure.</summary>
    public required ImmutableArray<double> Scores { get; init; }

    /// <summary>Of an offer by lanes: the lanes; <see cref="Slots"/> and <see cref="Sequence"/> are then empty.</summary>
    public ImmutableArray<SealedLane> Lanes { get; init; } = [];

    /// <summary>Of an offer by lanes: members on own hosts by domain of the bounded axis.</summary>
    public ImmutableArray<Placement.Lanes.DomainMembers> Seen { get; init; } = [];

    /// <summary>Of one list of slots that was planned over the lanes of several zones: the child's lane of each slot in <see cref="Sequence"/>.</summary>
    public ImmutableArray<int> PickLanes { get; init; } = [];

    /// <summary>Of such a list that is a dry run: the domain of each slot on the bounded axis.</summary>
    public ImmutableArray<ulong> PickDomains { get; init; } = [];

    /// <summary>Of a dry run: how this zone's own hosts were filtered and weighed.</summary>
    public LocalExplanation? Local { get; init; }

    /// <summary>Of a dry run: what each child said, by position in <see cref="Children"/>; then what is told of those that were not asked.</summary>
    public ImmutableArray<ChildExplanation> Told { get; init; } = [];

    /// <summary>Of a dry run: the further hosts it named.</summary>
    public ImmutableArray<AlternateHost> Alternates { get; init; } = [];

    /// <summary>Of a dry run: tie bits of each slot in <see cref="Sequence"/>.</summary>
    public ImmutableArray<uint> Ties { get; init; } = [];
}

/// <summary>Whom a sealed plan is for.</summary>
public enum PlanUse
{
    /// <summary>An offer to the parent zone, which claims its first slots.</summary>
    Offer,

    /// <summary>A dry run, which its caller may commit as a whole.</summary>
    DryRun,
}

/// <summary>A child's plan inside its parent's.</summary>
public sealed record SealedChildPlan(Guid ChildZoneId, string Plan);

/// <summary>Seals plans for travel and opens them again: authenticated encryption with expiry.</summary>
public interface IPlanSealer
{
    /// <summary>The plan as text that nobody else can read or alter.</summary>
    string Seal(SealedPlan plan);

    /// <summary>Opens a plan that this zone sealed.</summary>
    /// <param name="text">The sealed text, from outside.</param>
    /// <param name="plan">The plan, also when it has expired; else null.</param>
    /// <returns>How it went; anything but <see cref="PlanOpening.Opened"/> is a refusal.</returns>
    PlanOpening Open(string text, out SealedPlan? plan);
}

/// <summary>How opening a sealed plan ended.</summary>
public enum PlanOpening
{
    /// <summary>It is ours, whole and in time.</summary>
    Opened,

    /// <summary>It is altered, not ours, or not a plan at all.</summary>
    Unreadable,

    /// <summary>Its time is over; ask again.</summary>
    Expired,

    /// <summary>It is ours and whole, and the key that sealed it was revoked since; ask again.</summary>
    Revoked,
}
