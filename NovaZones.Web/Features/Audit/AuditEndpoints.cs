using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using NovaZones.Core;
using NovaZones.Core.Audit;
using NovaZones.Web.Composition;
using NovaZones.Web.Errors;
using NovaZones.Web.Features.Exports;

namespace NovaZones.Web.Features.Audit;

/// <summary>The audit log over HTTP, for administrators.</summary>
internal static class AuditEndpoints
{
    /// <summary>Maps <c>/api/v1/audit</c> and its downloads.</summary>
    public static void MapAuditEndpoints(this IEndpointRouteBuilder routes)
    {
        var audit = routes.MapGroup("/api/v1/audit").WithTags("Audit").RequireAuthorization(AccessPolicies.Admin);
        audit.MapGet("", ListAsync).WithParameters("limit", "cursor", "act", "actor", "q", "from", "to", "outcome");
        audit.MapGet("verification", GetLast);
        audit.MapPost("verification", VerifyAsync);
        foreach (var format in Enum.GetValues<ExportFormat>())
        {
            routes.MapGet(
                    $"/export/audit.{format.ToString().ToLowerInvariant()}",
                    (IAuditStore store, string? act = null, string? actor = null, string? q = null, string? from = null, string? to = null, string? outcome = null) =>
                        Export(format, store, act, actor, q, from, to, outcome))
                .WithParameters("act", "actor", "q", "from", "to", "outcome").RequireAuthorization(AccessPolicies.Admin).ExcludeFromDescription();
        }
    }

    internal static async Task<Results<Ok<AuditListResponse>, ProblemHttpResult>> ListAsync(
        IAuditStore store, CancellationToken cancellationToken, string? limit = null, string? cursor = null, string? act = null, string? actor = null, string? q = null,
        string? from = null, string? to = null, string? outcome = null)
    {
        var faults = new List<Fault>();
        var take = ListParameters.ReadLimit(limit, faults);
        var filter = AuditQuery.Read(take + 1, cursor, act, actor, q, from, to, outcome, faults);
        if (faults.Count > 0)
        {
            return OutcomeResults.Invalid(faults);
        }

        var found = await store.ListAsync(filter, cancellationToken);
        return TypedResults.Ok(new AuditListResponse(
            [.. found.Take(take).Select(AuditRecordResponse.From)],
            found.Count > take ? found[take - 1].Sequence.ToString(CultureInfo.InvariantCulture) : null));
    }

    internal static Results<Ok<AuditVerification>, ProblemHttpResult> GetLast(AuditLog log) => log.Last is { } last
        ? TypedResults.Ok(last)
        : OutcomeResults.NotFound("The audit log was not checked since the zone started; POST to the same address checks it.");

    internal static async Task<Results<Ok<AuditVerification>, ProblemHttpResult>> VerifyAsync(OptionalBody<VerifyAuditBody> body, AuditLog log, CancellationToken cancellationToken)
    {
        if (body.Problem is not null)
        {
            return body.Problem;
        }

        AuditHead? expected = null;
        if (body.Value?.Expect is { } text && (expected = AuditHead.Parse(text)) is null)
        {
            return OutcomeResults.Invalid([new Fault("expect", "must be a number, a colon and 64 hexadecimal digits, as a check tells the end of the chain")]);
        }

        return TypedResults.Ok(await log.VerifyAsync(expected, cancellationToken));
    }

    internal static IResult Export(ExportFormat format, IAuditStore store, string? act, string? actor, string? q, string? from, string? to, string? outcome)
    {
        var faults = new List<Fault>();
        var filter = AuditQuery.Read(AuditExport.PageSize, null, act, actor, q, from, to, outcome, faults);
        return faults.Count > 0
            ? OutcomeResults.Invalid(faults)
            : new Download<AuditEntry>("audit", format, AuditExport.Columns, AuditExport.RowsAsync(store, filter), AuditExport.MaxRows);
    }
}
