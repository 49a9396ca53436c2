using Microsoft.EntityFrameworkCore;
using NovaZones.Core.Access;
using NovaZones.Core.Audit;
using NovaZones.Data.Audit;
using NovaZones.Data.Replicas;

namespace NovaZones.Data.Identity;

/// <summary>Keeps sessions that were left in the zone's database, so that no replica and no later start believes their cookies.</summary>
internal sealed class EfEndedSessionStore(IDbContextFactory<ZoneDbContext> contexts) : IEndedSessionStore
{
    // Twice as long as a cookie lives: an ended session's cookie is never renewed.
    private static readonly TimeSpan KeptFor = TimeSpan.FromHours(24);

    public async Task EndAsync(Guid session, AuditDraft? record, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            try
            {
                await db.InTransactionAsync(token => WriteAsync(db, session, record, token), cancellationToken).ConfigureAwait(false);
            }
            catch (DbUpdateException)
            {
                // Two tabs that leave at once: whoever came second finds it done.
                if (!await IsEndedAsync(session, cancellationToken).ConfigureAwait(false))
                {
                    throw;
                }
            }
        }
    }

    public async Task<bool> IsEndedAsync(Guid session, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            return await db.Set<EndedSessionEntity>().AnyAsync(ended => ended.Id == session, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task WriteAsync(ZoneDbContext db, Guid session, AuditDraft? record, CancellationToken cancellationToken)
    {
        db.ChangeTracker.Clear(); // what an attempt before this one left
        var now = AuditWriter.Now(db);
        var forgotten = now - KeptFor;
        await db.Set<EndedSessionEntity>().Where(ended => ended.EndedAt < forgotten).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        if (await db.Set<EndedSessionEntity>().AnyAsync(ended => ended.Id == session, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        db.Add(new EndedSessionEntity { Id = session, EndedAt = now });
        await db.SaveChangesAsync(acceptAllChangesOnSuccess: false, cancellationToken).ConfigureAwait(false);
        if (record is not null)
        {
            await AuditWriter.AppendAsync(db, record, cancellationToken).ConfigureAwait(false);
        }
    }
}
