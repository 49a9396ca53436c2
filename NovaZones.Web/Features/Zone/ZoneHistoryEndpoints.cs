using Microsoft.AspNetCore.Http.HttpResults;
using NovaZones.Core;
using NovaZones.Web.Components.Shared.Charts;
using NovaZones.Web.Composition;
using NovaZones.Web.Errors;

namespace NovaZones.Web.Features.Zone;

/// <summary>The zone over time.</summary>
internal static class ZoneHistoryEndpoints
{
    /// <summary>Maps <c>/api/v1/zone/history</c>.</summary>
    public static void MapZoneHistoryEndpoints(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/zone/history", ReadAsync).WithTags("Zone").WithParameters("range").RequireAuthorization(AccessPolicies.Read);

    internal static async Task<Results<Ok<ZoneHistoryResponse>, ProblemHttpResult>> ReadAsync(ZoneHistoryReader reader, CancellationToken cancellationToken, string? range = null) =>
        TryFind(range, out var found, out var problem) ? TypedResults.Ok(ZoneHistoryResponse.Of(await reader.ReadAsync(found, cancellationToken))) : problem;

    /// <summary>The span of that name, the normal one for none, or what is wrong with it.</summary>
    internal static bool TryFind(
        string? range, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out HistoryRange? found, [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        found = range is null ? HistoryRange.Normal(HistoryRange.OfZone) : HistoryRange.Find(HistoryRange.OfZone, range);
        problem = found is null ? OutcomeResults.Invalid([new Fault("range", $"must be one of {string.Join(", ", HistoryRange.OfZone.Select(each => each.Key))}")]) : null;
        return found is not null;
    }
}
