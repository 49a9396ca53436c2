using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using NovaZones.Core.Claims;
using NovaZones.Core.Fleet;
using NovaZones.Data.Fleet;

namespace NovaZones.Data.Claims;

/// <summary>Reads reservations, instances and explanations; deletes what is past its retention.</summary>
internal sealed class EfReservationStore(IDbContextFactory<ZoneDbContext> contexts) : IReservationStore, IDisposable
{
    private const int PruneBatch = 500;
    private const int IdsAtOnce = 500;

    // So many are found faster one by one than by a statement that is put together anew.
    private const int MostOneByOne = 8;

    // Past Entity Framework where the file is SQLite's.
    private readonly Lazy<IPointReads> _points = new(() =>
    {
        using var db = contexts.CreateDbContext();
        return db is SqliteZoneDbContext ? new SqlitePointReads(db.Database.GetDbConnection().ConnectionString) : new EfPointReads(contexts);
    });

    public void Dispose()
    {
        if (_points.IsValueCreated)
        {
            _points.Value.Dispose();
        }
    }

    public Task<Reservation?> FindAsync(string reservationId, CancellationToken cancellationToken) => _points.Value.FindAsync(reservationId, cancellationToken);

    public Task<Reservation?> FindByIdempotencyKeyAsync(string caller, string key, CancellationToken cancellationToken) =>
        _points.Value.FindByIdempotencyKeyAsync(caller, key, cancellationToken);

    public Task<Reservation?> FindByClaimIdAsync(Guid claimId, CancellationToken cancellationToken) => _points.Value.FindByClaimIdAsync(claimId, cancellationToken);

    public Task<bool> IsPlanUsedAsync(Guid planId, CancellationToken cancellationToken) => _points.Value.IsPlanUsedAsync(planId, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The cursor is not one that a page ended with; the parameter name is <c>cursor</c>.</exception>
    public async Task<ReservationPage> ListAsync(ReservationFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfLessThan(filter.Limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(filter.Limit, 500);
        var after = filter.Cursor is null ? (ReservationCursor?)null : ReservationCursor.Parse(filter.Cursor);

        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var items = await ReservationQueries.Matching(db, filter, after)
                .OrderByDescending(r => r.CreatedAt).ThenByDescending(r => r.Id)
                .Take(filter.Limit + 1)
                .Select(r => new Reservation
                {
                    Id = r.Id,
                    Name = r.Name,
                    Tenant = r.Tenant,
                    Caller = r.Caller,
                    State = r.State,
                    Requested = r.Requested,
                    Placed = r.Placed,
                    Policy = r.Policy,
                    CreatedAt = r.CreatedAt,
                    ReleasedAt = r.ReleasedAt,
                    Reason = r.Reason,
                    RequestJson = "",
                    AnswerStatus = r.AnswerStatus,
                    IdempotencyKey = r.IdempotencyKey,
                    ClaimId = r.ClaimId,
                    PlanId = r.PlanId,
                    ParentReservationId = r.ParentReservationId,
                    ParentZoneId = r.ParentZoneId,
                    PendingUntil = r.PendingUntil,
                })
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
            if (items.Count <= filter.Limit)
            {
                return new ReservationPage(items, null);
            }

            items.RemoveAt(filter.Limit);
            return new ReservationPage(items, new ReservationCursor(items[^1].CreatedAt, items[^1].Id).ToString());
        }
    }

    public async Task<IReadOnlyList<Reservation>> ListAnsweredAsync(string policy, int limit, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            return await db.Set<ReservationEntity>()
                .Where(r => r.Policy == policy && r.ClaimId == null)
                .Where(r => r.State == ReservationState.Placed || r.State == ReservationState.Partial || r.State == ReservationState.Refused
                    || r.State == ReservationState.Releasing || r.State == ReservationState.Released)
                .OrderByDescending(r => r.CreatedAt).ThenByDescending(r => r.Id)
                .Take(limit)
                .Select(r => new Reservation
                {
                    Id = r.Id,
                    Caller = r.Caller,
                    State = r.State,
                    Requested = r.Requested,
                    Placed = r.Placed,
                    Policy = r.Policy,
                    CreatedAt = r.CreatedAt,
                    RequestJson = r.RequestJson,
                })
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The cursor is not one that a page ended with; the parameter name is <c>cursor</c>.</exception>
    public async Task<ReservationPage> ListHeldRequestsAsync(string? cursor, int limit, CancellationToken cancellationToken)
    {
        var after = cursor is null ? (ReservationCursor?)null : ReservationCursor.Parse(cursor);
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var items = await ReservationQueries.Matching(db, new ReservationFilter(limit), after)
                .Where(r => r.State == ReservationState.Placed || r.State == ReservationState.Partial)
                .OrderByDescending(r => r.CreatedAt).ThenByDescending(r => r.Id)
                .Take(limit + 1)
                .Select(r => new Reservation
                {
                    Id = r.Id,
                    Caller = r.Caller,
                    State = r.State,
                    Requested = r.Requested,
                    Placed = r.Placed,
                    Policy = r.Policy,
                    CreatedAt = r.CreatedAt,
                    RequestJson = r.RequestJson,
                    ClaimId = r.ClaimId,
                })
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
            if (items.Count <= limit)
            {
                return new ReservationPage(items, null);
            }

            items.RemoveAt(limit);
            return new ReservationPage(items, new ReservationCursor(items[^1].CreatedAt, items[^1].Id).ToString());
        }
    }

    public async Task<IReadOnlyList<Guid>> ListInstanceIdsAsync(IReadOnlyCollection<string> reservationIds, CancellationToken cancellationToken)
    {
        var found = new List<Guid>();
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            foreach (var ids in reservationIds.Chunk(IdsAtOnce))
            {
                found.AddRange(await db.Set<InstanceEntity>().Where(i => ids.Contains(i.ReservationId)).Select(i => i.Id).ToListAsync(cancellationToken).ConfigureAwait(false));
            }
        }

        return found;
    }

