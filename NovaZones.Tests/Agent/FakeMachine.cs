using NovaZones.Tests.Support.Fixtures;

namespace NovaZones.Tests.Agent;

/// <summary>A folder with files as a kernel shows them below <c>/proc</c> and <c>/sys</c>.</summary>
internal sealed class FakeMachine : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public string Root => _folder.Path;

    public FakeMachine With(string path, string text)
    {
        var file = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);

        // In one step, since an agent may be reading.
        File.WriteAllText(file + ".new", text + "\n");
        File.Move(file + ".new", file, overwrite: true);
        return this;
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>A small machine of one socket without control groups: 2 cores with 2 threads each.</summary>
    public static FakeMachine Small() => new FakeMachine()
        .With("proc/cpuinfo", string.Join('\n', Enumerable.Range(0, 4).Select(i => Cpu(i, 0, i / 2, "Small CPU", "fpu lm sse4_2 avx avx2"))))
        .With("proc/meminfo", "MemTotal:        8388608 kB\nMemFree:          100000 kB\nMemAvailable:    4194304 kB\nSwapTotal:       1048576 kB")
        .With("proc/loadavg", "0.52 0.31 0.20 1/345 6789")
        .With("proc/stat", "cpu  1 2 3\nbtime 1790000000\nprocesses 5")
        .With("proc/sys/kernel/osrelease", "6.8.0-generic")
        .With("etc/os-release", "NAME=\"Test\"\nPRETTY_NAME=\"Test Linux 1\"")
        .With("sys/devices/system/cpu/online", "0-3")
        .With("sys/block/sda/size", "4194304").With("sys/block/sda/removable", "0").With("sys/block/sda/queue/rotational", "1")
        .With("sys/block/loop0/size", "2097152");

    /// <summary>A server of two sockets and two NUMA nodes, with two GPUs of which one has no driver.</summary>
    public static FakeMachine Server() => new FakeMachine()
        .With("proc/cpuinfo", string.Join('\n', Enumerable.Range(0, 16).Select(i => Cpu(i, i % 2, i / 4, "Big CPU @ 2.00GHz", "lm vmx avx512f avx512_vnni aes sha_ni amx_tile"))))
        .With("proc/meminfo", "MemTotal:       65951232 kB\nMemAvailable:   60000000 kB\nSwapTotal:             0 kB")
        .With("proc/loadavg", "12.34 8.00 4.06 3/999 1234")
        .With("proc/sys/kernel/osrelease", "6.1.0")
        .With("dev/kvm", "")
        .With("sys/class/dmi/id/sys_vendor", "Maker Inc.").With("sys/class/dmi/id/product_name", "Model 9000")
        .With("sys/devices/system/cpu/online", "0-15")
        .With("sys/devices/system/node/node0/cpulist", "0,2,4,6,8,10,12,14").With("sys/devices/system/node/node0/meminfo", "Node 0 MemTotal:       33554432 kB\nNode 0 MemFree:  1 kB")
        .With("sys/devices/system/node/node1/cpulist", "1,3,5,7,9,11,13,15").With("sys/devices/system/node/node1/meminfo", "Node 1 MemTotal:       32396800 kB")
        .With("sys/devices/system/node/online", "0-1")
        .With("sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages", "512").With("sys/kernel/mm/hugepages/hugepages-1048576kB/nr_hugepages", "0")
        .With("sys/class/thermal/thermal_zone0/type", "acpitz").With("sys/class/thermal/thermal_zone0/temp", "20000")
        .With("sys/class/thermal/thermal_zone1/type", "x86_pkg_temp").With("sys/class/thermal/thermal_zone1/temp", "48600")
        .With("sys/block/nvme0n1/size", "1953525168").With("sys/block/nvme0n1/removable", "0")
        .With("sys/block/sdb/size", "7814037168").With("sys/block/sdb/removable", "1")
        .WithPci("0000:01:00.0", "0x1a03", "0x030000", 0) // the management controller's display
        .WithPci("0000:3b:00.0", "0x10de", "0x030200", 0)
        .With("proc/driver/nvidia/gpus/0000:3b:00.0/information", "Model: \t\t Tesla T4\nIRQ:   \t\t 55")
        .WithPci("0000:af:00.0", "0x10de", "0x030200", 1)
        .WithPci("0000:b0:00.0", "0x8086", "0x020000", 1); // a network card

    private FakeMachine WithPci(string address, string vendor, string kind, int node) =>
        With($"sys/bus/pci/devices/{address}/vendor", vendor).With($"sys/bus/pci/devices/{address}/class", kind).With($"sys/bus/pci/devices/{address}/numa_node", $"{node}");

    private static string Cpu(int number, int socket, int core, string model, string flags) =>
        $"processor\t: {number}\nmodel name\t: {model}\nphysical id\t: {socket}\ncore id\t\t: {core}\nflags\t\t: {flags}\n";
}
