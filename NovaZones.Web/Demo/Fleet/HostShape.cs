namespace NovaZones.Web.Demo.Fleet;

/// <summary>A kind of server that an operator buys by the rack.</summary>
/// <param name="Code">Part of the host's name, for example <c>gen2</c>.</param>
/// <param name="Weight">How many of a hundred servers are of this kind.</param>
/// <param name="Vcpu">Hardware threads.</param>
/// <param name="CpuRatio">How many virtual processors are sold for one thread.</param>
/// <param name="MemoryMb">Installed memory.</param>
/// <param name="DiskGb">Installed disk.</param>
internal sealed record HostShape(string Code, int Weight, long Vcpu, double CpuRatio, long MemoryMb, long DiskGb)
{
    /// <summary>The trait of servers that ordinary machines should leave alone.</summary>
    internal const string GpuHostTrait = "CUSTOM_GPU_HOST";

    // Memory that the hypervisor keeps for itself.
    internal const long ReservedMemoryMb = 8_192;

    internal required int HypervisorVersion { get; init; }

    internal required string Kernel { get; init; }

    internal required IReadOnlyList<string> Traits { get; init; }

    internal required IReadOnlyList<string> Aggregates { get; init; }

    /// <value>The GPU model, empty when there is none.</value>
    internal string GpuModel { get; init; } = "";

    internal int Gpus { get; init; }

    /// <summary>What a mixed cloud looks like; the weights add up to 100.</summary>
    internal static IReadOnlyList<HostShape> All { get; } =
    [
        new("gen1", 40, 64, 1.5, 393_216, 3_840)
        {
            HypervisorVersion = 5_002, Kernel = "5.15.0", Traits = ["HW_CPU_X86_AVX2"], Aggregates = ["general", "ssd"],
        },
        new("gen2", 32, 128, 1.5, 786_432, 7_680)
        {
            HypervisorVersion = 8_002, Kernel = "6.8.0", Traits = ["HW_CPU_X86_AVX2", "HW_CPU_X86_AVX512F", "CUSTOM_NVME"], Aggregates = ["general", "ssd", "nvme"],
        },
        new("mem", 8, 96, 1.0, 2_097_152, 3_840)
        {
            HypervisorVersion = 7_001, Kernel = "6.1.0", Traits = ["HW_CPU_X86_AVX2", "HW_CPU_X86_AVX512F", "CUSTOM_MEMORY_HEAVY"], Aggregates = ["memory", "ssd"],
        },
        new("stor", 6, 48, 1.0, 196_608, 122_880)
        {
            HypervisorVersion = 6_002, Kernel = "6.1.0", Traits = ["HW_CPU_X86_AVX2", "CUSTOM_HDD"], Aggregates = ["storage"],
        },
        new("t4", 6, 64, 1.0, 393_216, 3_840)
        {
            HypervisorVersion = 6_002, Kernel = "6.1.0", Traits = ["HW_CPU_X86_AVX2", GpuHostTrait], Aggregates = ["gpu", "ssd"], GpuModel = "T4", Gpus = 4,
        },
        new("a100", 5, 128, 1.0, 1_048_576, 15_360)
        {
            HypervisorVersion = 7_001, Kernel = "6.8.0", Traits = ["HW_CPU_X86_AVX2", GpuHostTrait], Aggregates = ["gpu", "nvme"], GpuModel = "A100", Gpus = 8,
        },
        new("h100", 3, 192, 1.0, 2_097_152, 30_720)
        {
            HypervisorVersion = 8_002, Kernel = "6.8.0", Traits = ["HW_CPU_X86_AVX2", "HW_CPU_X86_AVX512F", GpuHostTrait], Aggregates = ["gpu", "nvme"], GpuModel = "H100", Gpus = 8,
        },
    ];
}
