using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using NovaZones.Core;
using NovaZones.Core.Trials.Drift;
using NovaZones.Web.Composition;
using NovaZones.Web.Errors;

namespace NovaZones.Web.Features.Drift;

/// <summary>Placed instances that would not be placed there now.</summary>
internal static class DriftEndpoints
{
    private const int UsualLimit = 100;

    /// <summary>Maps <c>/api/v1/drift</c>.</summary>
    public static void MapDriftEndpoints(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/drift", LookAsync).WithTags("Zone").WithParameters("limit", "cursor", "gain").RequireAuthorization(AccessPolicies.Operate);

    internal static async Task<Results<Ok<DriftAnswer>, ProblemHttpResult>> LookAsync(
        DriftService drift, CancellationToken cancellationToken, string? limit = null, string? cursor = null, string? gain = null)
    {
        var faults = new List<Fault>();
        var take = limit is null ? UsualLimit : ListParameters.ReadLimit(limit, faults);
        var least = DriftService.UsualGain;
        if (gain is not null && (!double.TryParse(gain, NumberStyles.Float, CultureInfo.InvariantCulture, out least) || !double.IsFinite(least) || least < 0))
        {
            faults.Add(new Fault("gain", "must be a number of 0 or more"));
        }

        if (faults.Count > 0)
        {
            return OutcomeResults.Invalid(faults);
        }

        try
        {
            return TypedResults.Ok(await drift.LookAsync(least, Math.Min(take, DriftService.MostReservations), cursor, cancellationToken));
        }
        catch (ArgumentException ex) when (ex.ParamName == "cursor")
        {
            return OutcomeResults.Invalid([new Fault("cursor", "is not one that this list handed out")]);
        }
    }
}
