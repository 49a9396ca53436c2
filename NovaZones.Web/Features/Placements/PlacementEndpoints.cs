using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using NovaZones.Core;
using NovaZones.Core.Claims;
using NovaZones.Core.Federation;
using NovaZones.Core.Federation.Books;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Commit;
using NovaZones.Core.Placement.Compare;
using NovaZones.Core.Placement.Pending;
using NovaZones.Web.Composition;
using NovaZones.Web.Errors;

namespace NovaZones.Web.Features.Placements;

/// <summary>Placements over HTTP: place, read, explain, release.</summary>
internal static class PlacementEndpoints
{
    /// <summary>Longest wait for zones below that are asked how an instance is.</summary>
    public static readonly TimeSpan LocateTimeout = TimeSpan.FromSeconds(2);

    private const int MaxKeyLength = 255;

    /// <summary>Maps <c>/api/v1/placements</c>.</summary>
    public static void MapPlacementEndpoints(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v1/placements:compare", CompareAsync).WithTags("Placements").RequireAuthorization(AccessPolicies.Read);
        var placements = routes.MapGroup("/api/v1/placements").WithTags("Placements");
        placements.MapPost("", PlaceAsync).RequireAuthorization(AccessPolicies.PlacementsWrite);
        placements.MapGet("", ListAsync).WithParameters("limit", "cursor", "sort", "q", "state").RequireAuthorization(AccessPolicies.Read);
        placements.MapGet("{id}", GetAsync).RequireAuthorization(AccessPolicies.Read);
        placements.MapGet("{id}/explanation", ExplainAsync).RequireAuthorization(AccessPolicies.Read);
        placements.MapDelete("{id}", ReleaseAsync).RequireAuthorization(AccessPolicies.PlacementsWrite);
    }

