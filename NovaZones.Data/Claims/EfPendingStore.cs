using Microsoft.EntityFrameworkCore;
using NovaZones.Core.Claims;
using NovaZones.Core.Placement.Pending;

namespace NovaZones.Data.Claims;

/// <summary>Finds the reservations that are still to be placed.</summary>
internal sealed class EfPendingStore(IDbContextFactory<ZoneDbContext> contexts) : IPendingStore
{
    public async Task<IReadOnlyList<Reservation>> ListPendingAsync(CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            // The states first: they have an index, which leaves the placed ones out, and few rows are in them.
            var entities = await db.Set<ReservationEntity>().AsNoTracking()
                .Where(r => r.State != ReservationState.Placed)
                .Where(r => (r.State == ReservationState.Pending || r.State == ReservationState.Waiting || r.State == ReservationState.Claiming) && r.PendingUntil != null)
                .OrderBy(r => r.CreatedAt).ThenBy(r => r.Id)
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
            return entities.ConvertAll(entity => entity.ToReservation());
        }
    }
}
