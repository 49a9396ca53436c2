using System.Globalization;

namespace NovaZones.Bench.Fleets;

/// <summary>What another process used so far, by Linux's count; zeros elsewhere.</summary>
/// <param name="PeakMegabytes">Most memory it ever had resident.</param>
/// <param name="ProcessorSeconds">User and system time.</param>
/// <param name="WrittenMegabytes">What it handed to the system to write.</param>
internal sealed record ProcessFigures(double PeakMegabytes, double ProcessorSeconds, double WrittenMegabytes)
{
    // Every Linux that .NET runs on counts in hundredths.
    private const double TicksPerSecond = 100;

    public static ProcessFigures Of(int processId)
    {
        if (!OperatingSystem.IsLinux())
        {
            return new ProcessFigures(0, 0, 0);
        }

        // Behind the name in brackets, which may hold blanks; user and system time are the 14th and 15th field of all.
        var stat = File.ReadAllText($"/proc/{processId}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return new ProcessFigures(
            Field($"/proc/{processId}/status", "VmHWM:") / 1024d,
            (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond,
            Field($"/proc/{processId}/io", "wchar:") / (1024d * 1024));
    }

    private static long Field(string file, string name)
    {
        var line = File.ReadLines(file).First(l => l.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line[name.Length..].Trim().Split(' ')[0], CultureInfo.InvariantCulture);
    }
}
