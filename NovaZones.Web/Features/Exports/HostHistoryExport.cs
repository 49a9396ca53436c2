using NovaZones.Core.Fleet.History;
using NovaZones.Web.Features.Hosts;

namespace NovaZones.Web.Features.Exports;

/// <summary>A host's history as a download: the rows of the table on its page, all of them.</summary>
internal static class HostHistoryExport
{
    /// <summary>Most rows in one download: a change every ten minutes for two months.</summary>
    public const int MaxRows = 10_000;

    /// <summary>The file.</summary>
    public static Download<HostPoint> Of(HostHistoryView view, ExportFormat format) =>
        new($"host-history-{view.Range.Key}", format, [new("at", p => p.At), .. view.Classes.SelectMany(Columns)], view.Points.Reverse().ToAsyncEnumerable(), MaxRows);

    private static ExportColumn<HostPoint>[] Columns(string resourceClass)
    {
        var name = ClassColumns.NameOf(resourceClass);
        return [new(name + "Used", p => Of(p, resourceClass)?.Used), new(name + "Capacity", p => Of(p, resourceClass)?.Capacity)];
    }

    private static ClassFigures? Of(HostPoint point, string resourceClass) =>
        point.Classes.FirstOrDefault(figures => figures.ResourceClass == resourceClass) is { ResourceClass: not null } found ? found : null;
}