    public Task<IReadOnlyList<Instance>> ListInstancesAsync(string reservationId, CancellationToken cancellationToken) =>
        _points.Value.ListInstancesAsync(reservationId, cancellationToken);

    public Task<Instance?> FindInstanceAsync(Guid instanceId, CancellationToken cancellationToken) => _points.Value.FindInstanceAsync(instanceId, cancellationToken);

    public Task<IReadOnlyList<Instance>> ListInstancesInStateAsync(InstanceState state, int limit, CancellationToken cancellationToken) => ListInstancesAsync(
        instances =>
        {
            // Said in so many words, or the databases could not use the small index that leaves out what is placed or being claimed.
            var inState = state > InstanceState.Placed ? instances.Where(i => i.State > InstanceState.Placed) : instances;
            return inState.Where(i => i.State == state).OrderBy(i => i.CreatedAt).ThenBy(i => i.Id).Take(limit);
        },
        cancellationToken);

    public async Task<int> CountInstancesOfChildAsync(Guid childZoneId, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            return await db.Set<InstanceEntity>().CountAsync(instance => instance.ChildZoneId == childZoneId, cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task<IReadOnlyList<Instance>> ListInstancesOfChildAsync(Guid childZoneId, HeldCursor? after, int limit, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var rows = await ReservationQueries.After(db.Set<InstanceEntity>().AsNoTracking().Where(i => i.ChildZoneId == childZoneId), after)
                .OrderBy(i => i.ReservationId).ThenBy(i => i.Ordinal).ThenBy(i => i.Id)
                .Take(limit)
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
            return rows.ConvertAll(entity => entity.ToInstance([]));
        }
    }

    public async Task<IReadOnlyList<HeldForParent>> ListHeldAsync(Guid parentZoneId, HeldCursor? after, int limit, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var rows = await ReservationQueries.After(db.Set<InstanceEntity>().AsNoTracking(), after)
                .Join(db.Set<ReservationEntity>().Where(r => r.ParentZoneId == parentZoneId), i => i.ReservationId, r => r.Id, (i, r) => new { Instance = i, r.Caller, r.ParentZoneId })
                .OrderBy(row => row.Instance.ReservationId).ThenBy(row => row.Instance.Ordinal).ThenBy(row => row.Instance.Id)
                .Take(limit)
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
            return rows.ConvertAll(row => new HeldForParent(row.Instance.ToInstance([]), row.Caller, row.ParentZoneId));
        }
    }

