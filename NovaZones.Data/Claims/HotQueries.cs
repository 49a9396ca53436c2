using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using NovaZones.Data.Fleet;

namespace NovaZones.Data.Claims;

/// <summary>The reads on the way of every placement and release where they go through Entity Framework, translated once instead of being compared with known ones each time.</summary>
/// <remarks>A compiled query belongs to one model, so there is one set for SQLite and one for SQL Server.</remarks>
internal sealed class HotQueries
{
    private static readonly ConditionalWeakTable<IModel, HotQueries> ByModel = [];

    private HotQueries()
    {
    }

    public Func<ZoneDbContext, string, CancellationToken, Task<ReservationEntity?>> ById { get; } = EF.CompileAsyncQuery(
        (ZoneDbContext db, string id, CancellationToken _) => db.Set<ReservationEntity>().AsNoTracking().SingleOrDefault(r => r.Id == id));

    public Func<ZoneDbContext, string, string, CancellationToken, Task<ReservationEntity?>> ByIdempotencyKey { get; } = EF.CompileAsyncQuery(
        (ZoneDbContext db, string caller, string key, CancellationToken _) =>
            db.Set<ReservationEntity>().AsNoTracking().SingleOrDefault(r => r.Caller == caller && r.IdempotencyKey == key));

    public Func<ZoneDbContext, Guid, CancellationToken, Task<ReservationEntity?>> ByClaimId { get; } = EF.CompileAsyncQuery(
        (ZoneDbContext db, Guid claimId, CancellationToken _) => db.Set<ReservationEntity>().AsNoTracking().SingleOrDefault(r => r.ClaimId == claimId));

    public Func<ZoneDbContext, Guid, CancellationToken, Task<bool>> IsPlanUsed { get; } = EF.CompileAsyncQuery(
        (ZoneDbContext db, Guid planId, CancellationToken _) => db.Set<ReservationEntity>().Any(r => r.PlanId == planId));

    public Func<ZoneDbContext, string, IAsyncEnumerable<InstanceEntity>> InstancesOf { get; } = EF.CompileAsyncQuery(
        (ZoneDbContext db, string reservationId) =>
            db.Set<InstanceEntity>().AsNoTracking().Where(i => i.ReservationId == reservationId).OrderBy(i => i.Ordinal).ThenBy(i => i.Id).AsQueryable());

    public Func<ZoneDbContext, Guid, IAsyncEnumerable<InstanceEntity>> Instance { get; } = EF.CompileAsyncQuery(
        (ZoneDbContext db, Guid id) => db.Set<InstanceEntity>().AsNoTracking().Where(i => i.Id == id));

    public Func<ZoneDbContext, string, IAsyncEnumerable<AllocationRow>> AllocationsOf { get; } = EF.CompileAsyncQuery(
        (ZoneDbContext db, string reservationId) =>
            from allocation in db.Set<AllocationEntity>()
            join instance in db.Set<InstanceEntity>() on allocation.InstanceId equals instance.Id
            join resourceClass in db.Set<ResourceClassEntity>() on allocation.ResourceClassId equals resourceClass.Id
            where instance.ReservationId == reservationId
            orderby allocation.InstanceId, allocation.ProviderId, allocation.ResourceClassId
            select new AllocationRow(allocation.InstanceId, allocation.ProviderId, resourceClass.Name, allocation.Amount));

    public Func<ZoneDbContext, Guid, IAsyncEnumerable<AllocationRow>> AllocationsOfInstance { get; } = EF.CompileAsyncQuery(
        (ZoneDbContext db, Guid instanceId) =>
            from allocation in db.Set<AllocationEntity>()
            join resourceClass in db.Set<ResourceClassEntity>() on allocation.ResourceClassId equals resourceClass.Id
            where allocation.InstanceId == instanceId
            orderby allocation.ProviderId, allocation.ResourceClassId
            select new AllocationRow(allocation.InstanceId, allocation.ProviderId, resourceClass.Name, allocation.Amount));

    /// <summary>The set for the context's model.</summary>
    public static HotQueries Of(ZoneDbContext db) => ByModel.GetValue(db.Model, static _ => new HotQueries());
}

/// <summary>An amount that an instance takes, with the name of its class.</summary>
internal sealed record AllocationRow(Guid InstanceId, Guid ProviderId, string ResourceClass, long Amount);
