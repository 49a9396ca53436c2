using NovaZones.Web.Demo.Fleet;

namespace NovaZones.Web.Demo.Workload;

/// <summary>What the workload may count on: the fleets' capacity and the names it can ask for.</summary>
internal sealed record DemoCapacity(long GeneralVcpu, long GpuMilli, IReadOnlyList<string> AvailabilityZones)
{
    internal static DemoCapacity Of(IReadOnlyCollection<DemoFleet> fleets) => new(
        fleets.Sum(fleet => fleet.Hosts.Sum(host => host.GeneralVcpuCapacity)),
        fleets.Sum(fleet => fleet.Hosts.Sum(host => host.GpuMilliCapacity)),
        [.. fleets.SelectMany(fleet => fleet.AvailabilityZones)]);
}
