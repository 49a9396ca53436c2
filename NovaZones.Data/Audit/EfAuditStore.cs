using Microsoft.EntityFrameworkCore;
using NovaZones.Core.Audit;
using NovaZones.Data.Replicas;

namespace NovaZones.Data.Audit;

/// <summary>Reads the audit log in the zone's database, adds to it and prunes it.</summary>
internal sealed class EfAuditStore(IDbContextFactory<ZoneDbContext> contexts) : IAuditStore
{
    // One part of a pruning: short enough for others to write in between.
    private const int PruneBatch = 5_000;

    public async Task AppendAsync(AuditDraft draft, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            await db.InTransactionAsync(token => AuditWriter.AppendAsync(db, draft, token), cancellationToken).ConfigureAwait(false);
        }
    }

    public Task<IReadOnlyList<AuditEntry>> ListAsync(AuditFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return ReadAsync(entries => Choose(entries, filter).OrderByDescending(entry => entry.Sequence).Take(filter.Limit), cancellationToken);
    }

    public Task<IReadOnlyList<AuditEntry>> ReadAsync(long after, int limit, CancellationToken cancellationToken) =>
        ReadAsync(entries => entries.Where(entry => entry.Sequence > after).OrderBy(entry => entry.Sequence).Take(limit), cancellationToken);

    public async Task<AuditHead> ReadHeadAsync(CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            // Without the row the chain has no end, which shows as soon as there is a record.
            var head = await db.Set<AuditHeadEntity>().AsNoTracking().SingleOrDefaultAsync(h => h.Id == AuditHeadEntity.OnlyId, cancellationToken).ConfigureAwait(false);
            return head is null ? new AuditHead(0, AuditChain.Start) : new AuditHead(head.Sequence, head.Hash);
        }
    }

    public async Task<AuditEntry?> FindAnchorAsync(CancellationToken cancellationToken) =>
        (await ListAsync(new AuditFilter(1, Act: AuditActs.AuditPruned), cancellationToken).ConfigureAwait(false)).FirstOrDefault();

    public async Task<int> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var deleted = 0;
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            for (var part = PruneBatch; part == PruneBatch; deleted += part)
            {
                part = 0;
                await db.InTransactionAsync(async token => part = await PrunePartAsync(db, before, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            }
        }

        return deleted;
    }

    private static async Task<int> PrunePartAsync(ZoneDbContext db, DateTimeOffset before, CancellationToken cancellationToken)
    {
        // The first that stays ends the part: what is kept is one piece, also when the clock was turned back in between.
        var oldest = await db.Set<AuditEntryEntity>().AsNoTracking()
            .OrderBy(entry => entry.Sequence)
            .Take(PruneBatch)
            .Select(entry => new { entry.Sequence, entry.At, entry.Hash })
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        var old = oldest.TakeWhile(entry => entry.At < before).ToList();
        if (old.Count == 0)
        {
            return 0;
        }

        var last = old[^1];
        await db.ExecuteAsync(AuditStatements.Prune, cancellationToken, last.Sequence).ConfigureAwait(false);
        var anchor = new AuditAnchor(last.Sequence, Convert.ToHexStringLower(last.Hash), old.Count);
        await AuditWriter.AppendAsync(db, AuditDraft.Of(AuditActs.AuditPruned, "audit", null, anchor), cancellationToken).ConfigureAwait(false);
        return old.Count;
    }

    private static IQueryable<AuditEntryEntity> Choose(IQueryable<AuditEntryEntity> entries, AuditFilter filter)
    {
        if (filter.Before is { } before)
        {
            entries = entries.Where(entry => entry.Sequence < before);
        }

        if (filter.Act is { } act)
        {
            var family = act + ".";
            entries = entries.Where(entry => entry.Act == act || entry.Act.StartsWith(family));
        }

        if (filter.Actor is { } actor)
        {
            entries = entries.Where(entry => entry.ActorName == actor);
        }

        if (filter.Text is { } text)
        {
            entries = entries.Where(entry => entry.Subject.Contains(text) || entry.ActorName.Contains(text));
        }

        if (filter.From is { } from)
        {
            entries = entries.Where(entry => entry.At >= from);
        }

        if (filter.To is { } to)
        {
            entries = entries.Where(entry => entry.At < to);
        }

        if (filter.Outcome is { } outcome)
        {
            entries = entries.Where(entry => entry.Outcome == (int)outcome);
        }

        return entries;
    }

    private async Task<IReadOnlyList<AuditEntry>> ReadAsync(Func<IQueryable<AuditEntryEntity>, IQueryable<AuditEntryEntity>> choose, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var entities = await choose(db.Set<AuditEntryEntity>().AsNoTracking()).ToListAsync(cancellationToken).ConfigureAwait(false);
            return entities.ConvertAll(entity => entity.ToEntry());
        }
    }
}
