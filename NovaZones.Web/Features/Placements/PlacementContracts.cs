using System.Text.Json;
using NovaZones.Core.Claims;
using NovaZones.Core.Federation.Books;
using NovaZones.Core.Placement.Pending;

namespace NovaZones.Web.Features.Placements;

/// <summary>A reservation as it is now.</summary>
public sealed record ReservationResponse
{
    /// <summary>The reservation.</summary>
    public required string ReservationId { get; init; }

    /// <summary>Name given by the request, or null.</summary>
    public string? Name { get; init; }

    /// <summary>Whose it is, or null.</summary>
    public string? Tenant { get; init; }

    /// <summary>Placed, Partial, Refused, Releasing, Released, Claiming while children are being asked; of one answered later also Pending, Waiting, Cancelled, Expired.</summary>
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

    /// <summary>When the last instance was given back, UTC, or null.</summary>
    public DateTimeOffset? ReleasedAt { get; init; }

    /// <summary>Instances that are there now; left out in lists.</summary>
    public IReadOnlyList<InstanceResponse>? Instances { get; init; }

    /// <summary>What was asked; left out in lists.</summary>
    public JsonElement? Request { get; init; }

    /// <summary>Of a request answered later: when it ends unplaced, UTC; else null.</summary>
    public DateTimeOffset? DeadlineAt { get; init; }

    /// <summary>While it is pending: its place among all pending requests in order of arrival, from 1; else null.</summary>
    public int? Position { get; init; }

    /// <summary>While it is pending: times it was planned since the zone started; else null.</summary>
    public int? Attempts { get; init; }

    /// <summary>While it is pending: later requests that fitted and were placed ahead of it since the zone started; else null.</summary>
    public int? Overtaken { get; init; }

    /// <summary>While it waits: what it lacks, in words; a change of one of these has it tried again. Else null.</summary>
    public IReadOnlyList<string>? Lacks { get; init; }

    /// <summary>Where the explanation is.</summary>
    public required string Explanation { get; init; }

    /// <summary>A reservation with its instances, or without them for a list, and with its place in the queue when it is in it.</summary>
    public static ReservationResponse From(Reservation reservation, IReadOnlyList<LocatedInstance>? instances, PendingStatus? pending = null)
    {
        ArgumentNullException.ThrowIfNull(reservation);
        return new ReservationResponse
        {
            ReservationId = reservation.Id,
            Name = reservation.Name,
            Tenant = reservation.Tenant,
            State = reservation.State.ToString(),
            Requested = reservation.Requested,
            Placed = reservation.Placed,
            Policy = reservation.Policy,
            Reason = reservation.Reason,
            CreatedAt = reservation.CreatedAt,
            ReleasedAt = reservation.ReleasedAt,
            DeadlineAt = reservation.PendingUntil,
            Position = pending?.Position,
            Attempts = pending?.Attempts,
            Overtaken = pending?.Overtaken,
            Lacks = pending?.Lacks,
            Instances = instances is null ? null : [.. instances.Select(InstanceResponse.From)],
            Request = instances is null || reservation.RequestJson.Length == 0 ? null : JsonSerializer.Deserialize<JsonElement>(reservation.RequestJson),
            Explanation = $"/api/v1/placements/{reservation.Id}/explanation",
        };
    }
}

/// <summary>An instance in an answer.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="ReservationId">The request that made it.</param>
/// <param name="Zone">Zone path from this zone down.</param>
/// <param name="Host">The host, or null when its zone keeps it to itself.</param>
/// <param name="State">Placed, Releasing, Claiming; Unknown when its zone cannot be reached; Lost when its zone answers and does not hold it.</param>
/// <param name="Score">Score with which it was placed.</param>
/// <param name="CreatedAt">When, UTC.</param>
public sealed record InstanceResponse(Guid Id, string ReservationId, string Zone, string? Host, string State, double Score, DateTimeOffset CreatedAt)
{
    /// <summary>Why it is Lost or Unknown, or what keeps it from being given back; else null.</summary>
    public string? Reason { get; init; }

    /// <summary>An instance as it is now.</summary>
    public static InstanceResponse From(LocatedInstance located)
    {
        ArgumentNullException.ThrowIfNull(located);
        return From(located.Instance) with { State = located.State, Zone = located.ZonePath, Host = located.HostName, Reason = located.Reason };
    }

    /// <summary>An instance as the zone's own records have it.</summary>
    public static InstanceResponse From(Instance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        return new InstanceResponse(
            instance.Id, instance.ReservationId, instance.ZonePath, instance.HostName, instance.State.ToString(), instance.Score, instance.CreatedAt);
    }
}

/// <summary>A page of reservations.</summary>
public sealed record ReservationListResponse(IReadOnlyList<ReservationResponse> Items, string? NextCursor);

/// <summary>Answer to a release that a child zone has yet to confirm.</summary>
public sealed record ReleasePendingResponse(string State, string Detail);
