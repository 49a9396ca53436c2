using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using NovaZones.Agent;
using NovaZones.Agent.Machine;
using NovaZones.Agent.Reporting;
using NovaZones.Core.Fleet;
using Xunit;

namespace NovaZones.Tests.Agent;

/// <summary>What the agent makes of the kernel's files, of a few machines that are written down and of the one that the test runs on.</summary>
public sealed class MachineReaderTests
{
    [Fact]
    public void Read_SmallMachineWithoutControlGroups_TellsWhatIsThere()
    {
        using var files = FakeMachine.Small();

        var machine = Read(files);

        Assert.Equal((4, 2, 1, "Small CPU"), (machine.Cpu.Threads, machine.Cpu.Cores, machine.Cpu.Sockets, machine.Cpu.Model));
        Assert.Equal(["HW_ARCH_X86_64", "HW_CPU_HYPERTHREADING", "HW_CPU_X86_AVX", "HW_CPU_X86_AVX2", "HW_CPU_X86_SSE42"], machine.Cpu.Traits);
        Assert.Equal((8192L, 4096L, 1024L), (machine.Memory.TotalMb, machine.Memory.AvailableMb, machine.Memory.SwapMb));
        Assert.Equal([new DiskDevice("sda", 2, "hdd")], machine.Disk.Devices);
        Assert.Equal((100L, 40L), (machine.Disk.TotalGb, machine.Disk.FreeGb));
        Assert.Equal(new LoadFacts(0.52, 0.31, 0.20), machine.Load);
        Assert.Equal(new SystemFacts("6.8.0-generic", "Test Linux 1", null, DateTimeOffset.FromUnixTimeSeconds(1_790_000_000), false), machine.System);
        Assert.Empty(machine.NumaNodes);
        Assert.Empty(machine.Gpus);
    }

    [Fact]
    public void Read_ServerOfTwoSockets_HasItsNodesItsGpusAndNothingThatIsNone()
    {
        using var files = FakeMachine.Server();

        var machine = Read(files);

        Assert.Equal((16, 8, 2, 49), (machine.Cpu.Threads, machine.Cpu.Cores, machine.Cpu.Sockets, machine.Cpu.TemperatureC));
        Assert.Equal([new NumaNode(0, 8, 32_768), new NumaNode(1, 8, 31_637)], machine.NumaNodes);
        Assert.Equal([new Gpu("0000:3b:00.0", "NVIDIA", "Tesla T4", null, 0), new Gpu("0000:af:00.0", "NVIDIA", null, null, 1)], machine.Gpus);
        Assert.Equal([new DiskDevice("nvme0n1", 931, "nvme")], machine.Disk.Devices);
        Assert.Equal((512L, 1), (machine.Memory.HugePages[2048], machine.Memory.HugePages.Count));
        Assert.Equal((true, "Maker Inc. Model 9000"), (machine.System.HasKvm, machine.System.Product));
    }

    [Fact]
    public void Read_ContainerWithLimits_HasItsShareAndNoNodes()
    {
        using var files = FakeMachine.Server().With("sys/fs/cgroup/cpu.max", "350000 100000").With("sys/fs/cgroup/memory.max", "4294967296");
        using var old = FakeMachine.Small()
            .With("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1").With("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000").With("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712");

        var limited = Read(files);
        var unlimited = Read(old);

        Assert.Equal((3, 4096L, 4096L, 0), (limited.Cpu.Threads, limited.Memory.TotalMb, limited.Memory.AvailableMb, limited.NumaNodes.Length));
        Assert.Equal((4, 8192L), (unlimited.Cpu.Threads, unlimited.Memory.TotalMb));
    }

    [Fact]
    public void Read_Arm_HasItsOwnTraits()
    {
        using var files = new FakeMachine().With("proc/cpuinfo", "processor\t: 0\nBogoMIPS\t: 50.00\nFeatures\t: fp asimd aes crc32 atomics\n\nprocessor\t: 1\nFeatures\t: fp asimd aes crc32 atomics");

        var cpu = Read(files).Cpu;

        Assert.Equal((2, 2, 1), (cpu.Threads, cpu.Cores, cpu.Sockets));
        Assert.Equal(["HW_ARCH_AARCH64", "HW_CPU_AARCH64_AES", "HW_CPU_AARCH64_ASIMD", "HW_CPU_AARCH64_ATOMICS", "HW_CPU_AARCH64_CRC32", "HW_CPU_AARCH64_FP"], cpu.Traits);
    }

    [Fact]
    public void Read_NothingOrNonsense_TellsWhatIsCertainAndThrowsNothing()
    {
        using var nothing = new FakeMachine();
        using var nonsense = new FakeMachine()
            .With("proc/cpuinfo", ":::\nprocessor\nflags: ").With("proc/meminfo", "MemTotal: much kB").With("proc/loadavg", "a b c").With("proc/stat", "btime 99999999999999999999")
            .With("sys/devices/system/cpu/online", "5-2,x").With("sys/block/sda/size", "big").With("sys/bus/pci/devices/x/vendor", "0xzz").With("sys/fs/cgroup/cpu.max", "max 100000")
            .With("sys/devices/system/node/nodeX/cpulist", "0").With("sys/devices/system/node/node7/meminfo", "");

        foreach (var machine in new[] { Read(nothing), Read(nonsense) })
        {
            Assert.Equal((1, 1, 1, 0L), (machine.Cpu.Threads, machine.Cpu.Cores, machine.Cpu.Sockets, machine.Memory.TotalMb));
            Assert.Null(machine.Load);
            Assert.Null(machine.System.BootedAt);
            Assert.Empty(machine.Disk.Devices);
            AssertSound(Report(machine));
        }
    }

