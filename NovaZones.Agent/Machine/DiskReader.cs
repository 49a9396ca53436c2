using System.Collections.Immutable;

namespace NovaZones.Agent.Machine;

/// <summary>Reads disks from <c>/sys/block</c>.</summary>
internal static class DiskReader
{
    private const long Gb = 1024L * 1024 * 1024;
    private const int SectorBytes = 512; // whatever the disk's own sectors are

    private static readonly string[] _notDisks = ["loop", "ram", "zram", "sr", "fd", "dm-", "md", "nbd", "drbd", "rbd"];

    /// <summary>Disks, and the room that instances have.</summary>
    public static DiskFacts Read(MachineRoot root, DiskSpace space) => new(space.Total / Gb, space.Free / Gb, [.. Devices(root)]);

    private static IEnumerable<DiskDevice> Devices(MachineRoot root)
    {
        foreach (var name in root.Names("sys/block"))
        {
            if (_notDisks.Any(n => name.StartsWith(n, StringComparison.Ordinal)) || root.Number($"sys/block/{name}/removable") == 1)
            {
                continue;
            }

            if (root.Number($"sys/block/{name}/size") is > 0 and var sectors)
            {
                yield return new DiskDevice(name, sectors / (Gb / SectorBytes), KindOf(root, name));
            }
        }
    }

    private static string KindOf(MachineRoot root, string name) => name switch
    {
        _ when name.StartsWith("nvme", StringComparison.Ordinal) => "nvme",
        _ when name.StartsWith("vd", StringComparison.Ordinal) || name.StartsWith("xvd", StringComparison.Ordinal) => "virtual",
        _ when root.Number($"sys/block/{name}/queue/rotational") == 1 => "hdd",
        _ => "ssd",
    };
}
