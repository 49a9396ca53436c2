using Microsoft.AspNetCore.Http.HttpResults;
using NovaZones.Core;
using NovaZones.Core.Federation;
using NovaZones.Web.Composition;
using NovaZones.Web.Errors;

namespace NovaZones.Web.Features.ChildZones;

/// <summary>Child zones over HTTP.</summary>
internal static class ChildZoneEndpoints
{
    /// <summary>Maps <c>/api/v1/zones</c>.</summary>
    public static void MapChildZoneEndpoints(this IEndpointRouteBuilder routes)
    {
        var zones = routes.MapGroup("/api/v1/zones").WithTags("Child zones");
        zones.MapGet("", List).WithParameters("limit", "cursor", "sort", "q").RequireAuthorization(AccessPolicies.Read);
        zones.MapGet("{id}", Get).RequireAuthorization(AccessPolicies.Read);
        zones.MapPost("", AddAsync).RequireAuthorization(AccessPolicies.Operate);
        zones.MapPut("{id}", UpdateAsync).RequireAuthorization(AccessPolicies.Operate);
        zones.MapDelete("{id}", RemoveAsync).RequireAuthorization(AccessPolicies.Operate);
        zones.MapPost("{id}/test", TestAsync).RequireAuthorization(AccessPolicies.Operate);
    }

    internal static Results<Ok<ChildZoneListResponse>, ProblemHttpResult> List(
        ChildZoneRegistry registry, string? limit = null, string? cursor = null, string? sort = null, string? q = null)
    {
        var faults = new List<Fault>();
        var take = ListParameters.ReadLimit(limit, faults);
        if (sort is not (null or "name" or "-name"))
        {
            faults.Add(new Fault("sort", "must be name or -name"));
        }

        if (faults.Count > 0)
        {
            return OutcomeResults.Invalid(faults);
        }

        var descending = sort == "-name";
        var matching = registry.All
            .Where(s => string.IsNullOrEmpty(q) || s.Child.Name.Contains(q, StringComparison.OrdinalIgnoreCase))
            .Where(s => cursor is null || (descending ? string.CompareOrdinal(s.Child.Name, cursor) < 0 : string.CompareOrdinal(s.Child.Name, cursor) > 0));
        var ordered = descending ? matching.OrderByDescending(s => s.Child.Name, StringComparer.Ordinal) : matching.OrderBy(s => s.Child.Name, StringComparer.Ordinal);
        var page = ordered.Take(take + 1).ToList();
        var next = page.Count > take ? page[take - 1].Child.Name : null;
        return TypedResults.Ok(new ChildZoneListResponse([.. page.Take(take).Select(state => ChildZoneResponse.From(state, registry))], next));
    }

    internal static Results<Ok<ChildZoneResponse>, ProblemHttpResult> Get(string id, ChildZoneRegistry registry) =>
        Find(id, registry) is { } state ? TypedResults.Ok(ChildZoneResponse.From(state, registry)) : NoSuchZone(id);

    internal static async Task<Results<Created<ChildZoneResponse>, ProblemHttpResult>> AddAsync(
        JsonBody<ChildZoneBody> body, ChildZoneService zones, ChildZoneRegistry registry, CancellationToken cancellationToken)
    {
        if (!body.TryGet(out var asked, out var problem))
        {
            return problem;
        }

        return await zones.AddAsync(asked.ToDraft(), cancellationToken) switch
        {
            ChildZoneOutcome.Saved(var child) => TypedResults.Created($"/api/v1/zones/{child.Id}", ChildZoneResponse.From(registry.Find(child.Id)!, registry)),
            ChildZoneOutcome.Invalid(var faults) => OutcomeResults.Invalid(faults),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    internal static async Task<Results<Ok<ChildZoneResponse>, ProblemHttpResult>> UpdateAsync(
        string id, JsonBody<ChildZoneBody> body, ChildZoneService zones, ChildZoneRegistry registry, CancellationToken cancellationToken)
    {
        if (!body.TryGet(out var asked, out var problem))
        {
            return problem;
        }

        if (Find(id, registry) is not { } state)
        {
            return NoSuchZone(id);
        }

        return await zones.UpdateAsync(state.Child.Id, asked.ToDraft(), cancellationToken) switch
        {
            ChildZoneOutcome.Saved(var child) => TypedResults.Ok(ChildZoneResponse.From(registry.Find(child.Id)!, registry)),
            ChildZoneOutcome.Invalid(var faults) => OutcomeResults.Invalid(faults),
            _ => NoSuchZone(id),
        };
    }

    internal static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(
        string id, ChildZoneService zones, ChildZoneRegistry registry, CancellationToken cancellationToken, string? force = null)
    {
        if (force is not (null or "true" or "false"))
        {
            return OutcomeResults.Invalid([new Fault("force", "must be true or false")]);
        }

        if (Find(id, registry) is not { } state)
        {
            return NoSuchZone(id);
        }

        return await zones.RemoveAsync(state.Child.Id, force == "true", cancellationToken) switch
        {
            ChildZoneOutcome.Removed => TypedResults.NoContent(),
            ChildZoneOutcome.InUse(var instances) => OutcomeResults.Problem(
                StatusCodes.Status409Conflict, ProblemTypes.ChildZoneInUse, "The child zone holds instances.",
                $"It holds {instances}. Release them first, or delete with force=true to give them up."),
            _ => NoSuchZone(id),
        };
    }

    internal static async Task<Results<Ok<ChildTestResult>, ProblemHttpResult>> TestAsync(
        string id, ChildZoneService zones, ChildZoneRegistry registry, CancellationToken cancellationToken) =>
        Find(id, registry) is { } state && await zones.TestAsync(state.Child.Id, cancellationToken) is { } result ? TypedResults.Ok(result) : NoSuchZone(id);

    private static ChildState? Find(string id, ChildZoneRegistry registry) => Guid.TryParse(id, out var guid) ? registry.Find(guid) : registry.Find(id);

    private static ProblemHttpResult NoSuchZone(string id) => OutcomeResults.NotFound($"There is no child zone {id}.", [new Fault("id", $"there is no child zone {id}")]);
}
