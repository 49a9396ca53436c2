using Microsoft.AspNetCore.Http.HttpResults;
using NovaZones.Core;
using NovaZones.Core.Federation;
using NovaZones.Core.Quotas;
using NovaZones.Web.Composition;
using NovaZones.Web.Errors;

namespace NovaZones.Web.Features.Quotas;

/// <summary>Quotas over HTTP, with what tenants hold.</summary>
internal static class QuotaEndpoints
{
    /// <summary>Maps <c>/api/v1/quotas</c>.</summary>
    public static void MapQuotaEndpoints(this IEndpointRouteBuilder routes)
    {
        var quotas = routes.MapGroup("/api/v1/quotas").WithTags("Quotas");
        quotas.MapGet("", List).RequireAuthorization(AccessPolicies.Read);
        quotas.MapGet("{tenant}", Get).RequireAuthorization(AccessPolicies.Read);
        quotas.MapPut("{tenant}", SaveAsync).RequireAuthorization(AccessPolicies.Admin);
        quotas.MapDelete("{tenant}", RemoveAsync).RequireAuthorization(AccessPolicies.Admin);
    }

    internal static Results<Ok<QuotaListResponse>, ProblemHttpResult> List(
        QuotaService quotas, ChildZoneRegistry children, TimeProvider time, string? limit = null, string? cursor = null, string? sort = null, string? q = null)
    {
        var faults = new List<Fault>();
        var take = ListParameters.ReadLimit(limit, faults);
        if (sort is not (null or "tenant"))
        {
            faults.Add(new Fault("sort", "must be tenant"));
        }

        if (faults.Count > 0)
        {
            return OutcomeResults.Invalid(faults);
        }

        var found = quotas.List()
            .Where(s => string.IsNullOrEmpty(q) || s.Tenant.Contains(q, StringComparison.OrdinalIgnoreCase))
            .Where(s => cursor is null || string.CompareOrdinal(s.Tenant, cursor) > 0)
            .Take(take + 1)
            .ToList();
        return TypedResults.Ok(new QuotaListResponse(
            [.. found.Take(take).Select(s => QuotaResponse.From(s, children, time.GetUtcNow()))],
            found.Count > take ? found[take - 1].Tenant : null));
    }

    internal static Results<Ok<QuotaResponse>, ProblemHttpResult> Get(string tenant, QuotaService quotas, ChildZoneRegistry children, TimeProvider time) =>
        quotas.Find(tenant) is { } status
            ? TypedResults.Ok(QuotaResponse.From(status, children, time.GetUtcNow()))
            : OutcomeResults.NotFound($"There is no quota for tenant {tenant}, no default, and it holds nothing.");

    internal static async Task<Results<Ok<QuotaResponse>, Created<QuotaResponse>, ProblemHttpResult>> SaveAsync(
        string tenant, RawJsonBody body, QuotaService quotas, ChildZoneRegistry children, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!body.TryGet(out var json, out var problem))
        {
            return problem;
        }

        if (QuotaParser.Read(tenant, json, out var faults) is not { } quota)
        {
            return OutcomeResults.Invalid(faults);
        }

        var isNew = await quotas.SaveAsync(quota, cancellationToken);
        var saved = QuotaResponse.From(quotas.Find(tenant)!, children, time.GetUtcNow());
        return isNew ? TypedResults.Created($"/api/v1/quotas/{Uri.EscapeDataString(tenant)}", saved) : TypedResults.Ok(saved);
    }

    internal static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(string tenant, QuotaService quotas, CancellationToken cancellationToken) =>
        await quotas.RemoveAsync(tenant, cancellationToken) ? TypedResults.NoContent() : OutcomeResults.NotFound($"There is no quota for tenant {tenant}.");
}
