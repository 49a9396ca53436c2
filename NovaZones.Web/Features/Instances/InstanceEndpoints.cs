using Microsoft.AspNetCore.Http.HttpResults;
using NovaZones.Core.Claims;
using NovaZones.Core.Federation.Books;
using NovaZones.Web.Composition;
using NovaZones.Web.Errors;
using NovaZones.Web.Features.Placements;

namespace NovaZones.Web.Features.Instances;

/// <summary>Single instances over HTTP.</summary>
internal static class InstanceEndpoints
{
    /// <summary>Maps <c>/api/v1/instances</c>.</summary>
    public static void MapInstanceEndpoints(this IEndpointRouteBuilder routes)
    {
        var instances = routes.MapGroup("/api/v1/instances").WithTags("Instances");
        instances.MapGet("{id}", GetAsync).RequireAuthorization(AccessPolicies.Read);
        instances.MapDelete("{id}", ReleaseAsync).RequireAuthorization(AccessPolicies.PlacementsWrite);
    }

    internal static async Task<Results<Ok<InstanceResponse>, ProblemHttpResult>> GetAsync(
        string id, IReservationStore reservations, InstanceLocator locator, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(id, out var instanceId) || await reservations.FindInstanceAsync(instanceId, cancellationToken) is not { } instance)
        {
            return NoSuchInstance(id);
        }

        // What this zone recorded is what was promised; how it is now, only the zone that holds it can say.
        var located = await locator.LocateAsync([instance], PlacementEndpoints.LocateTimeout, cancellationToken);
        return TypedResults.Ok(InstanceResponse.From(located[0]));
    }

    internal static async Task<Results<NoContent, Accepted<ReleasePendingResponse>, ProblemHttpResult>> ReleaseAsync(
        string id, ReleaseService releases, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(id, out var instanceId))
        {
            return NoSuchInstance(id);
        }

        return await releases.ReleaseInstanceAsync(instanceId, cancellationToken) switch
        {
            ReleaseOutcome.Released => TypedResults.NoContent(),
            ReleaseOutcome.Pending => TypedResults.Accepted(
                $"/api/v1/instances/{id}", new ReleasePendingResponse("Releasing", "Its zone is away; it is given back when the zone returns.")),
            _ => NoSuchInstance(id),
        };
    }

    private static ProblemHttpResult NoSuchInstance(string id) => OutcomeResults.NotFound($"There is no instance {id}.");
}
