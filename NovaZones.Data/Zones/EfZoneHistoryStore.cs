using Microsoft.EntityFrameworkCore;
using NovaZones.Core.Claims;
using NovaZones.Core.Fleet.History;
using NovaZones.Core.Zones;
using NovaZones.Core.Zones.History;
using NovaZones.Data.Claims;
using NovaZones.Data.Fleet;

namespace NovaZones.Data.Zones;

/// <summary>Keeps points of the zone in its database, a row each.</summary>
internal sealed class EfZoneHistoryStore(IDbContextFactory<ZoneDbContext> contexts) : IZoneHistoryStore
{
    // The form of hosts' figures serves here, too; this is nobody's id.
    private static readonly Guid _zone = Guid.Empty;

    public async Task AppendAsync(ZonePoint point, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(point);
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            db.Add(new ZoneSampleEntity
            {
                At = point.At,
                Span = point.Span.Ticks,
                Placed = point.Requests.Placed,
                Refused = point.Requests.Refused,
                HostsUp = point.Hosts.Up,
                HostsDown = point.Hosts.Down,
                HostsDisabled = point.Hosts.Disabled,
                Data = HostSamplePack.Pack([new HostFigures(_zone, point.Classes)]),
            });
            await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task<IReadOnlyList<ZonePoint>> ReadAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var rows = await db.Set<ZoneSampleEntity>().AsNoTracking().Where(sample => sample.At >= since).OrderBy(sample => sample.At)
                .ToListAsync(cancellationToken).ConfigureAwait(false);
            return rows.ConvertAll(row => new ZonePoint(
                row.At, TimeSpan.FromTicks(row.Span), new RequestCounts(row.Placed, row.Refused), new HostCounts(row.HostsUp, row.HostsDown, row.HostsDisabled),
                HostSamplePack.Find(row.Data, _zone) ?? []));
        }
    }

    public async Task<DateTimeOffset?> FindNewestAsync(CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            return await db.Set<ZoneSampleEntity>().OrderByDescending(sample => sample.At).Select(sample => (DateTimeOffset?)sample.At)
                .FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task<RequestCounts> CountRequestsAsync(DateTimeOffset after, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var asked = db.Set<ReservationEntity>().Where(r => r.CreatedAt > after && r.CreatedAt <= until);
            return new RequestCounts(
                await asked.LongCountAsync(r => r.Placed > 0, cancellationToken).ConfigureAwait(false),
                await asked.LongCountAsync(r => r.State == ReservationState.Refused, cancellationToken).ConfigureAwait(false));
        }
    }

    public async Task PruneAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            await db.Set<ZoneSampleEntity>().Where(sample => sample.At < before).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
