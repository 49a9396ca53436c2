using Microsoft.EntityFrameworkCore;
using NovaZones.Core.Replicas;

namespace NovaZones.Data.Replicas;

/// <summary>Keeps leases in the zone's database.</summary>
internal sealed class SqlWorkLeaseStore(IDbContextFactory<ZoneDbContext> contexts, ReplicaSettings settings, ReplicaJournal journal, TimeProvider time) : IWorkLeaseStore
{
    public Task<IReadOnlyList<WorkLease>> ListAsync(CancellationToken cancellationToken) => RunAsync<IReadOnlyList<WorkLease>>(
        async (db, token) => await db.QueryAsync(
            ReplicaStatements.ListLeases, (form, r) => new WorkLease(r.GetString(0), form.ReadGuid(r, 1), r.GetInt64(2), r.GetInt64(3)), token).ConfigureAwait(false),
        cancellationToken);

    public Task<bool> TryRenewAsync(string name, CancellationToken cancellationToken) => RunAsync(
        async (db, token) => await db.ExecuteAsync(ReplicaStatements.RenewLease, token, name, settings.Id, time.GetUtcNow()).ConfigureAwait(false) > 0, cancellationToken);

    public async Task<bool> TryAddAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(
                async (db, token) => await db.ExecuteAsync(ReplicaStatements.AddLease, token, name, settings.Id, 1L, 1L, time.GetUtcNow()).ConfigureAwait(false) > 0, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (System.Data.Common.DbException failure) when (SqlFaults.Of(failure) == SqlFault.Duplicate)
        {
            // Two at once; the key decided.
            return false;
        }
    }

    public Task<bool> TryTakeAsync(WorkLease seen, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(seen);
        return RunAsync(
            async (db, token) => await db.ExecuteAsync(
                ReplicaStatements.TakeLease, token, seen.Name, settings.Id, seen.Holder, seen.Beat, time.GetUtcNow()).ConfigureAwait(false) > 0,
            cancellationToken);
    }

    public Task GiveBackAsync(string name, CancellationToken cancellationToken) =>
        RunAsync((db, token) => db.ExecuteAsync(ReplicaStatements.GiveLeaseBack, token, name, settings.Id, Guid.Empty), cancellationToken);

    public Task RemoveAsync(WorkLease lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        return RunAsync((db, token) => db.ExecuteAsync(ReplicaStatements.RemoveLease, token, lease.Name, lease.Holder), cancellationToken);
    }

    public Task<IReadOnlyList<OpenClaim>> ListOpenClaimsAsync(CancellationToken cancellationToken) => RunAsync<IReadOnlyList<OpenClaim>>(
        async (db, token) => await db.QueryAsync(ReplicaStatements.ListOpenClaims, (form, r) => new OpenClaim(r.GetString(0), form.ReadGuid(r, 1)), token).ConfigureAwait(false),
        cancellationToken);

    public Task<bool> TryTakeOverAsync(OpenClaim claim, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(claim);
        return RunAsync((db, token) => journal.TakeOverAsync(db, claim.ReservationId, claim.ReplicaId, token), cancellationToken);
    }

    public Task CloseClaimAsync(string reservationId, CancellationToken cancellationToken) =>
        RunAsync((db, token) => journal.CloseAsync(db, reservationId, token), cancellationToken);

    private async Task<T> RunAsync<T>(Func<ZoneDbContext, CancellationToken, Task<T>> run, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            return await db.Database.CreateExecutionStrategy().ExecuteAsync(token => run(db, token), cancellationToken).ConfigureAwait(false);
        }
    }
}
