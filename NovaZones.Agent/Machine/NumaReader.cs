using System.Collections.Immutable;
using System.Globalization;

namespace NovaZones.Agent.Machine;

/// <summary>Reads NUMA nodes from <c>/sys/devices/system/node</c>.</summary>
internal static class NumaReader
{
    private const string Folder = "sys/devices/system/node";

    /// <summary>The nodes by their numbers; none where there is but one, since that is the machine itself.</summary>
    public static ImmutableArray<NumaNode> Read(MachineRoot root)
    {
        var nodes = new List<NumaNode>();
        foreach (var name in root.Names(Folder))
        {
            if (name.StartsWith("node", StringComparison.Ordinal) && int.TryParse(name.AsSpan(4), NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            {
                var node = new NumaNode(index, CpuList.Count(root.Text($"{Folder}/{name}/cpulist")), MemoryReader.Mb(root.Lines($"{Folder}/{name}/meminfo"), "MemTotal:"));
                if (node.Threads > 0 || node.MemoryMb > 0)
                {
                    nodes.Add(node);
                }
            }
        }

        return nodes.Count < 2 ? [] : [.. nodes.OrderBy(n => n.Index)];
    }
}
