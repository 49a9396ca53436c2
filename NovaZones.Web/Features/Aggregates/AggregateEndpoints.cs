using Microsoft.AspNetCore.Http.HttpResults;
using NovaZones.Core;
using NovaZones.Core.Fleet.Aggregates;
using NovaZones.Web.Composition;
using NovaZones.Web.Errors;

namespace NovaZones.Web.Features.Aggregates;

/// <summary>Aggregates and their rules over HTTP. Hosts join and leave in their reports.</summary>
internal static class AggregateEndpoints
{
    /// <summary>Maps <c>/api/v1/aggregates</c>.</summary>
    public static void MapAggregateEndpoints(this IEndpointRouteBuilder routes)
    {
        var aggregates = routes.MapGroup("/api/v1/aggregates").WithTags("Aggregates");
        aggregates.MapGet("", List).WithParameters("limit", "cursor", "sort", "q").RequireAuthorization(AccessPolicies.Read);
        aggregates.MapGet("{name}", Get).RequireAuthorization(AccessPolicies.Read);
        aggregates.MapPut("{name}", SaveAsync).RequireAuthorization(AccessPolicies.Operate);
        aggregates.MapDelete("{name}", RemoveAsync).RequireAuthorization(AccessPolicies.Operate);
    }

    internal static Results<Ok<AggregateListResponse>, ProblemHttpResult> List(
        AggregateBook book, string? limit = null, string? cursor = null, string? sort = null, string? q = null)
    {
        var faults = new List<Fault>();
        var take = ListParameters.ReadLimit(limit, faults);
        if (sort is not (null or "name"))
        {
            faults.Add(new Fault("sort", "must be name"));
        }

        if (faults.Count > 0)
        {
            return OutcomeResults.Invalid(faults);
        }

        var found = book.List()
            .Where(a => string.IsNullOrEmpty(q) || a.Aggregate.Name.Contains(q, StringComparison.OrdinalIgnoreCase))
            .Where(a => cursor is null || string.CompareOrdinal(a.Aggregate.Name, cursor) > 0)
            .Take(take + 1)
            .ToList();
        return TypedResults.Ok(new AggregateListResponse([.. found.Take(take).Select(AggregateResponse.From)], found.Count > take ? found[take - 1].Aggregate.Name : null));
    }

    internal static Results<Ok<AggregateResponse>, ProblemHttpResult> Get(string name, AggregateBook book) =>
        book.Find(name) is { } aggregate ? TypedResults.Ok(AggregateResponse.From(aggregate)) : NoSuchAggregate(name);

    internal static async Task<Results<Ok<AggregateResponse>, Created<AggregateResponse>, ProblemHttpResult>> SaveAsync(
        string name, RawJsonBody body, AggregateBook book, CancellationToken cancellationToken)
    {
        if (!body.TryGet(out var json, out var problem))
        {
            return problem;
        }

        if (AggregateParser.Read(name, json, out var faults) is not { } aggregate)
        {
            return OutcomeResults.Invalid(faults);
        }

        var isNew = await book.SaveAsync(aggregate, cancellationToken);
        var saved = AggregateResponse.From(book.Find(name) ?? new AggregateMembers(aggregate, 0));
        return isNew ? TypedResults.Created($"/api/v1/aggregates/{Uri.EscapeDataString(name)}", saved) : TypedResults.Ok(saved);
    }

    internal static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(string name, AggregateBook book, CancellationToken cancellationToken) =>
        await book.RemoveAsync(name, cancellationToken) ? TypedResults.NoContent() : NoSuchAggregate(name);

    private static ProblemHttpResult NoSuchAggregate(string name) => OutcomeResults.NotFound($"There is no aggregate {name} with rules.");
}