    internal static async Task<IResult> PlaceAsync(
        RawJsonBody body,
        [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey,
        PlacementRequestParser parser,
        PendingPlacementService placements,
        PlanCommitService commits,
        ClaimsPrincipal user,
        HttpContext http,
        CancellationToken cancellationToken)
    {
        if (!body.TryGet(out var json, out var problem))
        {
            return problem;
        }

        if (idempotencyKey is { Length: 0 or > MaxKeyLength })
        {
            return OutcomeResults.Invalid([new Fault("Idempotency-Key", $"must have 1 to {MaxKeyLength} characters")]);
        }

        if (PlanCommitBody.Is(json))
        {
            return PlanCommitBody.Read(json, out var plan) is { Count: > 0 } wrong
                ? OutcomeResults.Invalid(wrong)
                : Answer(await commits.CommitAsync(plan, user.Caller(), idempotencyKey, cancellationToken), http);
        }

        var respondAsync = RespondAsync.IsPreferred(http.Request.Headers["Prefer"]);
        if (!parser.TryRead(json, out var request, out var faults, isLater: respondAsync))
        {
            return OutcomeResults.Invalid(faults);
        }

        if (respondAsync && !request!.DryRun)
        {
            http.Response.Headers["Preference-Applied"] = RespondAsync.Preference;
        }

        return Answer(await placements.SubmitAsync(new PlacementCommand(request!, user.Caller(), idempotencyKey), respondAsync, cancellationToken), http);
    }

    private static IResult Answer(PlacementOutcome outcome, HttpContext http) =>
        outcome switch
        {
            PlacementOutcome.Placed(var answer, var json) => Placed(json, answer.ReservationId, http),
            PlacementOutcome.Planned(var answer) => Results.Text(JsonSerializer.Serialize(answer, WireJson.Options), "application/json"),
            PlacementOutcome.NoValidHost(var refusal) => Refused(JsonSerializer.Serialize(refusal, WireJson.Options)),
            PlacementOutcome.Replayed(StatusCodes.Status201Created, var stored) => Placed(stored, ReservationOf(stored), http),
            PlacementOutcome.Replayed(_, var stored) => Refused(stored),
            PlacementOutcome.Accepted(var pending) => Accepted(pending, http),
            PlacementOutcome.TooManyPending(var limit) => TooManyPending(limit, http),
            PlacementOutcome.PlanChanged(var changed) => Refused(JsonSerializer.Serialize(changed, WireJson.Options)),
            PlacementOutcome.PlanRefused(var reason) => OutcomeResults.Problem(
                StatusCodes.Status409Conflict, ProblemTypes.PlanRefused, "The plan is of no use.", $"Nothing is placed: {reason}."),
            PlacementOutcome.KeyReused => OutcomeResults.Problem(
                StatusCodes.Status422UnprocessableEntity, ProblemTypes.IdempotencyKeyReused, "The Idempotency-Key was used with another body.",
                "Send the first body again, or use a new key."),
            PlacementOutcome.UnknownPolicy(var policy) => OutcomeResults.NotFound(
                $"There is no policy {policy}.", [new Fault("policy", $"there is no policy {policy}")]),
            PlacementOutcome.Invalid(var wrong) => OutcomeResults.Invalid(wrong),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    internal static async Task<IResult> CompareAsync(
        RawJsonBody body, PlacementRequestParser parser, ComparisonService comparisons, CancellationToken cancellationToken)
    {
        if (!body.TryGet(out var json, out var problem))
        {
            return problem;
        }

        if (!ComparisonRequestParser.TryRead(json, parser, out var request, out var hosts, out var faults))
        {
            return OutcomeResults.Invalid(faults);
        }

        return await comparisons.CompareAsync(request!, hosts, cancellationToken) switch
        {
            ComparisonOutcome.Compared(var answer) => Results.Text(JsonSerializer.Serialize(answer, WireJson.Options), "application/json"),
            ComparisonOutcome.UnknownPolicy(var policy) => OutcomeResults.NotFound(
                $"There is no policy {policy}.", [new Fault("request.policy", $"there is no policy {policy}")]),
            ComparisonOutcome.Invalid(var wrong) => OutcomeResults.Invalid(wrong),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    internal static async Task<Results<Ok<ReservationListResponse>, ProblemHttpResult>> ListAsync(
        IReservationStore reservations, PendingBook pending, CancellationToken cancellationToken,
        string? limit = null, string? cursor = null, string? sort = null, string? q = null, string? state = null)
    {
        var faults = new List<Fault>();
        var take = ListParameters.ReadLimit(limit, faults);
        if (sort is not (null or "-createdAt"))
        {
            faults.Add(new Fault("sort", "must be -createdAt, newest first"));
        }

        ReservationState? wanted = null;
        if (state is not null)
        {
            if (Enum.TryParse<ReservationState>(state, ignoreCase: true, out var parsed) && Enum.IsDefined(parsed) && !char.IsAsciiDigit(state[0]))
            {
                wanted = parsed;
            }
            else
            {
                faults.Add(new Fault("state", $"must be one of {string.Join(", ", Enum.GetNames<ReservationState>())}"));
            }
        }

        if (faults.Count > 0)
        {
            return OutcomeResults.Invalid(faults);
        }

        try
        {
            var page = await reservations.ListAsync(new ReservationFilter(Math.Min(take, 500), cursor, wanted, q), cancellationToken);
            var waiting = pending.StatusOf([.. page.Items.Where(r => r.IsPending).Select(r => r.Id)]);
            return TypedResults.Ok(new ReservationListResponse([.. page.Items.Select(r => ReservationResponse.From(r, null, waiting.GetValueOrDefault(r.Id)))], page.NextCursor));
        }
        catch (ArgumentException ex) when (ex.ParamName == "cursor")
        {
            return OutcomeResults.Invalid([new Fault("cursor", "is not one that this list handed out")]);
        }
    }

    internal static async Task<Results<Ok<ReservationResponse>, ProblemHttpResult>> GetAsync(
        string id, IReservationStore reservations, PendingBook pending, InstanceLocator locator, CancellationToken cancellationToken)
    {
        if (await reservations.FindAsync(id, cancellationToken) is not { } reservation)
        {
            return NoSuchPlacement(id);
        }

        var instances = await locator.LocateAsync(await reservations.ListInstancesAsync(id, cancellationToken), LocateTimeout, cancellationToken);
        return TypedResults.Ok(ReservationResponse.From(reservation, instances, reservation.IsPending ? pending.StatusOf(id) : null));
    }

    internal static async Task<IResult> ExplainAsync(string id, IReservationStore reservations, CancellationToken cancellationToken) =>
        await reservations.FindExplanationAsync(id, cancellationToken) is { } json ? Results.Text(json, "application/json") : NoSuchPlacement(id);

    internal static async Task<Results<NoContent, Accepted<ReleasePendingResponse>, ProblemHttpResult>> ReleaseAsync(
        string id, PendingPlacementService pending, ReleaseService releases, CancellationToken cancellationToken) =>
        (await pending.CancelAsync(id) ?? await releases.ReleaseReservationAsync(id, cancellationToken)) switch
        {
            ReleaseOutcome.Released => TypedResults.NoContent(),
            ReleaseOutcome.Pending => TypedResults.Accepted(
                $"/api/v1/placements/{id}",
                new ReleasePendingResponse(nameof(ReservationState.Releasing), "A child zone is away; what it holds is given back when it returns.")),
            _ => NoSuchPlacement(id),
        };

    private static IResult Placed(string json, string reservationId, HttpContext http)
    {
        http.Response.Headers.Location = $"/api/v1/placements/{reservationId}";
        return Results.Text(json, "application/json", statusCode: StatusCodes.Status201Created);
    }

    private static string ReservationOf(string json)
    {
        using var answer = JsonDocument.Parse(json);
        return answer.RootElement.GetProperty("reservationId").GetString()!;
    }

    private static IResult Accepted(PendingAnswer answer, HttpContext http)
    {
        http.Response.Headers.Location = $"/api/v1/placements/{answer.ReservationId}";
        return Results.Text(JsonSerializer.Serialize(answer, WireJson.Options), "application/json", statusCode: StatusCodes.Status202Accepted);
    }

    private static ProblemHttpResult TooManyPending(int limit, HttpContext http)
    {
        http.Response.Headers.RetryAfter = "30";
        return OutcomeResults.Problem(
            StatusCodes.Status503ServiceUnavailable,
            ProblemTypes.TooManyPending,
            "Too many placements are pending.",
            $"This zone keeps at most {limit} pending placements (Limits:MaxPending). Nothing is stored; ask again later, or without waiting.");
    }

    /// <summary>A problem document whose members beside the standard ones are those of the stored refusal.</summary>
    private static ProblemHttpResult Refused(string json)
    {
        var members = JsonNode.Parse(json)!.AsObject();
        var detail = members["detail"]!.GetValue<string>();
        members.Remove("detail");
        var (type, title) = members.ContainsKey("changed") ? (ProblemTypes.PlanChanged, "The plan does not hold any more.")
            : members.ContainsKey("limitedBy") ? (ProblemTypes.QuotaExceeded, "The tenant's quota is exceeded.")
            : members["state"]?.GetValue<string>() switch
            {
                nameof(ReservationState.Cancelled) => (ProblemTypes.PlacementCancelled, "The placement was cancelled."),
                nameof(ReservationState.Expired) => (ProblemTypes.PlacementExpired, "The placement's deadline passed."),
                _ => (ProblemTypes.NoValidHost, "No valid host was found."),
            };
        return OutcomeResults.Problem(
            StatusCodes.Status409Conflict,
            type,
            title,
            detail,
            members.ToDictionary(m => m.Key, m => (object?)m.Value?.DeepClone(), StringComparer.Ordinal));
    }

    private static ProblemHttpResult NoSuchPlacement(string id) => OutcomeResults.NotFound($"There is no placement {id}.");
}
