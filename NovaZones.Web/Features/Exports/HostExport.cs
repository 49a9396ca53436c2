using NovaZones.Core.Fleet;
using NovaZones.Core.Placement;
using NovaZones.Web.Components.Shared;
using NovaZones.Web.Features.Hosts;

namespace NovaZones.Web.Features.Exports;

/// <summary>The list of hosts as a download: the columns, the order and the choice of the page.</summary>
internal static class HostExport
{
    /// <summary>Most hosts in one download.</summary>
    public const int MaxRows = 100_000;

    /// <summary>The columns of a host as it is at a moment.</summary>
    public static IReadOnlyList<ExportColumn<Host>> Columns(DateTimeOffset now, TimeSpan staleAfter) =>
    [
        new("name", h => h.Name),
        new("state", h => h.IsUp(now, staleAfter) ? "Up" : "Down"),
        new("adminState", h => h.AdminState.ToString()),
        new("disabledReason", h => h.DisabledReason),
        new("availabilityZone", h => h.AvailabilityZone),
        new("instances", h => h.InstanceCount),
        .. Of("vcpu", ResourceClass.Vcpu),
        .. Of("memoryMb", ResourceClass.MemoryMb),
        .. Of("diskGb", ResourceClass.DiskGb),
        .. Of("gpuMilli", ResourceText.GpuMilli),
        new("lastReportAt", h => h.Heartbeat.LastReportAt),
    ];

    /// <summary>Every host that the page would show on one of its pages, one more than the most at the end.</summary>
    public static HostTable Read(FleetSnapshot fleet, string? text, string? state, string? sort, DateTimeOffset now, TimeSpan staleAfter) =>
        HostTable.Read(fleet, text, state, sort, 1, now, staleAfter, MaxRows + 1);

    private static ExportColumn<Host>[] Of(string name, string resourceClass) =>
    [
        new(name + "Used", h => h.Sum(resourceClass).Used),
        new(name + "Capacity", h => h.Sum(resourceClass).Capacity),
    ];
}
