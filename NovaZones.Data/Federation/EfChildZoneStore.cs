using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using NovaZones.Core.Audit;
using NovaZones.Core.Federation;
using NovaZones.Core.Replicas;
using NovaZones.Data.Audit;
using NovaZones.Data.Replicas;

namespace NovaZones.Data.Federation;

/// <summary>Keeps child zones in the zone's database, their credentials encrypted with the zone's key ring.</summary>
/// <remarks>
/// A credential that the key ring no longer opens is given as empty text and logged: the child then refuses us and shows as such,
/// and everything else goes on. Saving a child with an empty credential leaves the stored one as it is.
/// </remarks>
internal sealed partial class EfChildZoneStore(
    IDbContextFactory<ZoneDbContext> contexts, IDataProtectionProvider protection, ILogger<EfChildZoneStore> logger, ReplicaJournal? journal = null) : IChildZoneStore
{
    private readonly IDataProtector _protector = protection.CreateProtector("NovaZones.ChildZoneToken");

    public async Task<IReadOnlyList<ChildZone>> ListAsync(CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var entities = await db.Set<ChildZoneEntity>().AsNoTracking().OrderBy(child => child.Name).ToListAsync(cancellationToken).ConfigureAwait(false);
            return entities.ConvertAll(ToChild);
        }
    }

    public async Task<bool> TrySaveAsync(ChildZone child, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(child);
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            if (await IsNameTakenAsync(db, child, cancellationToken).ConfigureAwait(false))
            {
                return false;
            }

            var entity = await db.Set<ChildZoneEntity>().SingleOrDefaultAsync(c => c.Id == child.Id, cancellationToken).ConfigureAwait(false);
            var before = entity is null ? null : Told(entity, isTokenNew: false);
            if (entity is null)
            {
                entity = ToEntity(child);
                db.Add(entity);
            }
            else
            {
                Overwrite(entity, child);
            }

            var record = AuditDraft.Of(before is null ? AuditActs.ChildAdded : AuditActs.ChildChanged, $"child/{child.Name}", before, Told(entity, isTokenNew: child.Token.Length > 0));

            try
            {
                await journal.WriteAuditedAsync(
                    db,
                    FeedKind.Children,
                    async token =>
                    {
                        await db.SaveChangesAsync(acceptAllChangesOnSuccess: false, token).ConfigureAwait(false);
                        return record;
                    },
                    cancellationToken).ConfigureAwait(false);
                return true;
            }
            catch (DbUpdateException)
            {
                // Asked again, since another one may have taken the name in between; anything else is a fault.
                if (!await IsNameTakenAsync(db, child, cancellationToken).ConfigureAwait(false))
                {
                    throw;
                }

                return false;
            }
        }
    }

    public async Task RemoveAsync(Guid childZoneId, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            // The summary goes with it (foreign key).
            await journal.WriteAuditedAsync(
                db,
                FeedKind.Children,
                async token =>
                {
                    var entity = await db.Set<ChildZoneEntity>().AsNoTracking().SingleOrDefaultAsync(child => child.Id == childZoneId, token).ConfigureAwait(false);
                    var removed = await db.Set<ChildZoneEntity>().Where(child => child.Id == childZoneId).ExecuteDeleteAsync(token).ConfigureAwait(false);
                    return removed > 0 && entity is not null ? AuditDraft.Of(AuditActs.ChildRemoved, $"child/{entity.Name}", Told(entity, isTokenNew: false), null) : null;
                },
                cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task<IReadOnlyList<StoredSummary>> ListSummariesAsync(CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            return await db.Set<ChildSummaryEntity>()
                .OrderBy(summary => summary.ChildZoneId)
                .Select(summary => new StoredSummary(summary.ChildZoneId, summary.Json, summary.SeenAt))
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    /// <remarks>The summary of a child that was removed meanwhile is passed over.</remarks>
    public async Task SaveSummaryAsync(StoredSummary summary, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(summary);
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            if (await TryUpdateAsync(db, summary, cancellationToken).ConfigureAwait(false)
                || !await ExistsAsync(db, summary.ChildZoneId, cancellationToken).ConfigureAwait(false))
            {
                return;
            }

            db.Add(new ChildSummaryEntity { ChildZoneId = summary.ChildZoneId, Json = summary.Json, SeenAt = summary.SeenAt });
            try
            {
                await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (DbUpdateException)
            {
                // Another poll was first, or the child is gone after all; anything else is a fault.
                if (!await TryUpdateAsync(db, summary, cancellationToken).ConfigureAwait(false)
                    && await ExistsAsync(db, summary.ChildZoneId, cancellationToken).ConfigureAwait(false))
                {
                    throw;
                }
            }
        }
    }

    private static Task<bool> IsNameTakenAsync(ZoneDbContext db, ChildZone child, CancellationToken cancellationToken) =>
        db.Set<ChildZoneEntity>().AnyAsync(other => other.Name == child.Name && other.Id != child.Id, cancellationToken);

    private static Task<bool> ExistsAsync(ZoneDbContext db, Guid childZoneId, CancellationToken cancellationToken) =>
        db.Set<ChildZoneEntity>().AnyAsync(child => child.Id == childZoneId, cancellationToken);

    private static async Task<bool> TryUpdateAsync(ZoneDbContext db, StoredSummary summary, CancellationToken cancellationToken) =>
        await db.Set<ChildSummaryEntity>()
            .Where(stored => stored.ChildZoneId == summary.ChildZoneId)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.Json, summary.Json).SetProperty(s => s.SeenAt, summary.SeenAt), cancellationToken)
            .ConfigureAwait(false) > 0;

    private static object Told(ChildZoneEntity e, bool isTokenNew) =>
        new { e.Id, e.Name, e.ApiUrl, e.WeightOffset, e.WeightScale, e.Enabled, Token = isTokenNew ? "given" : null };

    private ChildZoneEntity ToEntity(ChildZone child) => new()
    {
        Id = child.Id,
        Name = child.Name,
        ApiUrl = child.ApiUrl.AbsoluteUri,
        ProtectedToken = _protector.Protect(child.Token),
        WeightOffset = child.WeightOffset,
        WeightScale = child.WeightScale,
        Enabled = child.Enabled,
        CreatedAt = child.CreatedAt,
    };

    private void Overwrite(ChildZoneEntity entity, ChildZone child)
    {
        entity.Name = child.Name;
        entity.ApiUrl = child.ApiUrl.AbsoluteUri;
        entity.WeightOffset = child.WeightOffset;
        entity.WeightScale = child.WeightScale;
        entity.Enabled = child.Enabled;
        if (child.Token.Length > 0)
        {
            entity.ProtectedToken = _protector.Protect(child.Token);
        }
    }

    private ChildZone ToChild(ChildZoneEntity entity) => new()
    {
        Id = entity.Id,
        Name = entity.Name,
        ApiUrl = new Uri(entity.ApiUrl),
        Token = Unprotect(entity),
        WeightOffset = entity.WeightOffset,
        WeightScale = entity.WeightScale,
        Enabled = entity.Enabled,
        CreatedAt = entity.CreatedAt,
    };

    private string Unprotect(ChildZoneEntity entity)
    {
        try
        {
            return _protector.Unprotect(entity.ProtectedToken);
        }
        catch (CryptographicException)
        {
            LogUnreadable(entity.Name);
            return "";
        }
    }

    [LoggerMessage(EventId = 2011, Level = LogLevel.Warning, Message = "The credential of child zone {ChildZone} cannot be opened with this zone's keys; enter it again.")]
    private partial void LogUnreadable(string childZone);
}
