using Microsoft.EntityFrameworkCore;
using NovaZones.Core.Zones;

namespace NovaZones.Data.Operations;

/// <summary>Keeps the zone's identity in its database, so that a restored copy is still the same zone.</summary>
internal sealed class EfZoneIdentityStore(IDbContextFactory<ZoneDbContext> contexts) : IZoneIdentityStore
{
    public async Task<Guid> GetOrCreateAsync(CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            if (await FindAsync(db, cancellationToken).ConfigureAwait(false) is { } known)
            {
                return known;
            }

            var made = Guid.CreateVersion7();
            db.Add(new ZoneIdentityEntity { Id = ZoneIdentityEntity.OnlyId, ZoneId = made });
            try
            {
                await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
                return made;
            }
            catch (DbUpdateException)
            {
                // Two that start at once: the row of the first counts. No row is a fault.
                if (await FindAsync(db, cancellationToken).ConfigureAwait(false) is { } first)
                {
                    return first;
                }

                throw;
            }
        }
    }

    private static Task<Guid?> FindAsync(ZoneDbContext db, CancellationToken cancellationToken) =>
        db.Set<ZoneIdentityEntity>()
            .Where(identity => identity.Id == ZoneIdentityEntity.OnlyId)
            .Select(identity => (Guid?)identity.ZoneId)
            .SingleOrDefaultAsync(cancellationToken);
}
