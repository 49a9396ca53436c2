using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using NovaZones.Core.Claims;
using NovaZones.Core.Fleet;

namespace NovaZones.Data.Claims;

/// <summary>Reads single rows straight on SQLite's engine.</summary>
/// <remarks>
/// It takes microseconds, so nothing is gained by leaving the caller's thread. A few connections are kept with their compiled
/// statements: opening one, or compiling a statement anew as the client does for each command, costs several times what finding a row by
/// its key does. An idle one holds no lock.
/// </remarks>
/// <param name="connectionString">Names the file.</param>
internal sealed class SqlitePointReads(string connectionString) : IPointReads
{
    private const int MostIdle = 8;

    private readonly ConcurrentQueue<SqliteStatements> _idle = new();
    private int _count;
    private volatile bool _isDisposed;

    public Task<Reservation?> FindAsync(string reservationId, CancellationToken cancellationToken) => Reservation(PointStatements.ReservationById, reservationId);

    public Task<Reservation?> FindByIdempotencyKeyAsync(string caller, string key, CancellationToken cancellationToken) => Reservation(PointStatements.ReservationByKey, caller, key);

    public Task<Reservation?> FindByClaimIdAsync(Guid claimId, CancellationToken cancellationToken) => Reservation(PointStatements.ReservationByClaim, claimId);

    public Task<bool> IsPlanUsedAsync(Guid planId, CancellationToken cancellationToken) => Task.FromResult(Run(reads => reads.Scalar(PointStatements.PlanUsed, [planId])) is not null);

    public Task<IReadOnlyList<Instance>> FindInstancesAsync(IReadOnlyCollection<Guid> instanceIds, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Instance>>(
        Run(reads => instanceIds.Distinct().SelectMany(id => reads.Rows(PointStatements.Instance, [id], PointRows.Instance)).ToList()));

    public Task<Instance?> FindInstanceAsync(Guid instanceId, CancellationToken cancellationToken) => Task.FromResult(Instances(PointStatements.Instance, instanceId).SingleOrDefault());

    public Task<IReadOnlyList<Instance>> ListInstancesAsync(string reservationId, CancellationToken cancellationToken) => Task.FromResult(Instances(PointStatements.InstancesOf, reservationId));

    public void Dispose()
    {
        _isDisposed = true;
        while (_idle.TryDequeue(out var reads))
        {
            reads.Dispose();
        }
    }

    private Task<Reservation?> Reservation(SqlStatement statement, params SqlValue[] values) =>
        Task.FromResult(Run(reads => reads.Rows(statement, values, PointRows.Reservation)) is [var found, ..] ? found : null);

    private IReadOnlyList<Instance> Instances(SqlStatement statement, SqlValue value) =>
        Run(reads => reads.Rows(statement, [value], PointRows.Instance).ConvertAll(
            instance => instance.HostId is null ? instance : instance with { Parts = [.. reads.Rows(PointStatements.PartsOf, [instance.Id], PointRows.Part)] }));

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
