using System.Collections.Immutable;
using System.Globalization;

namespace NovaZones.Agent.Machine;

/// <summary>Reads memory from <c>/proc/meminfo</c> and <c>/sys/kernel/mm/hugepages</c>.</summary>
internal static class MemoryReader
{
    private const string HugePages = "sys/kernel/mm/hugepages";

    /// <summary>What there is, in MiB.</summary>
    public static MemoryFacts Read(MachineRoot root)
    {
        var lines = root.Lines("proc/meminfo");
        return new MemoryFacts(Mb(lines, "MemTotal:"), Mb(lines, "MemAvailable:"), Mb(lines, "SwapTotal:"), ReadHugePages(root));
    }

    /// <summary>A line such as <c>MemTotal:  24683656 kB</c>, wherever in the line the name stands; 0 when there is none.</summary>
    public static long Mb(IReadOnlyList<string> lines, string name)
    {
        foreach (var line in lines)
        {
            var at = line.IndexOf(name, StringComparison.Ordinal);
            if (at < 0)
            {
                continue;
            }

            var parts = line[(at + name.Length)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return parts.Length > 0 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var kb) ? kb / 1024 : 0;
        }

        return 0;
    }

    private static ImmutableSortedDictionary<long, long> ReadHugePages(MachineRoot root)
    {
        var pages = ImmutableSortedDictionary.CreateBuilder<long, long>();
        foreach (var name in root.Names(HugePages))
        {
            // hugepages-2048kB
            var size = name.StartsWith("hugepages-", StringComparison.Ordinal) && name.EndsWith("kB", StringComparison.Ordinal) ? name[10..^2] : "";
            if (long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var kb) && root.Number($"{HugePages}/{name}/nr_hugepages") is > 0 and var count)
            {
                pages[kb] = count;
            }
        }

        return pages.ToImmutable();
    }
}
