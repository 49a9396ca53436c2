using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NovaZones.Core.Audit;
using NovaZones.Core.Quotas;
using NovaZones.Core.Replicas;
using NovaZones.Data.Audit;
using NovaZones.Data.Replicas;

namespace NovaZones.Data.Quotas;

/// <summary>Keeps quotas and leases in the zone's database.</summary>
internal sealed class EfQuotaStore(IDbContextFactory<ZoneDbContext> contexts, ReplicaJournal? journal = null) : IQuotaStore
{
    public Task<IReadOnlyList<Quota>> ListAsync(CancellationToken cancellationToken) => ReadAsync<QuotaEntity, Quota>(
        e => new Quota { Tenant = e.Tenant, Limits = Read(e.Limits), GovernedByParent = e.GovernedByParent, LeasePercent = e.LeasePercent, ChangedAt = e.ChangedAt }, cancellationToken);

    public async Task SaveAsync(Quota quota, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(quota);
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            await journal.WriteAuditedAsync(
                db,
                FeedKind.Terms,
                async token =>
                {
                    var before = await ToldAsync(db, quota.Tenant, token).ConfigureAwait(false);
                    await PutAsync(
                        db,
                        [quota],
                        q => [q.Tenant],
                        q => new QuotaEntity { Tenant = q.Tenant, Limits = Write(q.Limits), GovernedByParent = q.GovernedByParent, LeasePercent = q.LeasePercent, ChangedAt = q.ChangedAt },
                        null,
                        token).ConfigureAwait(false);
                    return AuditDraft.Of(AuditActs.QuotaSaved, $"quota/{quota.Tenant}", before, new { quota.Limits, quota.GovernedByParent, quota.LeasePercent });
                },
                cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task RemoveAsync(string tenant, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            await journal.WriteAuditedAsync(
                db,
                FeedKind.Terms,
                async token =>
                {
                    var before = await ToldAsync(db, tenant, token).ConfigureAwait(false);
                    var removed = await db.Set<QuotaEntity>().Where(q => q.Tenant == tenant).ExecuteDeleteAsync(token).ConfigureAwait(false);
                    return removed > 0 ? AuditDraft.Of(AuditActs.QuotaRemoved, $"quota/{tenant}", before, null) : null;
                },
                cancellationToken).ConfigureAwait(false);
        }
    }

    public Task<IReadOnlyList<LeaseOut>> ListGrantedAsync(CancellationToken cancellationToken) => ReadAsync<GrantedLeaseEntity, LeaseOut>(
        e => new LeaseOut(e.ChildZoneId, e.Tenant, e.Sequence)
        {
            Offered = Read(e.Offered),
            Held = Read(e.Held),
            Reported = Read(e.Reported),
            EndsAt = e.EndsAt,
            ConfirmedAt = e.ConfirmedAt,
        },
        cancellationToken);

    public async Task RemoveGrantedAsync(Guid childZoneId, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            await journal.WriteOrTellAsync(
                db, FeedKind.Terms, token => db.Set<GrantedLeaseEntity>().Where(l => l.ChildZoneId == childZoneId).ExecuteDeleteAsync(token), cancellationToken).ConfigureAwait(false);
        }
    }

    public Task<IReadOnlyList<LeaseIn>> ListReceivedAsync(CancellationToken cancellationToken) => ReadAsync<ReceivedLeaseEntity, LeaseIn>(
        e => new LeaseIn(e.ParentZoneId, e.Tenant, e.Sequence, Read(e.Allowed), e.EndsAt, e.Caller), cancellationToken);

    public Task SaveReceivedAsync(IReadOnlyCollection<LeaseIn> leases, CancellationToken cancellationToken) => PutAsync(
        leases,
        l => [l.ParentZoneId, l.Tenant],
        l => new ReceivedLeaseEntity { ParentZoneId = l.ParentZoneId, Tenant = l.Tenant, Sequence = l.Sequence, Allowed = Write(l.Allowed), EndsAt = l.EndsAt, Caller = l.Caller },
        cancellationToken,
        isNewer: (stored, l) => stored.Sequence > l.Sequence);

    private static async Task<object?> ToldAsync(ZoneDbContext db, string tenant, CancellationToken cancellationToken) =>
        await db.Set<QuotaEntity>().AsNoTracking().SingleOrDefaultAsync(q => q.Tenant == tenant, cancellationToken).ConfigureAwait(false) is { } entity
            ? new { Limits = Read(entity.Limits), entity.GovernedByParent, entity.LeasePercent }
            : null;

    private async Task<IReadOnlyList<T>> ReadAsync<TEntity, T>(Func<TEntity, T> map, CancellationToken cancellationToken)
        where TEntity : class
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var entities = await db.Set<TEntity>().AsNoTracking().ToListAsync(cancellationToken).ConfigureAwait(false);
            return entities.ConvertAll(e => map(e));
        }
    }

    /// <summary>Adds or overwrites in one transaction. One service writes each kind of row, one after another.</summary>
    private async Task PutAsync<TEntity, T>(IReadOnlyCollection<T> values, Func<T, object[]> keyOf, Func<T, TEntity> map, CancellationToken cancellationToken, Func<TEntity, T, bool>? isNewer = null)
        where TEntity : class
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            await journal.WriteOrTellAsync(db, FeedKind.Terms, token => PutAsync(db, values, keyOf, map, isNewer, token), cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task PutAsync<TEntity, T>(
        ZoneDbContext db, IReadOnlyCollection<T> values, Func<T, object[]> keyOf, Func<T, TEntity> map, Func<TEntity, T, bool>? isNewer, CancellationToken cancellationToken)
        where TEntity : class
    {
        foreach (var value in values)
        {
            if (await db.Set<TEntity>().FindAsync(keyOf(value), cancellationToken).ConfigureAwait(false) is { } known)
            {
                if (isNewer?.Invoke(known, value) is not true)
                {
                    db.Entry(known).CurrentValues.SetValues(map(value));
                }
            }
            else
            {
                db.Add(map(value));
            }
        }

        await db.SaveChangesAsync(acceptAllChangesOnSuccess: false, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Amounts as they stand in a column.</summary>
    internal static string Write(ImmutableSortedDictionary<string, long> amounts) => JsonSerializer.Serialize(amounts);

    private static ImmutableSortedDictionary<string, long> Read(string json) =>
        JsonSerializer.Deserialize<Dictionary<string, long>>(json)!.ToImmutableSortedDictionary(StringComparer.Ordinal);
}
