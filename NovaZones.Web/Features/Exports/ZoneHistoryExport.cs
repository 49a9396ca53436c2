using NovaZones.Core.Zones.History;
using NovaZones.Web.Features.Zone;

namespace NovaZones.Web.Features.Exports;

/// <summary>The zone's history as a download: the rows of the table on the overview.</summary>
internal static class ZoneHistoryExport
{
    /// <summary>Most rows in one download; more are never shown.</summary>
    public const int MaxRows = 1000;

    private const int Decimals = 3;

    /// <summary>The file.</summary>
    public static Download<ZonePoint> Of(ZoneHistoryView view, ExportFormat format) =>
        new($"zone-history-{view.Range.Key}", format, Columns(view), view.Points.Reverse().ToAsyncEnumerable(), MaxRows);

    private static IReadOnlyList<ExportColumn<ZonePoint>> Columns(ZoneHistoryView view) =>
    [
        new("at", p => p.At),
        new("spanSeconds", p => Math.Round(p.Span.TotalSeconds, Decimals)),
        new("placed", p => p.Requests.Placed),
        new("placedPerSecond", p => Math.Round(p.PlacedPerSecond, Decimals)),
        new("refused", p => p.Requests.Refused),
        new("refusedPerSecond", p => Math.Round(p.RefusedPerSecond, Decimals)),
        new("hostsUp", p => p.Hosts.Up),
        new("hostsDown", p => p.Hosts.Down),
        new("hostsDisabled", p => p.Hosts.Disabled),
        .. view.Classes.SelectMany(Of),
    ];

    private static ExportColumn<ZonePoint>[] Of(string resourceClass)
    {
        var name = ClassColumns.NameOf(resourceClass);
        return [new(name + "Used", p => p.Of(resourceClass)?.Used), new(name + "Capacity", p => p.Of(resourceClass)?.Capacity)];
    }
}
