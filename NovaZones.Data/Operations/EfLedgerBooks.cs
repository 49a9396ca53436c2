using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using NovaZones.Core.Fleet;
using NovaZones.Core.Operations;
using NovaZones.Data.Claims;
using NovaZones.Data.Fleet;

namespace NovaZones.Data.Operations;

/// <summary>Reads the books with plain queries; what can be summed is summed in the database.</summary>
/// <remarks>
/// SQLite: in one deferred transaction, so at one moment and without the writer's lock. SQL Server: without a transaction, since a
/// long one would hold locks that claims wait for; the check reads twice before it believes a difference.
/// </remarks>
internal sealed class EfLedgerBooks(IDbContextFactory<ZoneDbContext> contexts) : ILedgerBooks
{
    public async Task<LedgerBooks> ReadAsync(int oddRows, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            if (db.Database.GetDbConnection() is not SqliteConnection connection)
            {
                return await new Reading(db, oddRows, cancellationToken).RunAsync().ConfigureAwait(false);
            }

            await db.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            var transaction = connection.BeginTransaction(deferred: true);
            await using (transaction.ConfigureAwait(false))
            {
                await db.Database.UseTransactionAsync(transaction, cancellationToken).ConfigureAwait(false);
                return await new Reading(db, oddRows, cancellationToken).RunAsync().ConfigureAwait(false);
            }
        }
    }

    private sealed class Reading(ZoneDbContext db, int oddRows, CancellationToken cancellationToken)
    {
        private readonly Dictionary<int, string> _classes = [];

        private IQueryable<AllocationEntity> Allocations => db.Set<AllocationEntity>().AsNoTracking();

        private IQueryable<InstanceEntity> Local => db.Set<InstanceEntity>().AsNoTracking().Where(i => i.HostId != null);

        public async Task<LedgerBooks> RunAsync()
        {
            // Generations first, then what is claimed under them, as FleetReader does.
            var providers = await db.Set<ResourceProviderEntity>().AsNoTracking()
                .Select(p => new { p.Id, p.RootId, p.Name, p.Generation }).ToListAsync(cancellationToken).ConfigureAwait(false);
            foreach (var each in await db.Set<ResourceClassEntity>().AsNoTracking().ToListAsync(cancellationToken).ConfigureAwait(false))
            {
                _classes.Add(each.Id, each.Name);
            }

            var counts = await Local.GroupBy(i => i.HostId).Select(g => new { HostId = g.Key, Count = g.Count() })
                .ToDictionaryAsync(g => g.HostId!.Value, g => g.Count, cancellationToken).ConfigureAwait(false);
            var hostIds = await db.Set<HostEntity>().Select(h => h.Id).ToListAsync(cancellationToken).ConfigureAwait(false);
            var roots = providers.Where(p => p.Id == p.RootId).ToDictionary(p => p.Id);
            var hosts = hostIds.Where(roots.ContainsKey)
                .ToDictionary(id => id, id => new StoredHost(roots[id].Name, roots[id].Generation, counts.GetValueOrDefault(id)));
            return new LedgerBooks
            {
                Hosts = hosts,
                Providers = providers.ToDictionary(p => p.Id, p => new StoredProvider(p.RootId, p.Name)),
                Usages = await ReadUsagesAsync().ConfigureAwait(false),
                OddRows = await ReadOddRowsAsync().ConfigureAwait(false),
                Instances = counts.Values.Sum(count => (long)count),
                Allocations = await Allocations.LongCountAsync(cancellationToken).ConfigureAwait(false),
            };
        }

        private string ClassName(int id) => _classes.GetValueOrDefault(id) ?? id.ToString(CultureInfo.InvariantCulture);

        private async Task<IReadOnlyList<StoredUsage>> ReadUsagesAsync()
        {
            var inventories = await db.Set<InventoryEntity>().AsNoTracking().ToDictionaryAsync(
                i => (i.ProviderId, i.ResourceClassId),
                i => new Inventory(i.Total, i.Reserved, i.AllocationRatio, i.MinUnit, i.MaxUnit, i.StepSize),
                cancellationToken).ConfigureAwait(false);
            var sums = await SumAsync(Allocations).ConfigureAwait(false);
            var orphans = await SumAsync(Orphans()).ConfigureAwait(false);
            return
            [
                .. inventories.Keys.Union(sums.Keys).Select(key => new StoredUsage(
                    key.ProviderId, ClassName(key.ResourceClassId), inventories.GetValueOrDefault(key), sums.GetValueOrDefault(key), orphans.GetValueOrDefault(key))),
            ];
        }

        private Task<Dictionary<(Guid ProviderId, int ResourceClassId), long>> SumAsync(IQueryable<AllocationEntity> allocations) => allocations
            .GroupBy(a => new { a.ProviderId, a.ResourceClassId })
            .Select(g => new { g.Key.ProviderId, g.Key.ResourceClassId, Sum = g.Sum(a => a.Amount) })
            .ToDictionaryAsync(g => (g.ProviderId, g.ResourceClassId), g => g.Sum, cancellationToken);

        private IQueryable<AllocationEntity> Orphans() => Allocations.Where(a => !db.Set<InstanceEntity>().Any(i => i.Id == a.InstanceId));

        private async Task<IReadOnlyList<OddRow>> ReadOddRowsAsync()
        {
            var rows = new List<OddRow>();
            await AddAllocationsAsync(rows, LedgerDifferenceKinds.OrphanAllocation, Orphans()).ConfigureAwait(false);
            await AddAllocationsAsync(rows, LedgerDifferenceKinds.AllocationNotPositive, Allocations.Where(a => a.Amount < 1)).ConfigureAwait(false);
            await AddAllocationsAsync(
                rows, LedgerDifferenceKinds.UnknownClass, Allocations.Where(a => !db.Set<ResourceClassEntity>().Any(c => c.Id == a.ResourceClassId))).ConfigureAwait(false);
            await AddAllocationsAsync(
                rows,
                LedgerDifferenceKinds.AllocationOnWrongProvider,
                Allocations.Where(a => db.Set<InstanceEntity>().Any(i => i.Id == a.InstanceId
                    && !db.Set<ResourceProviderEntity>().Any(p => p.Id == a.ProviderId && p.RootId == i.HostId)))).ConfigureAwait(false);
            await AddInstancesAsync(
                rows, LedgerDifferenceKinds.InstanceWithoutAllocations, Local.Where(i => !db.Set<AllocationEntity>().Any(a => a.InstanceId == i.Id))).ConfigureAwait(false);
            await AddInstancesAsync(
                rows, LedgerDifferenceKinds.InstanceWithoutHost, Local.Where(i => !db.Set<HostEntity>().Any(h => h.Id == i.HostId))).ConfigureAwait(false);
            await AddInstancesAsync(
                rows, LedgerDifferenceKinds.InstanceWithoutReservation, Local.Where(i => !db.Set<ReservationEntity>().Any(r => r.Id == i.ReservationId))).ConfigureAwait(false);
            return rows;
        }

        private async Task AddAllocationsAsync(List<OddRow> rows, string kind, IQueryable<AllocationEntity> odd)
        {
            var found = await odd.OrderBy(a => a.InstanceId).ThenBy(a => a.ProviderId).ThenBy(a => a.ResourceClassId).Take(oddRows).ToListAsync(cancellationToken).ConfigureAwait(false);
            rows.AddRange(found.Select(a => new OddRow(kind, a.InstanceId, null, null, a.ProviderId, ClassName(a.ResourceClassId), a.Amount)));
        }

        private async Task AddInstancesAsync(List<OddRow> rows, string kind, IQueryable<InstanceEntity> odd)
        {
            var found = await odd.OrderBy(i => i.Id).Take(oddRows).Select(i => new { i.Id, i.ReservationId, i.HostId }).ToListAsync(cancellationToken).ConfigureAwait(false);
            rows.AddRange(found.Select(i => new OddRow(kind, i.Id, i.ReservationId, i.HostId)));
        }
    }
}
