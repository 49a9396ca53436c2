using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using NovaZones.Core.Claims;
using NovaZones.Core.Fleet;
using NovaZones.Core.Replicas;
using NovaZones.Data.Fleet;
using NovaZones.Data.Replicas;

namespace NovaZones.Data.Claims;

/// <summary>Makes groups of decisions durable, each in one transaction of plain prepared statements.</summary>
/// <remarks>
/// Change tracking would cost more than the writes themselves. SQLite has one writer, so its connection and prepared statements
/// are kept; SQL Server's come from the pool for each group.
/// </remarks>
/// <param name="contexts">Opens the database.</param>
/// <param name="journal">Numbers transactions where the zone has replicas; else null.</param>
/// <param name="isAlone">Whether no other process can write the database: then generations need not be stored with every claim.</param>
internal sealed partial class SqlClaimStore(IDbContextFactory<ZoneDbContext> contexts, ReplicaJournal? journal = null, bool isAlone = false) : IClaimStore, IDisposable
{
    private const int MaxLoadAttempts = 3;
    private const int FlushBatch = 1000;

    private static readonly TimeSpan LongestWrite = TimeSpan.FromSeconds(10);

    // One transaction at a time: heartbeats are flushed beside the ledger's loop, over the same kept connection.
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly ResourceClassIds _classes = new();
    private readonly GenerationReserve _generations = new();
    private readonly SqliteCheckpointer _checkpointer = new(contexts);
    private ClaimSession? _session;
    private int _disposals;

    public async Task<LoadedFleet> LoadAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
            await using (db.ConfigureAwait(false))
            {
                try
                {
                    return await db.Database.CreateExecutionStrategy()
                        .ExecuteAsync(token => ReadAsync(db, token), cancellationToken).ConfigureAwait(false);
                }
                catch (SqliteException ex) when (SqliteFault.IsOfFile(ex))
                {
                    throw SqliteFault.Explain(ex, db);
                }
                catch (StaleFleetException) when (attempt < MaxLoadAttempts)
                {
                    // Another replica added a resource class while we read; it is there the next time.
                }
            }
        }
    }

    public Task CommitAsync(FleetChanges changes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(changes);
        return changes.IsEmpty ? Task.CompletedTask
            : journal is not null ? CommitAsReplicaAsync(changes, cancellationToken)
            : RunAsync(session => WriteAsync(session, changes, cancellationToken), cancellationToken);
    }

    public async Task FlushAsync(IReadOnlyList<Host> hosts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(hosts);

        if (journal is not null)
        {
            await FlushAsReplicaAsync(hosts, cancellationToken).ConfigureAwait(false);
            return;
        }

        // In parts, so that a claim does not wait until a whole fleet is flushed.
        foreach (var batch in hosts.Chunk(FlushBatch))
        {
            await RunAsync(session => FlushAsync(session, batch, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        // One that is known under two names is taken away twice.
        if (Interlocked.Exchange(ref _disposals, 1) != 0)
        {
            return;
        }

        // Whoever still writes has the connection in the engine's hands: closing it under him would be the end of the process, not of the store.
        if (_turn.Wait(LongestWrite))
        {
            DropSession();
            _turn.Dispose();
        }
    }

    private static async Task FlushAsync(ClaimSession session, Host[] hosts, CancellationToken cancellationToken)
    {
        foreach (var host in hosts)
        {
            await session.ExecuteAsync(
                ClaimStatements.FlushHost,
                cancellationToken,
                host.Id, HostJson.WriteCapabilities(host.Capabilities), host.Heartbeat.LastReportAt).ConfigureAwait(false);
        }
    }

    private async Task<LoadedFleet> ReadAsync(ZoneDbContext db, CancellationToken cancellationToken)
    {
        if (db is SqliteZoneDbContext)
        {
            if (!isAlone)
            {
                await RunAsync(session => GenerationReserve.StoreAsync(session, cancellationToken), cancellationToken).ConfigureAwait(false);
            }

            return await new SqliteFleetReader(db.Database.GetDbConnection().ConnectionString).ReadAsync(cancellationToken).ConfigureAwait(false);
        }

        await db.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await new FleetReader(db.Database.GetDbConnection()).ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await db.Database.CloseConnectionAsync().ConfigureAwait(false);
        }
    }

    private async Task RunAsync(Func<ClaimSession, Task> write, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_session is { } kept)
            {
                await RunOnKeptSessionAsync(kept, write, cancellationToken).ConfigureAwait(false);
                return;
            }

            var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
            await using (db.ConfigureAwait(false))
            {
                if (db is SqliteZoneDbContext)
                {
                    _session = await ClaimSession.OpenAsync(contexts, cancellationToken).ConfigureAwait(false);
                    await RunOnKeptSessionAsync(_session, write, cancellationToken).ConfigureAwait(false);
                    return;
                }

                await db.Database.CreateExecutionStrategy().ExecuteAsync(token => RunOnFreshSessionAsync(write, token), cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception failure)
        {
            _generations.Forget();

            // A connection that failed is not trusted again (one that lost a race did not fail), nor is what was learnt in a transaction that does not count.
            if (failure is not (OvertakenException or TakenException))
            {
                DropSession();
            }

            _classes.Clear();
            if (failure is SqliteException fault && SqliteFault.IsOfFile(fault))
            {
                var db = await contexts.CreateDbContextAsync(CancellationToken.None).ConfigureAwait(false);
                await using (db.ConfigureAwait(false))
                {
                    throw SqliteFault.Explain(fault, db);
                }
            }

            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <remarks>A process that is alone with its file has every host's generation in memory, and need not store it with every claim.</remarks>
    private Task WriteAsync(ClaimSession session, FleetChanges changes, CancellationToken cancellationToken) =>
        new ChangesWriter(session, _classes, isAlone ? _generations : null, cancellationToken).WriteAsync(changes);

    private async Task RunOnKeptSessionAsync(ClaimSession session, Func<ClaimSession, Task> write, CancellationToken cancellationToken)
    {
        await session.InTransactionAsync(write, cancellationToken).ConfigureAwait(false);
        _generations.Committed();
        _checkpointer.Committed(session);
    }

    private async Task RunOnFreshSessionAsync(Func<ClaimSession, Task> write, CancellationToken cancellationToken)
    {
        _classes.Clear();
        using var session = await ClaimSession.OpenAsync(contexts, cancellationToken).ConfigureAwait(false);
        await session.InTransactionAsync(write, cancellationToken).ConfigureAwait(false);
    }

    private void DropSession()
    {
        _session?.Dispose();
        _session = null;
    }
}
