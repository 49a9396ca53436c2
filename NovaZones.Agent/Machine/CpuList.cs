using System.Globalization;

namespace NovaZones.Agent.Machine;

/// <summary>The kernel's way to write a set of processors: <c>0-3,8,10-11</c>.</summary>
internal static class CpuList
{
    private const int MaxCpu = 65_536;

    /// <summary>How many processors a list names; 0 for one that is empty or cannot be read.</summary>
    public static int Count(string? list)
    {
        var count = 0;
        foreach (var part in (list ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var ends = part.Split('-');
            if (ends.Length > 2 || !TryRead(ends[0], out var first) || !TryRead(ends[^1], out var last) || last < first)
            {
                return 0;
            }

            count += last - first + 1;
        }

        return count;
    }

    private static bool TryRead(string text, out int cpu) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out cpu) && cpu < MaxCpu;
}
