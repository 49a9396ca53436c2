using NovaZones.Core.Zones.History;
using NovaZones.Web.Components.Shared.Charts;

namespace NovaZones.Web.Features.Zone;

/// <summary>What the zone's page, its files and the API tell of its past: the same points.</summary>
public sealed class ZoneHistoryReader(IZoneHistoryStore store, TimeProvider time)
{
    /// <summary>The points of a span of time that ends now.</summary>
    public async Task<ZoneHistoryView> ReadAsync(HistoryRange range, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(range);
        var now = time.GetUtcNow();
        var points = await store.ReadAsync(now - range.Length, cancellationToken);
        return new ZoneHistoryView(range, now - range.Length, now, ZonePoint.Thin(points, range.Step));
    }
}

/// <summary>The zone over a span of time.</summary>
/// <param name="Range">The span.</param>
/// <param name="From">Its beginning, UTC.</param>
/// <param name="To">Its end, UTC.</param>
/// <param name="Points">What is known of it, oldest first.</param>
public sealed record ZoneHistoryView(HistoryRange Range, DateTimeOffset From, DateTimeOffset To, IReadOnlyList<ZonePoint> Points)
{
    /// <summary>Every class that any point knows, in the order in which they are shown.</summary>
    public IReadOnlyList<string> Classes { get; } =
    [
        .. Points.SelectMany(point => point.Classes).Select(figures => figures.ResourceClass).Distinct(StringComparer.Ordinal)
            .OrderBy(Components.Shared.ResourceText.Rank).ThenBy(name => name, StringComparer.Ordinal),
    ];
}
