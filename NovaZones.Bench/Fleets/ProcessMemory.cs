using System.Diagnostics;
using System.Globalization;

namespace NovaZones.Bench.Fleets;

/// <summary>What another process has in memory now.</summary>
/// <param name="PrivateMegabytes">Resident pages that are its own: those of no file. Where the system does not tell, what it reserved privately.</param>
/// <param name="WorkingSetMegabytes">All resident pages.</param>
internal sealed record ProcessMemory(double PrivateMegabytes, double WorkingSetMegabytes)
{
    private const double Megabyte = 1024 * 1024;

    public static ProcessMemory Of(int processId)
    {
        if (!OperatingSystem.IsLinux())
        {
            using var process = Process.GetProcessById(processId);
            return new ProcessMemory(process.PrivateMemorySize64 / Megabyte, process.WorkingSet64 / Megabyte);
        }

        var status = File.ReadAllLines($"/proc/{processId}/status");
        return new ProcessMemory(Kilobytes(status, "RssAnon:") / 1024, Kilobytes(status, "VmRSS:") / 1024);
    }

    private static double Kilobytes(string[] status, string name) =>
        double.Parse(status.First(l => l.StartsWith(name, StringComparison.Ordinal))[name.Length..].Trim().Split(' ')[0], CultureInfo.InvariantCulture);
}
