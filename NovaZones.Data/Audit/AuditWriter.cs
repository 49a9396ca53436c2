using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Core.Audit;
using NovaZones.Core.Replicas;
using NovaZones.Data.Claims;
using NovaZones.Data.Replicas;

namespace NovaZones.Data.Audit;

/// <summary>Adds records to the chain inside the transaction of what they tell.</summary>
internal static class AuditWriter
{
    /// <summary>Adds a record in the context's transaction, which must be open.</summary>
    public static async Task AppendAsync(ZoneDbContext db, AuditDraft draft, CancellationToken cancellationToken)
    {
        await db.ExecuteAsync(AuditStatements.Advance, cancellationToken).ConfigureAwait(false);
        var sequence = (await db.QueryAsync(AuditStatements.ReadSequence, (_, reader) => reader.GetInt64(0), cancellationToken).ConfigureAwait(false)).Single();
        var hash = (await db.QueryAsync(AuditStatements.ReadHash, (_, reader) => reader.GetFieldValue<byte[]>(0), cancellationToken).ConfigureAwait(false)).Single();
        var entry = AuditChain.Link(new AuditHead(sequence - 1, hash), draft, Now(db));
        await db.ExecuteAsync(AuditStatements.Insert, cancellationToken, Array.ConvertAll(AuditStatements.ValuesOf(entry), value => value.ToObject())).ConfigureAwait(false);
        await db.ExecuteAsync(AuditStatements.MoveHead, cancellationToken, entry.Hash.ToArray()).ConfigureAwait(false);
    }

    /// <summary>Adds a record in the transaction of the ledger's writer.</summary>
    public static async Task AppendAsync(ClaimSession session, AuditDraft draft, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync(AuditStatements.Advance, cancellationToken).ConfigureAwait(false);
        var sequence = await session.ScalarAsync(AuditStatements.ReadSequence, cancellationToken).ConfigureAwait(false);
        var hash = await session.BytesAsync(AuditStatements.ReadHash, cancellationToken).ConfigureAwait(false);
        if (sequence is not { } taken || hash is null)
        {
            throw new InvalidOperationException("The row of AuditHeads is missing.");
        }

        var entry = AuditChain.Link(new AuditHead(taken - 1, hash), draft, at);
        await session.ExecuteAsync(AuditStatements.Insert, cancellationToken, AuditStatements.ValuesOf(entry)).ConfigureAwait(false);
        await session.ExecuteAsync(AuditStatements.MoveHead, cancellationToken, entry.Hash.ToArray()).ConfigureAwait(false);
    }

    /// <summary>Writes, and in the same transaction the record of it; where the zone has several replicas, the word of it as well.</summary>
    /// <param name="journal">Tells other replicas; null without any.</param>
    /// <param name="db">The context that writes.</param>
    /// <param name="kind">What others have to read again.</param>
    /// <param name="write">Writes, and says what to record: null when nothing changed. May be repeated as a whole.</param>
    /// <param name="cancellationToken">Gives up before the commit.</param>
    public static Task WriteAuditedAsync(
        this ReplicaJournal? journal, ZoneDbContext db, FeedKind kind, Func<CancellationToken, Task<AuditDraft?>> write, CancellationToken cancellationToken)
    {
        return journal is null ? db.InTransactionAsync(WriteAsync, cancellationToken) : journal.WriteAsync(db, kind, WriteAsync, cancellationToken);

        async Task WriteAsync(CancellationToken token)
        {
            if (await write(token).ConfigureAwait(false) is { } draft)
            {
                await AppendAsync(db, draft, token).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The zone's clock; the machine's for contexts that were made without a zone.</summary>
    public static DateTimeOffset Now(ZoneDbContext db) =>
        (db.GetService<IDbContextOptions>().FindExtension<CoreOptionsExtension>()?.ApplicationServiceProvider?.GetService<TimeProvider>()
            ?? TimeProvider.System).GetUtcNow();
}
