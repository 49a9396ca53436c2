using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using NovaZones.Core;
using NovaZones.Core.Claims;
using NovaZones.Core.Federation;
using NovaZones.Core.Federation.Books;
using NovaZones.Core.Federation.Wire;
using NovaZones.Core.Zones;
using NovaZones.Web.Composition;
using NovaZones.Web.Errors;

namespace NovaZones.Web.Features.Zone;

/// <summary>This zone as others see it, and what its parents ask of it.</summary>
internal static class ZoneEndpoints
{
    private const int MaxDepth = 64;

    /// <summary>Maps <c>/api/v1/zone</c>.</summary>
    public static void MapZoneEndpoints(this IEndpointRouteBuilder routes)
    {
        var zone = routes.MapGroup("/api/v1/zone").WithTags("Zone");
        zone.MapGet("", GetZone).RequireAuthorization(AccessPolicies.ReadOrParent);
        zone.MapGet("tree", GetTree).RequireAuthorization(AccessPolicies.ReadOrParent);
        zone.MapPost("select", SelectAsync).RequireAuthorization(AccessPolicies.ZoneParent);
        zone.MapPost("claim", ClaimAsync).RequireAuthorization(AccessPolicies.ZoneParent);
        zone.MapPost("take", TakeAsync).RequireAuthorization(AccessPolicies.ZoneParent);
        zone.MapPost("release", ReleaseAsync).RequireAuthorization(AccessPolicies.ZoneParent);
        zone.MapPost("reconcile", ReconcileAsync).RequireAuthorization(AccessPolicies.ZoneParent);
    }

    internal static Ok<ZoneInfo> GetZone(ZoneOverview overview, ClaimsPrincipal user) => TypedResults.Ok(overview.Current() with
    {
        CallerScopes = user.HasClaim(claim => claim.Type == ZoneClaims.TokenId) ? [.. user.FindAll(ZoneClaims.Scope).Select(claim => claim.Value).Order(StringComparer.Ordinal)] : null,
    });

    internal static Results<Ok<ZoneNode>, ProblemHttpResult> GetTree(ZoneOverview overview, string? depth = null)
    {
        if (depth is null)
        {
            return TypedResults.Ok(overview.Tree());
        }

        return int.TryParse(depth, out var levels) && levels is >= 0 and <= MaxDepth
            ? TypedResults.Ok(overview.Tree(levels))
            : OutcomeResults.Invalid([new Fault("depth", $"must be a whole number from 0 to {MaxDepth}")]);
    }

    internal static async Task<Results<WireAnswer<SelectResponse>, ProblemHttpResult>> SelectAsync(
        WireBody<SelectBody> body, ParentSelectService parents, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (!body.TryGet(out var asked, out var problem))
        {
            return problem;
        }

        return await parents.SelectAsync(asked, user.Caller(), cancellationToken) switch
        {
            SelectOutcome.Offered(var response) => new WireAnswer<SelectResponse>(response),
            var refusal => Refusal(refusal),
        };
    }

    internal static async Task<Results<WireAnswer<ClaimResponse>, ProblemHttpResult>> ClaimAsync(
        WireBody<ClaimBody> body, ParentClaimService parents, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (!body.TryGet(out var asked, out var problem))
        {
            return problem;
        }

        return await parents.ClaimAsync(asked, user.Caller(), cancellationToken) switch
        {
            ClaimOutcome.Claimed(var response) => new WireAnswer<ClaimResponse>(response),
            var refusal => Refusal(refusal),
        };
    }

    internal static async Task<Results<WireAnswer<TakeResponse>, ProblemHttpResult>> TakeAsync(
        WireBody<TakeBody> body, ParentTakeService parents, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (!body.TryGet(out var asked, out var problem))
        {
            return problem;
        }

        return await parents.TakeAsync(asked, user.Caller(), cancellationToken) switch
        {
            TakeOutcome.Answered(var response) => new WireAnswer<TakeResponse>(response),
            TakeOutcome.NotAsked(var refusal) => Refusal(refusal),
            TakeOutcome.NotTaken(var refusal) => Refusal(refusal),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    internal static async Task<Results<Ok<ReleaseResponse>, ProblemHttpResult>> ReleaseAsync(
        WireBody<ReleaseBody> body, ReleaseService releases, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (!body.TryGet(out var asked, out var problem))
        {
            return problem;
        }

        return asked.Faults() is { Count: > 0 } faults
            ? OutcomeResults.Invalid(faults)
            : TypedResults.Ok(await releases.ReleaseForParentAsync(asked, user.Caller(), cancellationToken));
    }

    internal static async Task<Results<Ok<ReconcileResponse>, ProblemHttpResult>> ReconcileAsync(
        WireBody<ReconcileBody> body, HeldService held, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (!body.TryGet(out var asked, out var problem))
        {
            return problem;
        }

        return HeldService.Check(asked) is { Count: > 0 } faults
            ? OutcomeResults.Invalid(faults)
            : TypedResults.Ok(await held.TellAsync(asked, user.Caller(), cancellationToken));
    }

    private static ProblemHttpResult Refusal(SelectOutcome outcome) => outcome switch
    {
        SelectOutcome.Loop => OutcomeResults.Problem(StatusCodes.Status508LoopDetected, ProblemTypes.Loop, "The request came through this zone already."),
        SelectOutcome.Invalid(var faults) => OutcomeResults.Invalid(faults),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static ProblemHttpResult Refusal(ClaimOutcome outcome) => outcome switch
    {
        ClaimOutcome.PlanRefused(var reason) => OutcomeResults.Problem(StatusCodes.Status409Conflict, ProblemTypes.PlanRefused, "The plan cannot be claimed.", reason),
        ClaimOutcome.Invalid(var faults) => OutcomeResults.Invalid(faults),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
