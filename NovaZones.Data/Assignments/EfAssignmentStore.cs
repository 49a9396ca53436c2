using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NovaZones.Core.Assignments;
using NovaZones.Data.Claims;
using NovaZones.Data.Fleet;
using NovaZones.Data.Replicas;

namespace NovaZones.Data.Assignments;

/// <summary>Keeps what hosts say of the instances on them in the zone's database.</summary>
/// <remarks>No decision rests on it, so replicas are told nothing: each reads the rows when it is asked.</remarks>
internal sealed class EfAssignmentStore(IDbContextFactory<ZoneDbContext> contexts) : IAssignmentStore
{
    public async Task<IReadOnlyList<Acknowledgement>> ListAcknowledgementsAsync(Guid hostId, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var rows = await db.Set<AcknowledgementEntity>().AsNoTracking().Where(a => a.HostId == hostId).ToListAsync(cancellationToken).ConfigureAwait(false);
            return rows.ConvertAll(row => row.ToAcknowledgement());
        }
    }

    public async Task AcknowledgeAsync(Guid hostId, IReadOnlyList<Acknowledgement> acknowledgements, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var ids = acknowledgements.Select(a => a.InstanceId).ToList();
            await db.InTransactionAsync(
                async token =>
                {
                    db.ChangeTracker.Clear(); // what an attempt before this one left
                    var known = await db.Set<AcknowledgementEntity>().Where(a => ids.Contains(a.InstanceId)).ToDictionaryAsync(a => a.InstanceId, token).ConfigureAwait(false);
                    foreach (var told in acknowledgements)
                    {
                        if (!known.TryGetValue(told.InstanceId, out var row))
                        {
                            db.Add(new AcknowledgementEntity { InstanceId = told.InstanceId, HostId = hostId, State = told.State, Message = told.Message, At = told.At });
                        }
                        else if (row.At <= told.At)
                        {
                            (row.HostId, row.State, row.Message, row.At) = (hostId, told.State, told.Message, told.At);
                        }
                    }

                    await db.SaveChangesAsync(acceptAllChangesOnSuccess: false, token).ConfigureAwait(false);
                },
                cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task<HostList?> FindListAsync(Guid hostId, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            return await db.Set<HostListEntity>().AsNoTracking().SingleOrDefaultAsync(l => l.HostId == hostId, cancellationToken).ConfigureAwait(false) is { } row ? Read(row) : null;
        }
    }

    public async Task SaveListAsync(HostList list, CancellationToken cancellationToken)
    {
        var (instances, unknown) = (JsonSerializer.Serialize(list.Instances), JsonSerializer.Serialize(list.Unknown));
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            await db.InTransactionAsync(
                async token =>
                {
                    db.ChangeTracker.Clear();
                    var changed = await db.Set<HostListEntity>()
                        .Where(l => l.HostId == list.HostId)
                        .ExecuteUpdateAsync(
                            set => set.SetProperty(l => l.Instances, instances).SetProperty(l => l.Unknown, unknown).SetProperty(l => l.ToldAt, list.ToldAt), token)
                        .ConfigureAwait(false);
                    if (changed == 0)
                    {
                        db.Add(new HostListEntity { HostId = list.HostId, Instances = instances, Unknown = unknown, ToldAt = list.ToldAt });
                        await db.SaveChangesAsync(acceptAllChangesOnSuccess: false, token).ConfigureAwait(false);
                    }
                },
                cancellationToken).ConfigureAwait(false);
        }
    }

    public async IAsyncEnumerable<HostList> ReadListsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            await foreach (var row in db.Set<HostListEntity>().AsNoTracking().AsAsyncEnumerable().WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                yield return Read(row);
            }
        }
    }

    public async Task PruneAsync(CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            await db.Set<AcknowledgementEntity>().Where(a => !db.Set<InstanceEntity>().Any(i => i.Id == a.InstanceId)).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
            await db.Set<HostListEntity>().Where(l => !db.Set<HostEntity>().Any(h => h.Id == l.HostId)).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static HostList Read(HostListEntity row) => new(
        row.HostId,
        JsonSerializer.Deserialize<ImmutableSortedSet<Guid>>(row.Instances) ?? [],
        JsonSerializer.Deserialize<ImmutableSortedDictionary<Guid, DateTimeOffset>>(row.Unknown) ?? ImmutableSortedDictionary<Guid, DateTimeOffset>.Empty,
        row.ToldAt);
}
