namespace NovaZones.Agent.Machine;

/// <summary>Reads the machine. Thread-safe; each reading takes some milliseconds.</summary>
/// <param name="root">Where <c>proc</c> and <c>sys</c> are.</param>
/// <param name="space">Asks for the room on the file system of a folder.</param>
internal sealed class MachineReader(MachineRoot root, Func<string, DiskSpace> space)
{
    /// <summary>The machine as it is now.</summary>
    /// <param name="diskPath">A folder on the file system that instances use.</param>
    public MachineFacts Read(string diskPath)
    {
        var memory = MemoryReader.Read(root);
        var limits = CgroupLimits.Read(root, memory.TotalMb);
        if (limits.MemoryMb is { } limit)
        {
            memory = memory with { TotalMb = limit, AvailableMb = Math.Min(memory.AvailableMb, limit) };
        }

        return new MachineFacts
        {
            Cpu = CpuReader.Read(root, limits),
            Memory = memory,
            Disk = DiskReader.Read(root, space(diskPath)),

            // Which nodes a container's share comes from is not known.
            NumaNodes = limits.IsLimited ? [] : NumaReader.Read(root),
            Gpus = GpuReader.Read(root),
            Load = SystemReader.ReadLoad(root),
            System = SystemReader.Read(root),
        };
    }
}
