using Microsoft.EntityFrameworkCore;
using NovaZones.Core.Claims;
using NovaZones.Core.Fleet;

namespace NovaZones.Data.Claims;

/// <summary>Reads single rows through Entity Framework, with queries that are translated once: for databases other than SQLite.</summary>
internal sealed class EfPointReads(IDbContextFactory<ZoneDbContext> contexts) : IPointReads
{
    public Task<Reservation?> FindAsync(string reservationId, CancellationToken cancellationToken) =>
        FindReservationAsync(db => HotQueries.Of(db).ById(db, reservationId, cancellationToken), cancellationToken);

    public Task<Reservation?> FindByIdempotencyKeyAsync(string caller, string key, CancellationToken cancellationToken) =>
        FindReservationAsync(db => HotQueries.Of(db).ByIdempotencyKey(db, caller, key, cancellationToken), cancellationToken);

    public Task<Reservation?> FindByClaimIdAsync(Guid claimId, CancellationToken cancellationToken) =>
        FindReservationAsync(db => HotQueries.Of(db).ByClaimId(db, claimId, cancellationToken), cancellationToken);

    public Task<bool> IsPlanUsedAsync(Guid planId, CancellationToken cancellationToken) =>
        ReadAsync(db => HotQueries.Of(db).IsPlanUsed(db, planId, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<Instance>> FindInstancesAsync(IReadOnlyCollection<Guid> instanceIds, CancellationToken cancellationToken) => ReadAsync<IReadOnlyList<Instance>>(
        async db =>
        {
            var found = new List<Instance>();
            foreach (var id in instanceIds.Distinct())
            {
                await foreach (var entity in HotQueries.Of(db).Instance(db, id).WithCancellation(cancellationToken).ConfigureAwait(false))
                {
                    found.Add(entity.ToInstance([]));
                }
            }

            return found;
        },
        cancellationToken);

    public async Task<Instance?> FindInstanceAsync(Guid instanceId, CancellationToken cancellationToken) => (await ListAsync(
        db => HotQueries.Of(db).Instance(db, instanceId), db => HotQueries.Of(db).AllocationsOfInstance(db, instanceId), cancellationToken).ConfigureAwait(false)).SingleOrDefault();

    public Task<IReadOnlyList<Instance>> ListInstancesAsync(string reservationId, CancellationToken cancellationToken) => ListAsync(
        db => HotQueries.Of(db).InstancesOf(db, reservationId), db => HotQueries.Of(db).AllocationsOf(db, reservationId), cancellationToken);

    public void Dispose()
    {
        // The factory is the container's.
    }

    private async Task<T> ReadAsync<T>(Func<ZoneDbContext, Task<T>> read, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            return await read(db).ConfigureAwait(false);
        }
    }

    private async Task<Reservation?> FindReservationAsync(Func<ZoneDbContext, Task<ReservationEntity?>> find, CancellationToken cancellationToken) =>
        (await ReadAsync(find, cancellationToken).ConfigureAwait(false))?.ToReservation();

    private Task<IReadOnlyList<Instance>> ListAsync(
        Func<ZoneDbContext, IAsyncEnumerable<InstanceEntity>> select, Func<ZoneDbContext, IAsyncEnumerable<AllocationRow>> allocationsOf, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<Instance>>(
            async db =>
            {
                var entities = new List<InstanceEntity>();
                await foreach (var entity in select(db).WithCancellation(cancellationToken).ConfigureAwait(false))
                {
                    entities.Add(entity);
                }

                var rows = new List<AllocationRow>();
                if (entities.Exists(entity => entity.HostId is not null))
                {
                    await foreach (var row in allocationsOf(db).WithCancellation(cancellationToken).ConfigureAwait(false))
                    {
                        rows.Add(row);
                    }
                }

                var parts = rows.ToLookup(row => row.InstanceId, row => new AllocationPart(row.ProviderId, NamePool.Share(row.ResourceClass), row.Amount));
                return entities.ConvertAll(entity => entity.ToInstance([.. parts[entity.Id]]));
            },
            cancellationToken);
}
