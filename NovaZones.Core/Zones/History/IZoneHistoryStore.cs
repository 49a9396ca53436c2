namespace NovaZones.Core.Zones.History;

/// <summary>Keeps what the zone with everything below it offered, used and was asked, durably.</summary>
public interface IZoneHistoryStore
{
    /// <summary>Adds a point; there must be none of that moment.</summary>
    Task AppendAsync(ZonePoint point, CancellationToken cancellationToken);

    /// <summary>The points since a moment, oldest first.</summary>
    Task<IReadOnlyList<ZonePoint>> ReadAsync(DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>The moment of the newest point, or null.</summary>
    Task<DateTimeOffset?> FindNewestAsync(CancellationToken cancellationToken);

    /// <summary>What became of the requests that came after a moment and no later than another.</summary>
    Task<RequestCounts> CountRequestsAsync(DateTimeOffset after, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Forgets what is older than a moment.</summary>
    Task PruneAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
