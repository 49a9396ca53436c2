using NovaZones.Web.Demo.Client;

namespace NovaZones.Web.Demo.Fleet;

/// <summary>One simulated server: a fixed shape and a few figures that drift. Used by one loop at a time.</summary>
internal sealed class DemoHost
{
    private readonly HostShape _shape;
    private readonly string _rack;
    private readonly string _availabilityZone;
    private readonly double _idleTemperature;
    private double _load;

    internal DemoHost(string name, HostShape shape, string rack, string availabilityZone, Random random)
    {
        Name = name;
        _shape = shape;
        _rack = rack;
        _availabilityZone = availabilityZone;
        _idleTemperature = 34 + (random.NextDouble() * 6);
        _load = 0.2 + (random.NextDouble() * 0.4);
        Report = BuildReport();
    }

    internal string Name { get; }

    /// <summary>The full report as of the last drift.</summary>
    internal HostReportLine Report { get; private set; }

    /// <value>When the host speaks again; null while it reports as it should.</value>
    internal DateTimeOffset? SilentUntil { get; set; }

    /// <summary>Virtual processors open to ordinary machines; none on a GPU server.</summary>
    internal long GeneralVcpuCapacity => _shape.Gpus > 0 ? 0 : Report.Inventories["VCPU"].Capacity();

    internal long GpuMilliCapacity => _shape.Gpus * 1_000L;

    /// <summary>Moves load and temperature a little and answers the merge patch that says so.</summary>
    internal object Drift(Random random)
    {
        // A walk that is pulled back towards half load, so that it neither runs away nor sticks at a bound.
        _load = Math.Clamp(_load + ((random.NextDouble() - 0.5) * 0.2) + ((0.5 - _load) * 0.05), 0.01, 1.0);
        Report = BuildReport();
        return new { capabilities = Moving() };
    }

    private HostReportLine BuildReport()
    {
        var capabilities = new Dictionary<string, object>
        {
            ["kernel"] = _shape.Kernel,
            ["hypervisor_type"] = "kvm",
            ["hypervisor_version"] = _shape.HypervisorVersion,
            ["rack"] = _rack,
            ["server_model"] = _shape.Code,
        };
        if (_shape.Gpus > 0)
        {
            capabilities["gpu_model"] = _shape.GpuModel;
        }

        foreach (var (name, value) in Moving())
        {
            capabilities[name] = value;
        }

        return new HostReportLine(Name, Inventories())
        {
            Capabilities = capabilities,
            Traits = _shape.Traits,
            Aggregates = _shape.Aggregates,
            AvailabilityZone = _availabilityZone,
            Providers = _shape.Gpus == 0 ? null : [.. Enumerable.Range(0, _shape.Gpus).Select(Gpu)],
        };
    }

    private Dictionary<string, object> Moving() => new()
    {
        ["cpu_temp"] = Math.Round(_idleTemperature + (_load * 38), 1),
        ["load1"] = Math.Round(_load * _shape.Vcpu, 1),
    };

    private Dictionary<string, InventoryReport> Inventories() => new()
    {
        ["VCPU"] = new(_shape.Vcpu) { AllocationRatio = _shape.CpuRatio },
        ["MEMORY_MB"] = new(_shape.MemoryMb) { Reserved = HostShape.ReservedMemoryMb },
        ["DISK_GB"] = new(_shape.DiskGb),
    };

    private ProviderReport Gpu(int index) =>
        new($"gpu{index}", new Dictionary<string, InventoryReport> { ["GPU_MILLI"] = new(1_000) }) { Traits = [$"CUSTOM_{_shape.GpuModel}"] };
}
