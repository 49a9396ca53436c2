using System.Globalization;

namespace NovaZones.Agent.Machine;

/// <summary>Reads load, kernel and what else tells one machine from another.</summary>
internal static class SystemReader
{
    /// <summary>The first three numbers of <c>/proc/loadavg</c>, or null.</summary>
    public static LoadFacts? ReadLoad(MachineRoot root)
    {
        var parts = (root.Text("proc/loadavg") ?? "").Split(' ');
        return parts.Length >= 3 && Number(parts[0], out var one) && Number(parts[1], out var five) && Number(parts[2], out var fifteen) ? new LoadFacts(one, five, fifteen) : null;

        static bool Number(string text, out double number) => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>Kernel, operating system, product and start.</summary>
    public static SystemFacts Read(MachineRoot root) => new(
        Filled(root.Text("proc/sys/kernel/osrelease")),
        Filled(root.Lines("etc/os-release").Where(l => l.StartsWith("PRETTY_NAME=", StringComparison.Ordinal)).Select(l => l["PRETTY_NAME=".Length..].Trim('"')).FirstOrDefault()),
        Filled($"{root.Text("sys/class/dmi/id/sys_vendor")} {root.Text("sys/class/dmi/id/product_name")}".Trim()),
        Boot(root),
        root.Exists("dev/kvm"));

    private static DateTimeOffset? Boot(MachineRoot root)
    {
        var line = root.Lines("proc/stat").FirstOrDefault(l => l.StartsWith("btime ", StringComparison.Ordinal));
        return line is not null && long.TryParse(line["btime ".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < 253_402_300_800
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
    }

    private static string? Filled(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
