using System.Collections.Immutable;

namespace NovaZones.Agent.Machine;

/// <summary>The machine as it is at one moment.</summary>
internal sealed record MachineFacts
{
    public required CpuFacts Cpu { get; init; }

    public required MemoryFacts Memory { get; init; }

    public required DiskFacts Disk { get; init; }

    /// <summary>Empty where there is but one node, or where a group of processes is limited to a part of the machine.</summary>
    public required ImmutableArray<NumaNode> NumaNodes { get; init; }

    public required ImmutableArray<Gpu> Gpus { get; init; }

    /// <summary>Load over 1, 5 and 15 minutes; null where the system does not tell.</summary>
    public LoadFacts? Load { get; init; }

    public required SystemFacts System { get; init; }
}

/// <param name="Threads">Hardware threads that may be used, at least 1.</param>
/// <param name="Cores">Cores of the machine.</param>
/// <param name="Sockets">Sockets of the machine.</param>
/// <param name="Model">Model, or null.</param>
/// <param name="Traits">Standard names of what the processor can.</param>
/// <param name="TemperatureC">Warmest package in whole degrees, or null.</param>
internal sealed record CpuFacts(int Threads, int Cores, int Sockets, string? Model, ImmutableArray<string> Traits, int? TemperatureC);

/// <param name="TotalMb">Memory that may be used, in MiB.</param>
/// <param name="AvailableMb">What is free of it or can be freed.</param>
/// <param name="SwapMb">Swap space.</param>
/// <param name="HugePages">Pages set aside, by their size in KiB; only sizes of which there are any.</param>
internal sealed record MemoryFacts(long TotalMb, long AvailableMb, long SwapMb, ImmutableSortedDictionary<long, long> HugePages);

/// <param name="TotalGb">Size of the file system that instances use, in GiB.</param>
/// <param name="FreeGb">What is free on it.</param>
/// <param name="Devices">Disks of the machine.</param>
internal sealed record DiskFacts(long TotalGb, long FreeGb, ImmutableArray<DiskDevice> Devices);

/// <param name="Name">Such as <c>nvme0n1</c>.</param>
/// <param name="SizeGb">Size in GiB, rounded down.</param>
/// <param name="Kind"><c>nvme</c>, <c>ssd</c>, <c>hdd</c> or <c>virtual</c>.</param>
internal sealed record DiskDevice(string Name, long SizeGb, string Kind);

/// <param name="Index">The system's number of the node.</param>
/// <param name="Threads">Hardware threads on it; 0 for memory alone.</param>
/// <param name="MemoryMb">Memory on it, in MiB.</param>
internal sealed record NumaNode(int Index, int Threads, long MemoryMb);

/// <param name="Address">Place on the PCI bus, such as <c>0000:3b:00.0</c>.</param>
/// <param name="Vendor">NVIDIA, AMD or Intel.</param>
/// <param name="Model">Model as the driver tells it; null without one.</param>
/// <param name="MemoryMb">Its memory in MiB; null where the driver does not tell.</param>
/// <param name="NumaNode">The node that it hangs on; null where unknown.</param>
internal sealed record Gpu(string Address, string Vendor, string? Model, long? MemoryMb, int? NumaNode);

/// <summary>Load over 1, 5 and 15 minutes.</summary>
internal sealed record LoadFacts(double One, double Five, double Fifteen);

/// <param name="Kernel">Release of the kernel, or null.</param>
/// <param name="OperatingSystem">Its name for people, or null.</param>
/// <param name="Product">Vendor and product of the machine, or null.</param>
/// <param name="BootedAt">When it started, UTC; null where unknown.</param>
/// <param name="HasKvm">Whether virtual machines can be run by the kernel.</param>
internal sealed record SystemFacts(string? Kernel, string? OperatingSystem, string? Product, DateTimeOffset? BootedAt, bool HasKvm);
