using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using NovaZones.Core;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement;
using NovaZones.Web.Composition;
using NovaZones.Web.Errors;

namespace NovaZones.Web.Features.Hosts;

/// <summary>Hosts over HTTP: they report, people and programs read, operators switch.</summary>
internal static class HostEndpoints
{
    /// <summary>Maps <c>/api/v1/hosts</c>.</summary>
    public static void MapHostEndpoints(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v1/hosts:report", HostBatch.ReportAsync).WithTags("Hosts").RequireAuthorization(AccessPolicies.HostsReport).DisableRequestTimeout();
        var hosts = routes.MapGroup("/api/v1/hosts").WithTags("Hosts");
        hosts.MapGet("", List).WithParameters("limit", "cursor", "sort", "q").RequireAuthorization(AccessPolicies.Read);
        hosts.MapGet("{name}", Get).RequireAuthorization(AccessPolicies.Read);
        hosts.MapPut("{name}", ReportAsync).RequireAuthorization(AccessPolicies.HostsReport).OnlyOwnHost();
        hosts.MapPatch("{name}", PatchAsync).RequireAuthorization(AccessPolicies.HostsReport).OnlyOwnHost();
        hosts.MapPost("{name}/heartbeat", Beat).RequireAuthorization(AccessPolicies.HostsReport).OnlyOwnHost();
        hosts.MapDelete("{name}", RemoveAsync).RequireAuthorization(AccessPolicies.Operate);
        hosts.MapPost("{name}/disable", DisableAsync).RequireAuthorization(AccessPolicies.Operate);
        hosts.MapPost("{name}/enable", EnableAsync).RequireAuthorization(AccessPolicies.Operate);
    }

    internal static Results<Ok<HostListResponse>, ProblemHttpResult> List(
        FleetView view, IOptions<SchedulerOptions> scheduler, TimeProvider time, string? limit = null, string? cursor = null, string? sort = null, string? q = null)
    {
        var faults = new List<Fault>();
        if (HostListQuery.Read(limit, cursor, sort, q, faults) is not { } query)
        {
            return OutcomeResults.Invalid(faults);
        }

        var (hosts, next) = query.Run(view.Current);
        var now = time.GetUtcNow();
        return TypedResults.Ok(new HostListResponse([.. hosts.Select(h => HostResponse.From(h, now, scheduler.Value.StaleAfter))], next));
    }

    internal static Results<Ok<HostResponse>, ProblemHttpResult> Get(string name, FleetView view, IOptions<SchedulerOptions> scheduler, TimeProvider time) =>
        view.Current.Find(name) is { } host ? TypedResults.Ok(HostResponse.From(host, time.GetUtcNow(), scheduler.Value.StaleAfter)) : NoSuchHost(name);

    internal static async Task<Results<Created<HostResponse>, Ok<HostResponse>, ProblemHttpResult>> ReportAsync(
        string name, RawJsonBody body, HostService hosts, FleetView view, IOptions<SchedulerOptions> scheduler, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!body.TryGet(out var json, out var problem))
        {
            return problem;
        }

        if (!HostReportParser.TryParse(json, name, out var report, out var faults))
        {
            return OutcomeResults.Invalid(faults);
        }

        var created = await hosts.ReportAsync([report!], cancellationToken);
        if (view.Current.Find(name) is not { } host)
        {
            // Deleted by an operator in the same moment: the report was taken and is history.
            return NoSuchHost(name);
        }

        var response = HostResponse.From(host, time.GetUtcNow(), scheduler.Value.StaleAfter);
        return created[0] ? TypedResults.Created($"/api/v1/hosts/{Uri.EscapeDataString(name)}", response) : TypedResults.Ok(response);
    }

    internal static async Task<Results<Ok<HostResponse>, ProblemHttpResult>> PatchAsync(
        string name, RawJsonBody body, HostService hosts, IOptions<SchedulerOptions> scheduler, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!body.TryGet(out var patch, out var problem))
        {
            return problem;
        }

        return await hosts.PatchAsync(name, patch, cancellationToken) switch
        {
            HostPatchOutcome.Patched(var host) => TypedResults.Ok(HostResponse.From(host, time.GetUtcNow(), scheduler.Value.StaleAfter)),
            HostPatchOutcome.Invalid(var faults) => OutcomeResults.Invalid(faults),
            _ => NoSuchHost(name),
        };
    }

    internal static Results<NoContent, ProblemHttpResult> Beat(string name, HostService hosts) =>
        hosts.Beat(name) ? TypedResults.NoContent() : NoSuchHost(name);

    internal static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(
        string name, HostService hosts, CancellationToken cancellationToken, string? force = null)
    {
        if (force is not (null or "true" or "false"))
        {
            return OutcomeResults.Invalid([new Fault("force", "must be true or false")]);
        }

        return await hosts.RemoveAsync(name, force == "true", cancellationToken) switch
        {
            HostRemoveOutcome.Removed => TypedResults.NoContent(),
            HostRemoveOutcome.InUse => OutcomeResults.Problem(
                StatusCodes.Status409Conflict, ProblemTypes.HostInUse, "The host holds instances.", "Release them first, or delete with force=true to give them up."),
            _ => NoSuchHost(name),
        };
    }

    internal static async Task<Results<Ok<HostResponse>, ProblemHttpResult>> DisableAsync(
        string name, OptionalBody<AdminStateBody> body, HostService hosts, IOptions<SchedulerOptions> scheduler, TimeProvider time, CancellationToken cancellationToken) =>
        await SwitchAsync(name, AdminState.Disabled, body, hosts, scheduler, time, cancellationToken);

    internal static async Task<Results<Ok<HostResponse>, ProblemHttpResult>> EnableAsync(
        string name, OptionalBody<AdminStateBody> body, HostService hosts, IOptions<SchedulerOptions> scheduler, TimeProvider time, CancellationToken cancellationToken) =>
        await SwitchAsync(name, AdminState.Enabled, body, hosts, scheduler, time, cancellationToken);

    private static async Task<Results<Ok<HostResponse>, ProblemHttpResult>> SwitchAsync(
        string name, AdminState state, OptionalBody<AdminStateBody> body, HostService hosts, IOptions<SchedulerOptions> scheduler, TimeProvider time, CancellationToken cancellationToken)
    {
        if (body.Problem is { } problem)
        {
            return problem;
        }

        if (body.Value?.Reason is { Length: > 1000 })
        {
            return OutcomeResults.Invalid([new Fault("reason", "must have at most 1000 characters")]);
        }

        return await hosts.SetAdminStateAsync(name, state, body.Value?.Reason, cancellationToken) is { } host
            ? TypedResults.Ok(HostResponse.From(host, time.GetUtcNow(), scheduler.Value.StaleAfter))
            : NoSuchHost(name);
    }

    internal static ProblemHttpResult NoSuchHost(string name) => OutcomeResults.NotFound($"There is no host {name} in this zone.");
}
