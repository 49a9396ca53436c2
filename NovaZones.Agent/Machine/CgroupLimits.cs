using System.Globalization;

namespace NovaZones.Agent.Machine;

/// <summary>What a container may use of the machine, where the agent runs in one. On the host itself nothing is limited here.</summary>
/// <param name="Threads">Processors, at least 1; null without a limit.</param>
/// <param name="MemoryMb">Memory in MiB; null without a limit.</param>
internal sealed record CgroupLimits(int? Threads, long? MemoryMb)
{
    /// <summary>No limits, as on a machine without control groups.</summary>
    public static CgroupLimits None { get; } = new(null, null);

    public bool IsLimited => Threads is not null || MemoryMb is not null;

    /// <summary>Reads the limits of the topmost group that is seen, of either version.</summary>
    public static CgroupLimits Read(MachineRoot root, long memoryMb)
    {
        var threads = Quota(root.Text("sys/fs/cgroup/cpu.max"))
            ?? Quota($"{root.Text("sys/fs/cgroup/cpu/cpu.cfs_quota_us")} {root.Text("sys/fs/cgroup/cpu/cpu.cfs_period_us")}");
        var bytes = root.Number("sys/fs/cgroup/memory.max") ?? root.Number("sys/fs/cgroup/memory/memory.limit_in_bytes");

        // The first version says "no limit" with a number beyond any machine.
        var limit = bytes is > 0 && bytes / (1024 * 1024) < memoryMb ? bytes / (1024 * 1024) : null;
        return new CgroupLimits(threads, limit);
    }

    private static int? Quota(string? text)
    {
        var parts = (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 2 && Read(parts[0]) is > 0 and var quota && Read(parts[1]) is > 0 and var period
            ? (int)Math.Clamp(quota / period, 1, int.MaxValue)
            : null;

        static long? Read(string part) => long.TryParse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