    [Fact]
    public void Read_TheMachineUnderTheTest_IsWhatTheRuntimeSees()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "There is no /proc here.");

        var machine = new MachineReader(new MachineRoot("/"), DiskSpace.Of).Read("/");

        // The runtime also heeds the set of processors that the test may run on.
        Assert.InRange(machine.Cpu.Threads, Environment.ProcessorCount, 4096);
        Assert.InRange(machine.Memory.TotalMb, 256, long.MaxValue);
        Assert.InRange(machine.Memory.AvailableMb, 1, machine.Memory.TotalMb);
        Assert.InRange(machine.Disk.TotalGb, 1, long.MaxValue);
        Assert.NotNull(machine.Load);
        Assert.Contains(machine.System.Kernel!, File.ReadAllText("/proc/version"), StringComparison.Ordinal);
        Assert.Contains(System.Runtime.InteropServices.RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? "HW_ARCH_AARCH64" : "HW_ARCH_X86_64", machine.Cpu.Traits);
        if (System.Runtime.Intrinsics.X86.Avx2.IsSupported)
        {
            Assert.Contains("HW_CPU_X86_AVX2", machine.Cpu.Traits);
        }

        AssertSound(Report(machine));
    }

    [Fact]
    public void Build_Server_PutsProcessorsAndMemoryIntoNodesAloneAndKeepsTheHostsShare()
    {
        using var files = FakeMachine.Server();
        var options = new AgentOptions { ReservedVcpus = 10, ReservedMemoryMb = 1024, CpuAllocationRatio = 2, AvailabilityZone = "east" };
        options.Traits.Add("CUSTOM_MINE");
        options.Capabilities["rack"] = "r7";

        var report = new ReportBuilder(Options.Create(options)).Build(Read(files));
        var host = AssertSound(report);

        Assert.Equal(["DISK_GB"], host.Root.Inventories.Select(i => i.Key));
        Assert.Equal(["numa0", "numa1", "gpu-0000:3b:00.0", "gpu-0000:af:00.0"], host.Root.Children.Select(c => c.Name));
        Assert.Equal((8L, 2L, 0L, 12L), (Of(host, 0, "VCPU").Reserved, Of(host, 1, "VCPU").Reserved, Of(host, 0, "VCPU").Capacity, Of(host, 1, "VCPU").Capacity));
        Assert.Equal((31_744L, 31_637L), (Of(host, 0, "MEMORY_MB").Capacity, Of(host, 1, "MEMORY_MB").Capacity));
        Assert.Equal(["CUSTOM_GPU_NVIDIA", "CUSTOM_TESLA_T4"], host.Root.Children[2].Traits);
        Assert.Contains("CUSTOM_NVME", host.Root.Traits);
        Assert.Contains("CUSTOM_MINE", host.Root.Traits);
        Assert.Equal(("r7", "12.3"), (host.Capabilities["rack"].ToString(), host.Capabilities["load1"].ToString()));
        Assert.Equal("east", host.AvailabilityZone);

        static Inventory Of(HostReport host, int child, string resourceClass) => host.Root.Children[child].Inventories.Single(i => i.Key == resourceClass).Value;
    }

    [Theory]
    [InlineData("""{"a":1,"b":{"c":[1,2],"d":"x"}}""", """{"a":1,"b":{"c":[1,2],"d":"x"}}""", "{}")]
    [InlineData("""{"a":1,"b":{"c":[1,2],"d":"x"}}""", """{"b":{"c":[2],"d":"x","e":{"f":1}},"g":true}""", """{"a":null,"b":{"c":[2],"e":{"f":1}},"g":true}""")]
    public void Between_TwoObjects_IsThePatchThatMakesOneOfTheOther(string from, string to, string patch)
    {
        var made = NovaZones.Agent.Reporting.MergePatch.Between(JsonNode.Parse(from)!.AsObject(), JsonNode.Parse(to)!.AsObject());

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(patch), made), made.ToJsonString());
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(to), Support.Builders.MergePatch.Apply(JsonNode.Parse(from), made)));
    }

    private static MachineFacts Read(FakeMachine files) =>
        new MachineReader(new MachineRoot(files.Root), _ => new DiskSpace(100L << 30, 40L << 30)).Read("/");

    private static JsonObject Report(MachineFacts machine) => new ReportBuilder(Options.Create(new AgentOptions())).Build(machine);

    /// <summary>What the zone itself makes of the report.</summary>
    private static HostReport AssertSound(JsonObject report)
    {
        Assert.True(HostReportParser.TryParse(JsonSerializer.SerializeToElement(report), "h", out var host, out var faults), string.Join('\n', faults));
        return host!;
    }
}
