using System.Runtime.CompilerServices;
using NovaZones.Core.Claims;
using NovaZones.Core.Placement.Pending;

namespace NovaZones.Web.Features.Exports;

/// <summary>The list of placements as a download: the columns, the order and the choice of the page.</summary>
internal static class PlacementExport
{
    /// <summary>Most placements in one download.</summary>
    public const int MaxRows = 10_000;

    private const int PageSize = 500;

    /// <summary>The columns.</summary>
    public static IReadOnlyList<ExportColumn<(Reservation Reservation, PendingStatus? Pending)>> Columns { get; } =
    [
        new("reservationId", r => r.Reservation.Id),
        new("name", r => r.Reservation.Name),
        new("tenant", r => r.Reservation.Tenant),
        new("state", r => r.Reservation.State.ToString()),
        new("position", r => r.Pending?.Position),
        new("placed", r => r.Reservation.Placed),
        new("requested", r => r.Reservation.Requested),
        new("reason", r => r.Reservation.Reason),
        new("caller", r => r.Reservation.Caller),
        new("policy", r => r.Reservation.Policy),
        new("createdAt", r => r.Reservation.CreatedAt),
    ];

    /// <summary>Newest first, a page of the database at a time.</summary>
    public static async IAsyncEnumerable<(Reservation Reservation, PendingStatus? Pending)> RowsAsync(
        IReservationStore reservations, PendingBook pending, ReservationState? state, string? text, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        string? cursor = null;
        do
        {
            var page = await reservations.ListAsync(new ReservationFilter(PageSize, cursor, state, text), cancellationToken);
            var waiting = pending.StatusOf([.. page.Items.Where(r => r.IsPending).Select(r => r.Id)]);
            foreach (var reservation in page.Items)
            {
                yield return (reservation, waiting.GetValueOrDefault(reservation.Id));
            }

            cursor = page.NextCursor;
        }
        while (cursor is not null);
    }
}
