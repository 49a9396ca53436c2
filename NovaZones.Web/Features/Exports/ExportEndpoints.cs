using Microsoft.Extensions.Options;
using NovaZones.Core;
using NovaZones.Core.Claims;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Pending;
using NovaZones.Web.Composition;
using NovaZones.Web.Errors;
using NovaZones.Web.Features.Hosts;
using NovaZones.Web.Features.Placements;
using NovaZones.Web.Features.Zone;

namespace NovaZones.Web.Features.Exports;

/// <summary>What the lists of the console show, as files. The parameters are those of the pages.</summary>
internal static class ExportEndpoints
{
    /// <summary>Maps <c>/export</c>.</summary>
    public static void MapExportEndpoints(this IEndpointRouteBuilder routes)
    {
        foreach (var format in Enum.GetValues<ExportFormat>())
        {
            var ending = format.ToString().ToLowerInvariant();
            routes.MapGet($"/export/hosts.{ending}", (FleetView view, IOptions<SchedulerOptions> scheduler, TimeProvider time, string? q = null, string? state = null, string? sort = null) =>
                    Hosts(format, view, scheduler, time, q, state, sort))
                .WithParameters("q", "state", "sort").RequireAuthorization(AccessPolicies.Read).ExcludeFromDescription();
            routes.MapGet($"/export/placements.{ending}", (IReservationStore reservations, PendingBook pending, string? q = null, string? state = null) =>
                    Placements(format, reservations, pending, q, state))
                .WithParameters("q", "state").RequireAuthorization(AccessPolicies.Read).ExcludeFromDescription();
            routes.MapGet($"/export/zone-history.{ending}", (ZoneHistoryReader reader, CancellationToken cancellationToken, string? range = null) =>
                    ZoneHistoryAsync(format, reader, range, cancellationToken))
                .WithParameters("range").RequireAuthorization(AccessPolicies.Read).ExcludeFromDescription();
            routes.MapGet($"/export/host-history.{ending}", (FleetView view, HostHistoryReader reader, TimeProvider time, CancellationToken cancellationToken, string? host = null, string? range = null) =>
                    HostHistoryAsync(format, view, reader, time, host, range, cancellationToken))
                .WithParameters("host", "range").RequireAuthorization(AccessPolicies.Read).ExcludeFromDescription();
        }
    }

    internal static IResult Hosts(ExportFormat format, FleetView view, IOptions<SchedulerOptions> scheduler, TimeProvider time, string? q, string? state, string? sort)
    {
        var (now, staleAfter) = (time.GetUtcNow(), scheduler.Value.StaleAfter);
        var table = HostExport.Read(view.Current, q, state, sort, now, staleAfter);
        return table.Faults.Count > 0
            ? OutcomeResults.Invalid([.. table.Faults.Select(f => new Fault("q", f.Field.Length > 0 ? $"{f.Field}: {f.Message}" : f.Message))])
            : new Download<Host>("hosts", format, HostExport.Columns(now, staleAfter), table.Hosts.ToAsyncEnumerable(), HostExport.MaxRows);
    }

    internal static async Task<IResult> ZoneHistoryAsync(ExportFormat format, ZoneHistoryReader reader, string? range, CancellationToken cancellationToken) =>
        ZoneHistoryEndpoints.TryFind(range, out var found, out var problem) ? ZoneHistoryExport.Of(await reader.ReadAsync(found, cancellationToken), format) : problem;

    internal static async Task<IResult> HostHistoryAsync(
        ExportFormat format, FleetView view, HostHistoryReader reader, TimeProvider time, string? host, string? range, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(host))
        {
            return OutcomeResults.Invalid([new Fault("host", "is required: the name of a host")]);
        }

        if (!HostHistoryEndpoints.TryFind(range, out var found, out var problem))
        {
            return problem;
        }

        return view.Current.Find(host) is { } known
            ? HostHistoryExport.Of((await reader.ReadAsync(known, found, cancellationToken)).At(time.GetUtcNow(), known), format)
            : HostEndpoints.NoSuchHost(host);
    }

    internal static IResult Placements(ExportFormat format, IReservationStore reservations, PendingBook pending, string? q, string? state) =>
        new Download<(Reservation, PendingStatus?)>(
            "placements",
            format,
            PlacementExport.Columns,
            PlacementExport.RowsAsync(reservations, pending, PlacementsPage.StateOf(state), string.IsNullOrWhiteSpace(q) ? null : q),
            PlacementExport.MaxRows);
}
