using System.Text.Json;

namespace NovaZones.Client.Models;

/// <summary>What became of a placement request that the zone understood.</summary>
public abstract record Placement
{
    private Placement()
    {
    }

    /// <summary>Placed, in whole or in part; or planned, for a dry run.</summary>
    public sealed record Placed(PlacementAnswer Answer) : Placement;

    /// <summary>Taken on, to be answered later: ask for the reservation.</summary>
    public sealed record Accepted(string ReservationId, string State) : Placement;

    /// <summary>Nothing fits, or the tenant's quota is used up.</summary>
    public sealed record Refused(Refusal Refusal) : Placement;
}

/// <summary>A placement.</summary>
public sealed record PlacementAnswer
{
    /// <summary>The reservation that holds it.</summary>
    public required string ReservationId { get; init; }

    /// <summary>Placed, Partial, or Planned for a dry run.</summary>
    public required string State { get; init; }

    /// <summary>Instances asked for.</summary>
    public required int Requested { get; init; }

    /// <summary>Instances placed.</summary>
    public required int Placed { get; init; }

    /// <summary>The instances.</summary>
    public IReadOnlyList<PlacedInstance> Instances { get; init; } = [];

    /// <summary>What each child said.</summary>
    public IReadOnlyList<ChildAnswer> Children { get; init; } = [];

    /// <summary>Time to the answer in milliseconds.</summary>
    public double ElapsedMs { get; init; }

    /// <summary>Of a dry run: the plan; placing <c>{"plan": …}</c> commits exactly this.</summary>
    public string? Plan { get; init; }

    /// <summary>When the plan ends, UTC.</summary>
    public DateTimeOffset? PlanExpiresAt { get; init; }
}

/// <summary>An instance in an answer.</summary>
/// <param name="Id">Its identity; null in a dry run.</param>
/// <param name="Zone">Zone path from the zone that was asked down.</param>
/// <param name="Host">The host; null when its zone keeps it to itself.</param>
/// <param name="Score">Score with which it was placed.</param>
public sealed record PlacedInstance(Guid? Id, string Zone, string? Host, double Score);

/// <summary>What a child zone said to a request.</summary>
/// <param name="Zone">Its name; <c>*</c> for a line that tells of many.</param>
/// <param name="Outcome">Answered, Skipped, TimedOut, Failed or Open.</param>
/// <param name="Reason">Why it did not answer, or null.</param>
/// <param name="ElapsedMs">Time until its answer in milliseconds.</param>
public sealed record ChildAnswer(string Zone, string Outcome, string? Reason, double ElapsedMs);

/// <summary>Why nothing was placed.</summary>
public sealed record Refusal
{
    /// <summary>Names the kind: ends in <c>no-valid-host</c> or <c>quota-exceeded</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The kind in words.</summary>
    public string? Title { get; init; }

    /// <summary>What happened, in one sentence.</summary>
    public string? Detail { get; init; }

    /// <summary>The record of it; null for a dry run.</summary>
    public string? ReservationId { get; init; }

    /// <summary>Hosts looked at.</summary>
    public int Considered { get; init; }

    /// <summary>Hosts dropped, filter by filter.</summary>
    public IReadOnlyList<FilterLine> Filters { get; init; } = [];

    /// <summary>The smallest changes that would have made it fit.</summary>
    public IReadOnlyList<SmallestChange> Changes { get; init; } = [];
}

/// <summary>What one filter did.</summary>
/// <param name="Filter">Its name.</param>
/// <param name="Dropped">Hosts that it was the first to reject.</param>
/// <param name="WouldDrop">Hosts that it would reject if it were the only one.</param>
/// <param name="Reasons">The same by reason, most first.</param>
public sealed record FilterLine(string Filter, int Dropped, int WouldDrop, IReadOnlyList<ReasonLine>? Reasons);

/// <summary>Hosts that a filter rejected for one reason.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Hosts">How many.</param>
public sealed record ReasonLine(string Reason, int Hosts);

/// <summary>A change that would have made a request fit.</summary>
/// <param name="Text">The change in words.</param>
/// <param name="Hosts">Hosts that would then pass.</param>
/// <param name="Change">A JSON merge patch of the request; null when the request cannot help.</param>
public sealed record SmallestChange(string Text, int Hosts, string? Change);

/// <summary>A reservation as it is now.</summary>
public sealed record Reservation
{
    /// <summary>Its identity.</summary>
    public required string ReservationId { get; init; }

    /// <summary>Name given by the request, or null.</summary>
    public string? Name { get; init; }

    /// <summary>Whose it is, or null.</summary>
    public string? Tenant { get; init; }

    /// <summary>Placed, Partial, Refused, Releasing, Released, Claiming, Pending, Waiting, Cancelled or Expired.</summary>
    public required string State { get; init; }

    /// <summary>Instances asked for.</summary>
    public required int Requested { get; init; }

    /// <summary>Instances placed when it was answered.</summary>
    public required int Placed { get; init; }

    /// <summary>Policy that decided.</summary>
    public required string Policy { get; init; }

    /// <summary>Main reason of a refusal, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>When it was asked, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Instances that are there now; null in lists.</summary>
    public IReadOnlyList<Instance>? Instances { get; init; }

    /// <summary>What was asked; null in lists.</summary>
    public JsonElement? Request { get; init; }

    /// <summary>While it waits: its place in the queue, from 1; else null.</summary>
    public int? Position { get; init; }

    /// <summary>While it waits: what it lacks; else null.</summary>
    public IReadOnlyList<string>? Lacks { get; init; }
}

/// <summary>An instance.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="ReservationId">The request that made it.</param>
/// <param name="Zone">Zone path from the zone that was asked down.</param>
/// <param name="Host">The host; null when its zone keeps it to itself.</param>
/// <param name="State">Placed, Releasing, Claiming, Unknown or Lost.</param>
/// <param name="Score">Score with which it was placed.</param>
public sealed record Instance(Guid Id, string ReservationId, string Zone, string? Host, string State, double Score);
