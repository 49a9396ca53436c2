using NovaZones.Web.Demo.Client;
using NovaZones.Web.Demo.Fleet;

namespace NovaZones.Web.Demo.Workload;

/// <summary>Draws the requests of a mixed cloud. The same seed gives the same requests in the same order. Not thread-safe.</summary>
internal sealed class WorkloadMix(int seed, IReadOnlyList<string> availabilityZones)
{
    private static readonly TraitsAsk NoGpuHost = new() { Forbidden = [HostShape.GpuHostTrait] };

    private readonly Random _random = new(seed);

    /// <summary>Seconds until the next arrival when they come independently of each other, at this mean rate per second.</summary>
    internal double NextGapSeconds(double rate) => -Math.Log(1 - _random.NextDouble()) / rate;

    /// <summary>The next ordinary request.</summary>
    internal WorkloadItem Next() => _random.Next(100) switch
    {
        < 46 => Web(),
        < 62 => Database(),
        < 80 => Batch(),
        < 90 => HalfGpu(),
        < 94 => OneGpu(),
        < 98 => ManyGpus(),
        _ => Impossible(),
    };

    /// <summary>A large tenant moving in: what brings an empty fleet to its level and keeps it there.</summary>
    /// <param name="maxVcpu">What it may take in all, so that a small fleet is not filled at one stroke.</param>
    internal WorkloadItem NextTenant(long maxVcpu)
    {
        long vcpu = _random.Next(2) == 0 ? 16 : 32;
        var count = AtMost(_random.Next(12, 33), maxVcpu / vcpu);
        var ask = new PlacementAsk
        {
            Name = "tenant",
            Count = count,
            MinCount = 1,
            Resources = Machine(vcpu, vcpu * 3_584, vcpu * 12),
            Traits = NoGpuHost,
        };
        return new WorkloadItem(ask, Lifetime(medianMinutes: 25)) { GeneralVcpu = vcpu };
    }

    /// <summary>A training run that takes several whole servers' GPUs.</summary>
    /// <param name="maxGpuMilli">What it may take in all.</param>
    internal WorkloadItem NextTraining(long maxGpuMilli)
    {
        var gpus = _random.Next(2) == 0 ? 4 : 8;
        var ask = new PlacementAsk
        {
            Name = "training",
            Count = AtMost(_random.Next(2, 9), maxGpuMilli / (gpus * 1_000)),
            MinCount = 1,
            Resources = Machine(gpus * 6, gpus * 49_152, 400),
            Groups = [.. Enumerable.Repeat(Gpu(1_000, "CUSTOM_A100", "CUSTOM_H100"), gpus)],
            GroupPolicy = "isolate",
        };
        return new WorkloadItem(ask, Lifetime(medianMinutes: 15)) { GpuMilli = gpus * 1_000 };
    }

    private WorkloadItem Web()
    {
        long vcpu = 1 << _random.Next(3);
        var ask = new PlacementAsk
        {
            Name = "web",
            Count = _random.Next(1, 6),
            MinCount = 1,
            Resources = Machine(vcpu, vcpu * 2_048, 20),
            Traits = NoGpuHost with { Required = ["HW_CPU_X86_AVX2"] },
        };
        return new WorkloadItem(ask, Lifetime(medianMinutes: 2)) { GeneralVcpu = vcpu };
    }

    private WorkloadItem Database()
    {
        long vcpu = 8 << _random.Next(2);
        var ask = new PlacementAsk
        {
            Name = "database",
            Resources = Machine(vcpu, vcpu * 8_192, 500),
            Traits = NoGpuHost,
            AvailabilityZone = availabilityZones[_random.Next(availabilityZones.Count)],
            Capabilities = new Dictionary<string, string> { ["hypervisor_version"] = ">= 6000" },
            Query = [">=", "$free.MEMORY_MB", 131_072],
        };
        return new WorkloadItem(ask, Lifetime(medianMinutes: 8)) { GeneralVcpu = vcpu };
    }

    private WorkloadItem Batch()
    {
        long vcpu = 4 << _random.Next(3);
        var count = _random.Next(1, 9);
        var ask = new PlacementAsk
        {
            Name = "batch",
            Count = count,
            MinCount = count,
            Resources = Machine(vcpu, vcpu * 3_072, 40),
            Traits = NoGpuHost,
        };
        return new WorkloadItem(ask, Lifetime(medianMinutes: 1)) { GeneralVcpu = vcpu };
    }

    private WorkloadItem HalfGpu()
    {
        var ask = new PlacementAsk
        {
            Name = "inference",
            Count = _random.Next(1, 4),
            MinCount = 1,
            Resources = Machine(4, 16_384, 50),
            Groups = [Gpu(500, "CUSTOM_T4", "CUSTOM_A100")],
        };
        return new WorkloadItem(ask, Lifetime(medianMinutes: 4)) { GpuMilli = 500 };
    }

    private WorkloadItem OneGpu()
    {
        var ask = new PlacementAsk { Name = "notebook", Resources = Machine(8, 65_536, 100), Groups = [Gpu(1_000)] };
        return new WorkloadItem(ask, Lifetime(medianMinutes: 5)) { GpuMilli = 1_000 };
    }

    private WorkloadItem ManyGpus()
    {
        var gpus = 2 << _random.Next(2);
        var ask = new PlacementAsk
        {
            Name = "finetune",
            Resources = Machine(gpus * 8, gpus * 65_536, 400),
            Groups = [.. Enumerable.Repeat(Gpu(1_000, "CUSTOM_A100", "CUSTOM_H100"), gpus)],
            GroupPolicy = "isolate",
        };
        return new WorkloadItem(ask, Lifetime(medianMinutes: 6)) { GpuMilli = gpus * 1_000 };
    }

    // Requests that must be refused, each for another reason, so that the console has refusals to study.
    private WorkloadItem Impossible()
    {
        var ask = _random.Next(4) switch
        {
            0 => new PlacementAsk { Name = "too-large", Resources = Machine(512, 65_536, 20) },
            1 => new PlacementAsk { Name = "no-such-trait", Resources = Machine(2, 4_096, 20), Traits = new TraitsAsk { Required = ["CUSTOM_TPU_V5"] } },
            2 => new PlacementAsk { Name = "no-such-zone", Resources = Machine(2, 4_096, 20), AvailabilityZone = "mars-a" },
            _ => new PlacementAsk
            {
                Name = "nine-gpus",
                Resources = Machine(8, 65_536, 20),
                Groups = [.. Enumerable.Repeat(Gpu(1_000), 9)],
                GroupPolicy = "isolate",
            },
        };
        return new WorkloadItem(ask, TimeSpan.FromMinutes(1));
    }

    // Log-normal: most leave early, a few stay very long, as measured in every public cluster trace.
    private TimeSpan Lifetime(double medianMinutes)
    {
        const double Sigma = 0.8;
        var normal = Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
        return TimeSpan.FromMinutes(Math.Min(medianMinutes * Math.Exp(Sigma * normal), 24 * 60));
    }

    private static int AtMost(int count, long limit) => (int)Math.Max(1, Math.Min(count, limit));

    private static Dictionary<string, long> Machine(long vcpu, long memoryMb, long diskGb) =>
        new() { ["VCPU"] = vcpu, ["MEMORY_MB"] = memoryMb, ["DISK_GB"] = diskGb };

    private static GroupAsk Gpu(long milli, params string[] anyOfTraits) =>
        new(new Dictionary<string, long> { ["GPU_MILLI"] = milli })
        {
            Traits = anyOfTraits.Length == 0 ? null : new TraitsAsk { AnyOf = [anyOfTraits] },
        };
}
