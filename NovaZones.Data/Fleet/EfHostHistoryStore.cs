using System.Buffers.Binary;
using Microsoft.EntityFrameworkCore;
using NovaZones.Core.Fleet.History;

namespace NovaZones.Data.Fleet;

/// <summary>Keeps figures of hosts in the zone's database, a row for each shard of hosts and moment.</summary>
/// <remarks>A row a host would be a hundred thousand rows every ten minutes; whoever asks for one host reads its shard and throws the others away.</remarks>
internal sealed class EfHostHistoryStore(IDbContextFactory<ZoneDbContext> contexts) : IHostHistoryStore
{
    /// <summary>Fixed for ever: rows of another number of shards would not be found.</summary>
    private const int Shards = 256;

    // Small enough that a claim which waits for the database hardly notices.
    private const int RowsAtOnce = 16;

    public async Task AppendAsync(DateTimeOffset at, IReadOnlyCollection<HostFigures> figures, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(figures);
        var rows = figures.GroupBy(host => ShardOf(host.HostId)).Select(shard => new HostSampleEntity { Shard = shard.Key, At = at, Data = HostSamplePack.Pack([.. shard]) });
        foreach (var some in rows.Chunk(RowsAtOnce))
        {
            var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
            await using (db.ConfigureAwait(false))
            {
                db.AddRange(some.AsEnumerable<object>());
                await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public async Task<IReadOnlyList<HostPoint>> ReadAsync(Guid hostId, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var shard = ShardOf(hostId);
        var points = new List<HostPoint>();
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var rows = db.Set<HostSampleEntity>().AsNoTracking().Where(sample => sample.Shard == shard && sample.At >= since).OrderBy(sample => sample.At);
            await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                if (HostSamplePack.Find(row.Data, hostId) is { } classes)
                {
                    points.Add(new HostPoint(row.At, classes));
                }
            }
        }

        return points;
    }

    public async Task PruneAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            await db.Set<HostSampleEntity>().Where(sample => sample.At < before).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    // The last bytes of an id are random, the first are its time.
    private static int ShardOf(Guid hostId)
    {
        Span<byte> bytes = stackalloc byte[16];
        hostId.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadUInt16BigEndian(bytes[14..]) % Shards;
    }
}
