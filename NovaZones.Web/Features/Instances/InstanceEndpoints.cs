using Microsoft.AspNetCore.Http.HttpResults;
using NovaZones.Core.Claims;
using NovaZones.Core.Federation;
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
        string id, IReservationStore reservations, ChildZoneRegistry children, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(id, out var instanceId) || await reservations.FindInstanceAsync(instanceId, cancellationToken) is not { } instance)
        {
            return NoSuchInstance(id);
        }

        // What this zone recorded is still what was promised; whether it is so now, only a child that answers can say.
        var away = instance.ChildZoneId is { } child && children.Find(child)?.Health is not ChildHealth.Online;
        var response = InstanceResponse.From(instance);
        return TypedResults.Ok(away ? response with { State = "Unknown" } : response);
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
