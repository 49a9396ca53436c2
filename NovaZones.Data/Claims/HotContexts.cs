using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;

namespace NovaZones.Data.Claims;

/// <summary>Contexts for the reads on the way of every placement. On SQLite a few are kept with their connection open. Thread-safe.</summary>
/// <remarks>Opening costs a SQLite connection more than such a read: Entity Framework registers its functions each time. An open one holds no lock.</remarks>
internal sealed class HotContexts(IDbContextFactory<ZoneDbContext> contexts) : IDisposable
{
    private const int MostIdle = 16;

    private readonly ConcurrentQueue<ZoneDbContext> _idle = new();
    private int _count;
    private volatile bool _isDisposed;

    /// <summary>Runs one read that tracks nothing.</summary>
    public async Task<T> ReadAsync<T>(Func<ZoneDbContext, Task<T>> read, CancellationToken cancellationToken)
    {
        var db = await TakeAsync(cancellationToken).ConfigureAwait(false);
        var isSound = false;
        try
        {
            var found = await read(db).ConfigureAwait(false);
            isSound = true;
            return found;
        }
        finally
        {
            // One that failed is not trusted again.
            if (!isSound || !TryKeep(db))
            {
                await db.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
        while (_idle.TryDequeue(out var db))
        {
            db.Dispose();
        }
    }

    private async ValueTask<ZoneDbContext> TakeAsync(CancellationToken cancellationToken)
    {
        if (_idle.TryDequeue(out var kept))
        {
            Interlocked.Decrement(ref _count);
            return kept;
        }

        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (db is SqliteZoneDbContext)
            {
                await db.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            }

            return db;
        }
        catch
        {
            await db.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private bool TryKeep(ZoneDbContext db)
    {
        if (db is not SqliteZoneDbContext || _isDisposed)
        {
            return false;
        }

        if (Interlocked.Increment(ref _count) > MostIdle)
        {
            Interlocked.Decrement(ref _count);
            return false;
        }

        _idle.Enqueue(db);
        if (_isDisposed)
        {
            // Disposed meanwhile: whoever finds it disposes it.
            Dispose();
        }

        return true;
    }
}