    public async Task<IReadOnlyList<HeldForParent>> FindHeldAsync(IReadOnlyCollection<Guid> instanceIds, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var rows = await db.Set<InstanceEntity>().AsNoTracking().Where(i => instanceIds.Contains(i.Id))
                .Join(db.Set<ReservationEntity>(), i => i.ReservationId, r => r.Id, (i, r) => new { Instance = i, r.Caller, r.ParentZoneId })
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
            return rows.ConvertAll(row => new HeldForParent(row.Instance.ToInstance([]), row.Caller, row.ParentZoneId));
        }
    }

    public async Task<IReadOnlyList<Instance>> FindInstancesAsync(IReadOnlyCollection<Guid> instanceIds, CancellationToken cancellationToken)
    {
        if (instanceIds.Count <= MostOneByOne)
        {
            return await _points.Value.FindInstancesAsync(instanceIds, cancellationToken).ConfigureAwait(false);
        }

        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var rows = await db.Set<InstanceEntity>().AsNoTracking().Where(i => instanceIds.Contains(i.Id)).ToListAsync(cancellationToken).ConfigureAwait(false);
            return rows.ConvertAll(entity => entity.ToInstance([]));
        }
    }

    public async Task<IReadOnlyList<string>> ListUnfinishedAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            return await db.Set<ReservationEntity>()
                .Where(r => r.State != ReservationState.Placed && r.State == ReservationState.Claiming && r.CreatedAt < before)
                .OrderBy(r => r.CreatedAt).ThenBy(r => r.Id)
                .Select(r => r.Id)
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
        }
    }

    public async Task<IReadOnlyList<string>> ListEmptiedAsync(int limit, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            return await db.Set<ReservationEntity>()
                .Where(r => r.State == ReservationState.Releasing && !db.Set<InstanceEntity>().Any(i => i.ReservationId == r.Id))
                .OrderBy(r => r.CreatedAt).ThenBy(r => r.Id)
                .Select(r => r.Id)
                .Take(limit)
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
        }
    }

    public async Task<string?> FindExplanationAsync(string reservationId, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var found = await db.Set<ExplanationEntity>().AsNoTracking()
                .SingleOrDefaultAsync(explanation => explanation.ReservationId == reservationId, cancellationToken)
                .ConfigureAwait(false);
            return found?.Packed is { } packed ? ExplanationRecord.JsonOf(packed) : found?.Json;
        }
    }

    public async Task<int> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            // A released one ages from its release, the others from when they were asked. In small steps, each its own transaction:
            // SQLite's one writer is wanted by claims.
            var old = db.Set<ReservationEntity>().Where(r => r.State != ReservationState.Placed).Where(r =>
                ((r.State == ReservationState.Refused || r.State == ReservationState.Cancelled || r.State == ReservationState.Expired) && r.CreatedAt < before)
                || (r.State == ReservationState.Released && r.CreatedAt < before && r.ReleasedAt < before));
            for (var deleted = 0; ;)
            {
                var ids = await old.OrderBy(r => r.Id).Select(r => r.Id).Take(PruneBatch).ToListAsync(cancellationToken).ConfigureAwait(false);
                if (ids.Count == 0)
                {
                    return deleted;
                }

                // Explanations first: were the process killed in between, the reservation would be found again.
                await db.Set<ExplanationEntity>().Where(e => ids.Contains(e.ReservationId)).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
                deleted += await old.Where(r => ids.Contains(r.Id)).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<IReadOnlyList<Instance>> ListInstancesAsync(Func<IQueryable<InstanceEntity>, IQueryable<InstanceEntity>> select, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var selected = select(db.Set<InstanceEntity>().AsNoTracking());
            var entities = await selected.ToListAsync(cancellationToken).ConfigureAwait(false);
            if (entities.TrueForAll(entity => entity.HostId is null))
            {
                return entities.ConvertAll(entity => entity.ToInstance([]));
            }

            var allocations =
                from allocation in db.Set<AllocationEntity>()
                join instance in selected on allocation.InstanceId equals instance.Id
                join resourceClass in db.Set<ResourceClassEntity>() on allocation.ResourceClassId equals resourceClass.Id
                orderby allocation.InstanceId, allocation.ProviderId, allocation.ResourceClassId
                select new { allocation.InstanceId, allocation.ProviderId, resourceClass.Name, allocation.Amount };
            var rows = await allocations.ToListAsync(cancellationToken).ConfigureAwait(false);
            var parts = rows.ToLookup(row => row.InstanceId, row => new AllocationPart(row.ProviderId, NamePool.Share(row.Name), row.Amount));
            return entities.ConvertAll(entity => entity.ToInstance(parts[entity.Id].ToImmutableArray()));
        }
    }
}
