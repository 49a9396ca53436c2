using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NovaZones.Core.Audit;
using NovaZones.Core.Fleet.Aggregates;
using NovaZones.Core.Replicas;
using NovaZones.Data.Audit;
using NovaZones.Data.Replicas;

namespace NovaZones.Data.Fleet;

/// <summary>Keeps the rules of aggregates in the zone's database.</summary>
internal sealed class EfAggregateStore(IDbContextFactory<ZoneDbContext> contexts, ReplicaJournal? journal = null) : IAggregateStore
{
    public async Task<IReadOnlyList<Aggregate>> ListAsync(CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var entities = await db.Set<AggregateEntity>().AsNoTracking().OrderBy(a => a.Name).ToListAsync(cancellationToken).ConfigureAwait(false);
            return entities.ConvertAll(e => new Aggregate { Name = e.Name, RequiredTraits = Read(e.RequiredTraits), Tenants = Read(e.Tenants), ChangedAt = e.ChangedAt });
        }
    }

    public async Task SaveAsync(Aggregate aggregate, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(aggregate);
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            await journal.WriteAuditedAsync(db, FeedKind.Aggregates, token => SaveAsync(db, aggregate, token), cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task RemoveAsync(string name, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            await journal.WriteAuditedAsync(
                db,
                FeedKind.Aggregates,
                async token =>
                {
                    var before = await ToldAsync(db, name, token).ConfigureAwait(false);
                    var removed = await db.Set<AggregateEntity>().Where(a => a.Name == name).ExecuteDeleteAsync(token).ConfigureAwait(false);
                    return removed > 0 ? AuditDraft.Of(AuditActs.AggregateRemoved, $"aggregate/{name}", before, null) : null;
                },
                cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<AuditDraft?> SaveAsync(ZoneDbContext db, Aggregate aggregate, CancellationToken cancellationToken)
    {
        var before = await ToldAsync(db, aggregate.Name, cancellationToken).ConfigureAwait(false);
        await PutAsync(db, aggregate, cancellationToken).ConfigureAwait(false);
        return AuditDraft.Of(AuditActs.AggregateSaved, $"aggregate/{aggregate.Name}", before, new { aggregate.RequiredTraits, aggregate.Tenants });
    }

    private static async Task<object?> ToldAsync(ZoneDbContext db, string name, CancellationToken cancellationToken) =>
        await db.Set<AggregateEntity>().AsNoTracking().SingleOrDefaultAsync(a => a.Name == name, cancellationToken).ConfigureAwait(false) is { } entity
            ? new { RequiredTraits = Read(entity.RequiredTraits), Tenants = Read(entity.Tenants) }
            : null;

    private static async Task PutAsync(ZoneDbContext db, Aggregate aggregate, CancellationToken cancellationToken)
    {
        if (await TryUpdateAsync(db, aggregate, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        db.Add(new AggregateEntity { Name = aggregate.Name, RequiredTraits = Write(aggregate.RequiredTraits), Tenants = Write(aggregate.Tenants), ChangedAt = aggregate.ChangedAt });
        try
        {
            await db.SaveChangesAsync(acceptAllChangesOnSuccess: false, cancellationToken).ConfigureAwait(false);
        }
        catch (DbUpdateException)
        {
            // Another replica added it in between; anything else is a fault.
            if (!await TryUpdateAsync(db, aggregate, cancellationToken).ConfigureAwait(false))
            {
                throw;
            }
        }
    }

    private static async Task<bool> TryUpdateAsync(ZoneDbContext db, Aggregate aggregate, CancellationToken cancellationToken)
    {
        var (traits, tenants) = (Write(aggregate.RequiredTraits), Write(aggregate.Tenants));
        return await db.Set<AggregateEntity>()
            .Where(a => a.Name == aggregate.Name)
            .ExecuteUpdateAsync(
                set => set.SetProperty(a => a.RequiredTraits, traits).SetProperty(a => a.Tenants, tenants).SetProperty(a => a.ChangedAt, aggregate.ChangedAt),
                cancellationToken)
            .ConfigureAwait(false) > 0;
    }

    private static string Write(ImmutableArray<string> texts) => JsonSerializer.Serialize(texts);

    private static ImmutableArray<string> Read(string json) => JsonSerializer.Deserialize<ImmutableArray<string>>(json);
}
