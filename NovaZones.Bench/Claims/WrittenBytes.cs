using System.Globalization;

namespace NovaZones.Bench.Claims;

/// <summary>What this process handed to the system to write.</summary>
internal static class WrittenBytes
{
    private const string Field = "wchar: ";

    /// <summary>Bytes since it began, by Linux's count; 0 elsewhere.</summary>
    public static long OfThisProcess() => OperatingSystem.IsLinux()
        ? long.Parse(File.ReadLines("/proc/self/io").First(l => l.StartsWith(Field, StringComparison.Ordinal))[Field.Length..], CultureInfo.InvariantCulture)
        : 0;
}
