using Microsoft.EntityFrameworkCore;
using NovaZones.Core.Federation;
using NovaZones.Core.Federation.History;

namespace NovaZones.Data.Federation;

/// <summary>Keeps changes of children's states in the zone's database; they go with the child's row (foreign key).</summary>
internal sealed class EfChildEventStore(IDbContextFactory<ZoneDbContext> contexts) : IChildEventStore
{
    public async Task AppendAsync(ChildEvent change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var ofChild = db.Set<ChildEventEntity>().Where(e => e.ChildZoneId == change.ChildZoneId);
            var newest = await ofChild.OrderByDescending(e => e.At).ThenByDescending(e => e.Id).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
            if (newest is not null && (newest.At >= change.At || newest.Health == change.Health.ToString()))
            {
                return;
            }

            db.Add(new ChildEventEntity { Id = Guid.CreateVersion7(), ChildZoneId = change.ChildZoneId, At = change.At, Health = change.Health.ToString(), Reason = change.Reason });
            try
            {
                await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (DbUpdateException)
            {
                // The child is gone; anything else is a fault.
                if (await db.Set<ChildZoneEntity>().AnyAsync(child => child.Id == change.ChildZoneId, cancellationToken).ConfigureAwait(false))
                {
                    throw;
                }

                return;
            }

            var beyond = await ofChild.OrderByDescending(e => e.At).Skip(IChildEventStore.MostPerChild).Select(e => (DateTimeOffset?)e.At).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
            if (beyond is { } oldest)
            {
                await ofChild.Where(e => e.At <= oldest).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public async Task<IReadOnlyList<ChildEvent>> ListAsync(Guid childZoneId, int limit, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var rows = await db.Set<ChildEventEntity>().AsNoTracking().Where(e => e.ChildZoneId == childZoneId)
                .OrderByDescending(e => e.At).ThenByDescending(e => e.Id).Take(limit).ToListAsync(cancellationToken).ConfigureAwait(false);
            return rows.ConvertAll(ToEvent);
        }
    }

    public async Task<IReadOnlyList<ChildEvent>> ListLatestAsync(CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var all = db.Set<ChildEventEntity>().AsNoTracking();
            var rows = await all.Where(e => !all.Any(later => later.ChildZoneId == e.ChildZoneId && later.At > e.At)).ToListAsync(cancellationToken).ConfigureAwait(false);
            return [.. rows.GroupBy(e => e.ChildZoneId).Select(child => ToEvent(child.MaxBy(e => e.Id)!))];
        }
    }

    private static ChildEvent ToEvent(ChildEventEntity e) => new(e.ChildZoneId, e.At, Enum.Parse<ChildHealth>(e.Health), e.Reason);
}
