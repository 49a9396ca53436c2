using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NovaZones.Core.Claims;
using NovaZones.Core.Placement.Commit;
using NovaZones.Core.Placement.Pending;

namespace NovaZones.Core.Placement;

/// <summary>A request with who sent it.</summary>
/// <param name="Request">What is asked.</param>
/// <param name="Caller">Identity of the token or the person.</param>
/// <param name="IdempotencyKey">Retry key, 1 to 255 characters, or null.</param>
public sealed record PlacementCommand(PlacementRequest Request, string Caller, string? IdempotencyKey = null);

/// <summary>How a placement ended.</summary>
public abstract record PlacementOutcome
{
    private PlacementOutcome()
    {
    }

    /// <summary>At least the minimum is placed and durable.</summary>
    /// <param name="Answer">What is placed.</param>
    /// <param name="Json">The same as it is stored, and as it is given, also to a retry.</param>
    public sealed record Placed(PlacementAnswer Answer, string Json) : PlacementOutcome;

    /// <summary>A dry run; nothing is claimed.</summary>
    public sealed record Planned(PlacementAnswer Answer) : PlacementOutcome;

    /// <summary>Nothing is placed; the explanation says why.</summary>
    public sealed record NoValidHost(RefusalAnswer Answer) : PlacementOutcome;

    /// <summary>The plan of a dry run does not hold any more; nothing is placed.</summary>
    public sealed record PlanChanged(PlanChangedAnswer Answer) : PlacementOutcome;

    /// <summary>The plan is of no use: altered, expired, used or somebody else's.</summary>
    public sealed record PlanRefused(string Reason) : PlacementOutcome;

    /// <summary>The same caller used this retry key before: give the stored answer again, byte for byte.</summary>
    public sealed record Replayed(int Status, string Json) : PlacementOutcome;

    /// <summary>Stored durably, to be placed later.</summary>
    public sealed record Accepted(PendingAnswer Answer) : PlacementOutcome;

    /// <summary>As many requests are pending as the zone takes; nothing is stored.</summary>
    public sealed record TooManyPending(int Limit) : PlacementOutcome;

    /// <summary>The same caller used this retry key with another body.</summary>
    public sealed record KeyReused : PlacementOutcome;

    /// <summary>There is no such policy.</summary>
    public sealed record UnknownPolicy(string Policy) : PlacementOutcome;

    /// <summary>The request is wrong in a way that only this zone can tell.</summary>
    public sealed record Invalid(IReadOnlyList<Fault> Faults) : PlacementOutcome;
}

/// <summary>Body of the answer to a placement (DESIGN section 6). Serialised as it stands.</summary>
public sealed record PlacementAnswer
{
    /// <summary>The reservation.</summary>
    public required string ReservationId { get; init; }

    /// <summary>Placed or Partial; Planned for a dry run.</summary>
    public required string State { get; init; }

    /// <summary>Instances asked for.</summary>
    public required int Requested { get; init; }

    /// <summary>Instances placed.</summary>
    public required int Placed { get; init; }

    /// <summary>Where they are.</summary>
    public required ImmutableArray<PlacedInstance> Instances { get; init; }

    /// <summary>What each child said.</summary>
    public required ImmutableArray<ChildAnswer> Children { get; init; }

    /// <summary>Time from the request to the answer, in milliseconds.</summary>
    public required double ElapsedMs { get; init; }

    /// <summary>Where the explanation is; null for a dry run.</summary>
    public string? Explanation { get; init; }

    /// <summary>Of a dry run, of which nothing is kept: what the explanation's address gives otherwise.</summary>
    public PlacementExplanation? Explained { get; init; }

    /// <summary>Of a dry run: what to send to place exactly this. It can be used once, by the same caller.</summary>
    public string? Plan { get; init; }

    /// <summary>When the plan ends, UTC; null when there is none.</summary>
    public DateTimeOffset? PlanExpiresAt { get; init; }
}

/// <summary>One placed instance.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Zone">Zone path from the answering zone down; the answering zone's own name when it is there.</param>
/// <param name="Host">The host, or null when the zone keeps it to itself.</param>
/// <param name="Score">Score with which it was placed.</param>
/// <param name="Alternates">Other hosts that would do as well, best first; as many as were asked for and found.</param>
public sealed record PlacedInstance(
    Guid? Id,
    string Zone,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Host,
    double Score,
    ImmutableArray<AlternatePlace> Alternates);

/// <summary>Another host that an instance could go to.</summary>
/// <param name="Zone">Zone path from the answering zone down.</param>
/// <param name="Host">The host, or null when the zone keeps it to itself.</param>
/// <param name="Score">Score it has with everything else placed as planned.</param>
public sealed record AlternatePlace(
    string Zone,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Host,
    double Score);

/// <summary>What became of asking one child.</summary>
public sealed record ChildAnswer(
    string Zone,
    string Outcome,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Reason,
    double ElapsedMs)
{
    /// <summary>Number of children that the line tells of, when they are many; the explanation names them.</summary>
    public int? Count { get; init; }
}

/// <summary>Members that a refusal's problem document carries beside the standard ones.</summary>
public sealed record RefusalAnswer
{
    /// <summary>The record of the refusal.</summary>
    public required string ReservationId { get; init; }

    /// <summary>Cancelled or Expired for a request that ended so while it was pending; else null.</summary>
    public string? State { get; init; }

    /// <summary>Why, in one sentence.</summary>
    public required string Detail { get; init; }

    /// <summary>Instances asked for.</summary>
    public required int Requested { get; init; }

    /// <summary>Of a refusal for want of quota: whose it is, empty for requests without tenant; else null, like the members that follow.</summary>
    public string? Tenant { get; init; }

    /// <summary>The resource class whose limit stands in the way, or <c>instances</c>.</summary>
    public string? Class { get; init; }

    /// <summary>quota, lease or no-lease.</summary>
    public string? LimitedBy { get; init; }

    /// <summary>The limit.</summary>
    public long? Limit { get; init; }

    /// <summary>What the tenant holds.</summary>
    public long? Used { get; init; }

    /// <summary>What is lent to child zones.</summary>
    public long? Leased { get; init; }

    /// <summary>The least that would have been taken.</summary>
    public long? Asked { get; init; }

    /// <summary>Hosts looked at in this zone.</summary>
    public required int Considered { get; init; }

    /// <summary>What this zone's filters dropped.</summary>
    public required ImmutableArray<FilterExplanation> Filters { get; init; }

    /// <summary>The smallest changes that would have made it fit, over all zones that answered.</summary>
    public required ImmutableArray<RequestChange> Changes { get; init; }

    /// <summary>What each child said.</summary>
    public required ImmutableArray<ChildAnswer> Children { get; init; }

    /// <summary>Time from the request to the answer, in milliseconds.</summary>
    public required double ElapsedMs { get; init; }

    /// <summary>Where the explanation is; null for a dry run.</summary>
    public string? Explanation { get; init; }

    /// <summary>Of a dry run, of which nothing is kept: what the explanation's address gives otherwise.</summary>
    public PlacementExplanation? Explained { get; init; }
}
