using Microsoft.AspNetCore.Http.HttpResults;
using NovaZones.Core;
using NovaZones.Core.Fleet;
using NovaZones.Web.Components.Shared.Charts;
using NovaZones.Web.Composition;
using NovaZones.Web.Errors;

namespace NovaZones.Web.Features.Hosts;

/// <summary>A host over time.</summary>
internal static class HostHistoryEndpoints
{
    /// <summary>Maps <c>/api/v1/hosts/{name}/history</c>.</summary>
    public static void MapHostHistoryEndpoints(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/hosts/{name}/history", ReadAsync).WithTags("Hosts").WithParameters("range").RequireAuthorization(AccessPolicies.Read);

    internal static async Task<Results<Ok<HostHistoryResponse>, ProblemHttpResult>> ReadAsync(
        string name, FleetView fleet, HostHistoryReader reader, TimeProvider time, CancellationToken cancellationToken, string? range = null)
    {
        if (!TryFind(range, out var found, out var problem))
        {
            return problem;
        }

        return fleet.Current.Find(name) is { } host
            ? TypedResults.Ok(HostHistoryResponse.Of((await reader.ReadAsync(host, found, cancellationToken)).At(time.GetUtcNow(), host)))
            : HostEndpoints.NoSuchHost(name);
    }

    /// <summary>The span of that name, the normal one for none, or what is wrong with it.</summary>
    internal static bool TryFind(
        string? range, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out HistoryRange? found, [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        found = range is null ? HistoryRange.Normal(HistoryRange.OfHost) : HistoryRange.Find(HistoryRange.OfHost, range);
        problem = found is null ? OutcomeResults.Invalid([new Fault("range", $"must be one of {string.Join(", ", HistoryRange.OfHost.Select(each => each.Key))}")]) : null;
        return found is not null;
    }
}
