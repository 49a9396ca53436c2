using Microsoft.AspNetCore.Http.HttpResults;
using NovaZones.Core.Operations;
using NovaZones.Web.Composition;
using NovaZones.Web.Errors;

namespace NovaZones.Web.Features.Books;

/// <summary>Whether the zone's books hold.</summary>
internal static class LedgerCheckEndpoints
{
    private const string Address = "/api/v1/zone/ledger-check";

    /// <summary>Maps <c>/api/v1/zone/ledger-check</c>: GET for the last result, POST to check now.</summary>
    public static void MapLedgerCheckEndpoints(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, GetLast).WithTags("Zone").RequireAuthorization(AccessPolicies.Admin);
        routes.MapPost(Address, RunAsync).WithTags("Zone").RequireAuthorization(AccessPolicies.Admin);
    }

    internal static Results<Ok<LedgerCheckResult>, ProblemHttpResult> GetLast(LedgerCheck check) => check.Last is { } last
        ? TypedResults.Ok(last)
        : OutcomeResults.NotFound("The books were not checked since the zone started; POST to the same address checks them.");

    internal static async Task<Ok<LedgerCheckResult>> RunAsync(LedgerCheck check, CancellationToken cancellationToken) =>
        TypedResults.Ok(await check.RunAsync(cancellationToken));
}
