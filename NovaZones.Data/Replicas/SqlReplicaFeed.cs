using Microsoft.EntityFrameworkCore;
using NovaZones.Core.Claims;
using NovaZones.Core.Fleet;
using NovaZones.Core.Quotas;
using NovaZones.Core.Replicas;
using NovaZones.Data.Claims;

namespace NovaZones.Data.Replicas;

/// <summary>Reads what the zone's replicas changed.</summary>
/// <remarks>Never reads FeedHeads where it could be this process that holds it: a ledger reads the feed while it keeps the others from committing.</remarks>
internal sealed class SqlReplicaFeed(IDbContextFactory<ZoneDbContext> contexts) : IReplicaFeed
{
    private const int PageLength = 256;

    public Task<FeedHead> HeadAsync(CancellationToken cancellationToken) => RunAsync(
        async (db, token) => (await db.QueryAsync(ReplicaStatements.ReadHead, (_, r) => new FeedHead(r.GetInt64(0), r.GetInt64(1)), token).ConfigureAwait(false)).Single(), cancellationToken);

    public Task<FeedPage> ReadAsync(long after, CancellationToken cancellationToken) => RunAsync(
        async (db, token) =>
        {
            var entries = await db.QueryAsync(
                ReplicaStatements.ReadChanges,
                (form, r) => new FeedEntry(r.GetInt64(0), form.ReadGuid(r, 1), (FeedKind)r.GetInt32(2), FeedJson.Read(r.GetString(3))),
                token,
                after,
                after + PageLength).ConfigureAwait(false);

            // Numbers have no gaps; what is missing at the beginning was pruned.
            var isCut = entries.Count > 0
                ? entries[0].Sequence != after + 1
                : (await db.QueryAsync(ReplicaStatements.FirstChange, (_, r) => r.GetInt64(0), token).ConfigureAwait(false)).Single() > after + 1;
            return new FeedPage(entries, isCut, entries.Count == PageLength);
        },
        cancellationToken);

    public async Task<LoadedFleet> ReadFleetAsync(IReadOnlyCollection<Guid> hosts, IReadOnlyCollection<Guid> instances, CancellationToken cancellationToken)
    {
        var foundHosts = new List<Host>(hosts.Count);
        var foundInstances = new List<Instance>();
        var charges = new Dictionary<Guid, InstanceCharge>();
        var (hostParts, instanceParts) = (hosts.Chunk(FleetScope.Most).ToList(), instances.Chunk(FleetScope.Most).ToList());
        for (var i = 0; i < Math.Max(hostParts.Count, instanceParts.Count); i++)
        {
            var part = await ReadPartAsync(new FleetScope(hostParts.ElementAtOrDefault(i) ?? [], instanceParts.ElementAtOrDefault(i) ?? []), cancellationToken).ConfigureAwait(false);
            foundHosts.AddRange(part.Hosts);
            foundInstances.AddRange(part.LocalInstances);
            foreach (var (id, charge) in part.Charges)
            {
                charges[id] = charge;
            }
        }

        return new LoadedFleet(foundHosts, foundInstances) { Charges = charges };
    }

    public Task<int> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        RunAsync((db, token) => db.ExecuteAsync(ReplicaStatements.PruneChanges, token, before), cancellationToken);

    private Task<LoadedFleet> ReadPartAsync(FleetScope scope, CancellationToken cancellationToken) => RunAsync(
        async (db, token) =>
        {
            await db.Database.OpenConnectionAsync(token).ConfigureAwait(false);
            try
            {
                var reader = new FleetReader(db.Database.GetDbConnection(), scope);
                return await reader.ReadAsync(token).ConfigureAwait(false);
            }
            finally
            {
                await db.Database.CloseConnectionAsync().ConfigureAwait(false);
            }
        },
        cancellationToken);

    private async Task<T> RunAsync<T>(Func<ZoneDbContext, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            return await db.Database.CreateExecutionStrategy().ExecuteAsync(token => read(db, token), cancellationToken).ConfigureAwait(false);
        }
    }
}
