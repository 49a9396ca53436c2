using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using NovaZones.Core.Claims;
using NovaZones.Core.Fleet;

namespace NovaZones.Data.Claims;

/// <summary>The reads on the way of every placement, claim and release, run straight on SQLite's engine. Thread-safe.</summary>
/// <remarks>
/// A few connections are kept with their compiled statements: opening one, or compiling a statement anew as the client does for each
/// command, costs several times what finding a row by its key does. An idle one holds no lock.
/// </remarks>
/// <param name="connectionString">Names the file.</param>
internal sealed class SqlitePointReads(string connectionString) : IDisposable
{
    private const int MostIdle = 8;

    private readonly ConcurrentQueue<SqliteStatements> _idle = new();
    private int _count;
    private volatile bool _isDisposed;

    /// <summary>The one reservation that the statement finds, or null.</summary>
    /// <exception cref="SqliteException">The file cannot be read.</exception>
    public Reservation? FindReservation(SqlStatement statement, params SqlValue[] values) =>
        Run(reads => reads.Rows(statement, values, PointRows.Reservation)) is [var found, ..] ? found : null;

    /// <summary>Whether the statement finds a row.</summary>
    /// <exception cref="SqliteException">The file cannot be read.</exception>
    public bool Any(SqlStatement statement, params SqlValue[] values) => Run(reads => reads.Scalar(statement, values)) is not null;

    /// <summary>The instances that have these identities, without what they take.</summary>
    /// <exception cref="SqliteException">The file cannot be read.</exception>
    public IReadOnlyList<Instance> FindInstances(IEnumerable<Guid> ids) =>
        Run(reads => ids.SelectMany(id => reads.Rows(PointStatements.Instance, [id], PointRows.Instance)).ToList());

    /// <summary>The instances that the statement finds, with what they take.</summary>
    /// <exception cref="SqliteException">The file cannot be read.</exception>
    public IReadOnlyList<Instance> ListInstances(SqlStatement statement, params SqlValue[] values) =>
        Run(reads => reads.Rows(statement, values, PointRows.Instance).ConvertAll(
            instance => instance.HostId is null ? instance : instance with { Parts = [.. reads.Rows(PointStatements.PartsOf, [instance.Id], PointRows.Part)] }));

    public void Dispose()
    {
        _isDisposed = true;
        while (_idle.TryDequeue(out var reads))
        {
            reads.Dispose();
        }
    }

    private T Run<T>(Func<SqliteStatements, T> read)
    {
        var reads = Take();
        var isSound = false;
        try
        {
            var found = read(reads);
            isSound = true;
            return found;
        }
        finally
        {
            // One that failed is not trusted again.
            if (!isSound || !TryKeep(reads))
            {
                reads.Dispose();
            }
        }
    }

    private SqliteStatements Take()
    {
        if (_idle.TryDequeue(out var kept))
        {
            Interlocked.Decrement(ref _count);
            return kept;
        }

        return SqliteStatements.Open(connectionString, SqliteConnectionSetup.Pragmas);
    }

    private bool TryKeep(SqliteStatements reads)
    {
        if (_isDisposed)
        {
            return false;
        }

        if (Interlocked.Increment(ref _count) > MostIdle)
        {
            Interlocked.Decrement(ref _count);
            return false;
        }

        _idle.Enqueue(reads);
        if (_isDisposed)
        {
            // Disposed meanwhile: whoever finds it disposes it.
            Dispose();
        }

        return true;
    }
}
