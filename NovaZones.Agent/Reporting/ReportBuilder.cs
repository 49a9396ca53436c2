using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using NovaZones.Agent.Machine;

namespace NovaZones.Agent.Reporting;

/// <summary>Says what the machine is in the words in which hosts report (<c>PUT /api/v1/hosts/{name}</c>).</summary>
/// <remarks>Figures that never rest are rounded, so that a machine with little to do has little to say.</remarks>
internal sealed class ReportBuilder(IOptions<AgentOptions> options)
{
    private const int MaxTextLength = 255;

    // Steps in which free memory is told, as a part of all memory.
    private const int MemorySteps = 64;

    private static readonly string _version = typeof(ReportBuilder).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    private readonly AgentOptions _options = options.Value;

    /// <summary>The whole report.</summary>
    public JsonObject Build(MachineFacts machine)
    {
        var report = new JsonObject
        {
            ["inventories"] = Inventories(machine),
            ["capabilities"] = Capabilities(machine),
            ["traits"] = Texts(Traits(machine)),
            ["aggregates"] = Texts(_options.Aggregates.Distinct().Order(StringComparer.Ordinal)),
            ["providers"] = Providers(machine),
        };
        if (!string.IsNullOrEmpty(_options.AvailabilityZone))
        {
            report["availabilityZone"] = _options.AvailabilityZone;
        }

        return report;
    }

    private JsonObject Inventories(MachineFacts machine)
    {
        var inventories = new JsonObject();
        if (machine.NumaNodes.IsEmpty)
        {
            Add(inventories, "VCPU", machine.Cpu.Threads, _options.ReservedVcpus, _options.CpuAllocationRatio);
            Add(inventories, "MEMORY_MB", machine.Memory.TotalMb, _options.ReservedMemoryMb);
        }

        Add(inventories, "DISK_GB", machine.Disk.TotalGb, _options.ReservedDiskGb);
        return inventories;
    }

    /// <summary>Processors and memory stand in their nodes and there alone: what stood in both would be given twice.</summary>
    private JsonArray Providers(MachineFacts machine)
    {
        var providers = new JsonArray();
        var (vcpus, memory) = (_options.ReservedVcpus, _options.ReservedMemoryMb);
        foreach (var node in machine.NumaNodes)
        {
            // What the host keeps is taken from the first nodes.
            var inventories = new JsonObject();
            Add(inventories, "VCPU", node.Threads, Take(ref vcpus, node.Threads), _options.CpuAllocationRatio);
            Add(inventories, "MEMORY_MB", node.MemoryMb, Take(ref memory, node.MemoryMb));
            providers.Add(new JsonObject { ["name"] = string.Create(CultureInfo.InvariantCulture, $"numa{node.Index}"), ["inventories"] = inventories });
        }

        foreach (var gpu in machine.Gpus)
        {
            // By address, since numbers move when a card fails.
            providers.Add(new JsonObject
            {
                ["name"] = $"gpu-{gpu.Address}",
                ["inventories"] = new JsonObject { ["GPU_MILLI"] = Amount(1000, 0) },
                ["traits"] = Texts(GpuTraits(gpu)),
            });
        }

        return providers;
    }

    private IEnumerable<string> Traits(MachineFacts machine) => machine.Cpu.Traits
        .Concat(machine.Disk.Devices.Select(d => d.Kind).Where(k => k != "virtual").Select(k => $"CUSTOM_{k.ToUpperInvariant()}"))
        .Concat(_options.Traits).Distinct().Order(StringComparer.Ordinal);

    private static IEnumerable<string> GpuTraits(Gpu gpu)
    {
        yield return $"CUSTOM_GPU_{gpu.Vendor.ToUpperInvariant()}";
        if (gpu.Model is { } model)
        {
            yield return $"CUSTOM_{new string([.. model.ToUpperInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_')])}";
        }
    }

    private JsonObject Capabilities(MachineFacts machine)
    {
        var capabilities = new JsonObject();
        Set("agent_version", _version);
        Set("boot_time", machine.System.BootedAt?.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        Set("cpu_cores", machine.Cpu.Cores);
        Set("cpu_model", machine.Cpu.Model);
        Set("cpu_sockets", machine.Cpu.Sockets);
        Set("cpu_temp", machine.Cpu.TemperatureC);
        Set("disk_free_gb", machine.Disk.FreeGb);
        Set("hypervisor_type", machine.System.HasKvm ? "kvm" : null);
        Set("kernel", machine.System.Kernel);
        Set("memory_available_mb", Rounded(machine.Memory.AvailableMb, machine.Memory.TotalMb));
        Set("os", machine.System.OperatingSystem);
        Set("product", machine.System.Product);
        Set("swap_mb", machine.Memory.SwapMb);
        if (machine.Load is { } load)
        {
            Set("load1", Math.Round(load.One, 1));
            Set("load5", Math.Round(load.Five, 1));
            Set("load15", Math.Round(load.Fifteen, 1));
        }

        if (!machine.Disk.Devices.IsEmpty)
        {
            capabilities["disks"] = Texts(machine.Disk.Devices.Select(d => string.Create(CultureInfo.InvariantCulture, $"{d.Name} {d.Kind} {d.SizeGb} GiB")));
        }

        foreach (var (size, pages) in machine.Memory.HugePages)
        {
            Set(string.Create(CultureInfo.InvariantCulture, $"hugepages_{size}kb"), pages);
        }

        if (!machine.NumaNodes.IsEmpty)
        {
            Set("numa_nodes", machine.NumaNodes.Length);
        }

        if (!machine.Gpus.IsEmpty)
        {
            Set("gpus", machine.Gpus.Length);
            Set("gpu_model", machine.Gpus.Select(g => g.Model).FirstOrDefault(m => m is not null));
        }

        foreach (var (name, value) in _options.Capabilities)
        {
            capabilities[name] = value;
        }

        return capabilities;

        void Set(string name, JsonNode? value)
        {
            if (value is JsonValue text && text.TryGetValue<string>(out var words))
            {
                value = words.Length is 0 ? null : words[..Math.Min(words.Length, MaxTextLength)];
            }

            if (value is not null)
            {
                capabilities[name] = value;
            }
        }
    }

    private static long Rounded(long available, long total)
    {
        var step = Math.Max(1, total / MemorySteps);
        return available / step * step;
    }

    private static long Take(ref long reserved, long total)
    {
        var taken = Math.Min(reserved, total);
        reserved -= taken;
        return taken;
    }

    private static void Add(JsonObject inventories, string resourceClass, long total, long reserved, double ratio = 1)
    {
        if (total > 0)
        {
            inventories[resourceClass] = Amount(total, reserved, ratio);
        }
    }

    private static JsonObject Amount(long total, long reserved, double ratio = 1) =>
        new() { ["total"] = total, ["reserved"] = Math.Min(reserved, total), ["allocationRatio"] = ratio };

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(t => (JsonNode)t)];
}
