using Microsoft.AspNetCore.Http.HttpResults;
using NovaZones.Core.Federation.Wire;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Capacity;
using NovaZones.Web.Composition;
using NovaZones.Web.Errors;

namespace NovaZones.Web.Features.Capacity;

/// <summary>How many more would fit, for callers and for parents.</summary>
internal static class CapacityEndpoints
{
    /// <summary>Maps <c>/api/v1/capacity</c> and what parents ask of this zone.</summary>
    public static void MapCapacityEndpoints(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v1/capacity", CountAsync).WithTags("Placements").RequireAuthorization(AccessPolicies.Read);
        routes.MapPost("/api/v1/zone/capacity", CountForParentAsync).WithTags("Zone").RequireAuthorization(AccessPolicies.ZoneParent);
    }

    internal static async Task<Results<Ok<CapacityAnswer>, ProblemHttpResult>> CountAsync(
        RawJsonBody body, PlacementRequestParser parser, CapacityService capacity, CancellationToken cancellationToken)
    {
        if (!body.TryGet(out var json, out var problem))
        {
            return problem;
        }

        return parser.TryRead(json, out var request, out var faults)
            ? Answer(await capacity.CountAsync(request!, cancellationToken))
            : OutcomeResults.Invalid(faults);
    }

    internal static async Task<Results<Ok<CapacityAnswer>, ProblemHttpResult>> CountForParentAsync(
        WireBody<SelectBody> body, CapacityService capacity, CancellationToken cancellationToken) =>
        body.TryGet(out var asked, out var problem) ? Answer(await capacity.CountForParentAsync(asked, cancellationToken)) : problem;

    private static Results<Ok<CapacityAnswer>, ProblemHttpResult> Answer(CapacityOutcome outcome) => outcome switch
    {
        CapacityOutcome.Counted(var answer) => TypedResults.Ok(answer),
        CapacityOutcome.UnknownPolicy(var policy) => OutcomeResults.NotFound($"There is no policy {policy}.", [new Core.Fault("policy", $"there is no policy {policy}")]),
        CapacityOutcome.Invalid(var faults) => OutcomeResults.Invalid(faults),
        CapacityOutcome.Loop => OutcomeResults.Problem(StatusCodes.Status508LoopDetected, ProblemTypes.Loop, "The request came through this zone already."),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
