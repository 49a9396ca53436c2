using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using NovaZones.Core;
using NovaZones.Core.Federation.Wire;
using NovaZones.Core.Quotas;
using NovaZones.Web.Composition;
using NovaZones.Web.Errors;

namespace NovaZones.Web.Features.Quotas;

/// <summary>Leases of quotas, between zones only.</summary>
internal static class LeaseEndpoints
{
    /// <summary>Maps <c>/api/v1/zone/leases</c>.</summary>
    public static void MapLeaseEndpoints(this IEndpointRouteBuilder routes)
    {
        var leases = routes.MapGroup("/api/v1/zone/leases").WithTags("Zone").RequireAuthorization(AccessPolicies.ZoneParent);
        leases.MapGet("", List);
        leases.MapPost("", ApplyAsync);
    }

    internal static Results<Ok<LeaseListResponse>, ProblemHttpResult> List(LeaseReceiver leases, string? parent = null, string? after = null)
    {
        var faults = new List<Fault>();
        if (!Guid.TryParse(parent, out var parentZoneId))
        {
            faults.Add(new Fault("parent", "must be the identity of the zone that asks"));
        }

        if (after?.Length > QuotaParser.LongestTenant)
        {
            faults.Add(new Fault("after", $"must have at most {QuotaParser.LongestTenant} characters"));
        }

        return faults.Count > 0 ? OutcomeResults.Invalid(faults) : TypedResults.Ok(leases.List(parentZoneId, after));
    }

    internal static async Task<Results<Ok<LeaseResponse>, ProblemHttpResult>> ApplyAsync(
        WireBody<LeaseBody> body, LeaseReceiver leases, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (!body.TryGet(out var offers, out var problem))
        {
            return problem;
        }

        var (answer, faults) = await leases.ApplyAsync(offers, user.Caller(), cancellationToken);
        return answer is null ? OutcomeResults.Invalid(faults) : TypedResults.Ok(answer);
    }
}
