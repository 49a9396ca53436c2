using System.Collections.Immutable;

namespace NovaZones.Agent.Machine;

/// <summary>Finds GPUs on the PCI bus, with or without a driver, and asks the drivers' files for more.</summary>
internal static class GpuReader
{
    private const string Devices = "sys/bus/pci/devices";

    // The first two bytes of a PCI class.
    private const int Vga = 0x0300;
    private const int Accelerator3D = 0x0302;
    private const int OtherDisplay = 0x0380;
    private const int Processing = 0x1200;

    // Graphics inside a processor share its memory and show little of their own.
    private const long LeastMemoryMb = 2048;

    /// <summary>The GPUs in the order of their addresses.</summary>
    public static ImmutableArray<Gpu> Read(MachineRoot root)
    {
        var gpus = ImmutableArray.CreateBuilder<Gpu>();
        foreach (var address in root.Names(Devices))
        {
            var device = $"{Devices}/{address}";
            if (VendorOf(root.Hex($"{device}/vendor")) is { } vendor && root.Hex($"{device}/class") is { } pciClass && IsGpu(vendor, pciClass >> 8)
                && !(root.Number($"{device}/mem_info_vram_total") is { } bytes && bytes / (1024 * 1024) < LeastMemoryMb))
            {
                gpus.Add(new Gpu(
                    address,
                    vendor,
                    Model(root, address) ?? root.Text($"{device}/product_name"),
                    root.Number($"{device}/mem_info_vram_total") / (1024 * 1024),
                    root.Number($"{device}/numa_node") is >= 0 and var node ? (int)node : null));
            }
        }

        return gpus.ToImmutable();
    }

    private static string? VendorOf(int? id) => id switch
    {
        0x10de => "NVIDIA",
        0x1002 => "AMD",
        0x8086 => "Intel",
        _ => null, // the management controllers of servers are display controllers, too
    };

    private static bool IsGpu(string vendor, int kind) => kind is Accelerator3D or OtherDisplay or Processing || (kind == Vga && vendor != "Intel");

    /// <summary>The line <c>Model:  Tesla T4</c> of NVIDIA's driver.</summary>
    private static string? Model(MachineRoot root, string address) => root.Lines($"proc/driver/nvidia/gpus/{address}/information")
        .Where(l => l.StartsWith("Model:", StringComparison.Ordinal)).Select(l => l["Model:".Length..].Trim()).FirstOrDefault(m => m.Length > 0);
}
