using System.Collections.Immutable;

namespace NovaZones.Agent.Machine;

/// <summary>Reads processors from <c>/proc/cpuinfo</c> and <c>/sys/devices/system/cpu</c>.</summary>
internal static class CpuReader
{
    private const string HyperThreading = "HW_CPU_HYPERTHREADING";

    /// <summary>What there is; at least one thread, since something reads this.</summary>
    public static CpuFacts Read(MachineRoot root, CgroupLimits limits)
    {
        var processors = Processors(root);
        var online = CpuList.Count(root.Text("sys/devices/system/cpu/online"));
        var threads = Math.Max(1, online > 0 ? online : processors.Count);
        var sockets = Math.Max(1, Distinct(processors, p => p.GetValueOrDefault("physical id")));
        var cores = Distinct(processors, p => p.TryGetValue("core id", out var core) ? $"{p.GetValueOrDefault("physical id")}/{core}" : null);
        cores = cores == 0 ? threads : cores;
        var first = processors.Count > 0 ? processors[0] : [];
        var traits = first.TryGetValue("flags", out var flags) ? CpuTraits.OfX86(flags)
            : first.TryGetValue("Features", out var features) ? CpuTraits.OfArm(features)
            : [];
        if (threads > cores)
        {
            traits = [.. traits.Add(HyperThreading).Order(StringComparer.Ordinal)];
        }

        var model = first.GetValueOrDefault("model name") is { Length: > 0 } name ? name : null;
        return new CpuFacts(limits.Threads is { } limit ? Math.Min(threads, limit) : threads, cores, sockets, model, traits, Temperature(root));
    }

    private static List<Dictionary<string, string>> Processors(MachineRoot root)
    {
        var processors = new List<Dictionary<string, string>>();
        foreach (var line in root.Lines("proc/cpuinfo"))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0)
            {
                continue;
            }

            var (key, value) = (line[..colon].TrimEnd(), line[(colon + 1)..].Trim());
            if (key == "processor")
            {
                processors.Add(new Dictionary<string, string>(StringComparer.Ordinal));
            }

            // What stands before the first processor, or behind the last on some machines, is of the whole.
            processors.LastOrDefault()?.TryAdd(key, value);
        }

        return processors;
    }

    private static int Distinct(List<Dictionary<string, string>> processors, Func<Dictionary<string, string>, string?> of) =>
        processors.Select(of).OfType<string>().Distinct(StringComparer.Ordinal).Count();

    private static int? Temperature(MachineRoot root)
    {
        var found = new List<long>();
        foreach (var zone in root.Names("sys/class/thermal").Where(n => n.StartsWith("thermal_zone", StringComparison.Ordinal)))
        {
            if (root.Text($"sys/class/thermal/{zone}/type") is "x86_pkg_temp" or "cpu-thermal" or "cpu_thermal" && root.Number($"sys/class/thermal/{zone}/temp") is { } milli)
            {
                found.Add(milli);
            }
        }

        foreach (var sensor in root.Names("sys/class/hwmon").Where(_ => found.Count == 0))
        {
            if (root.Text($"sys/class/hwmon/{sensor}/name") is "coretemp" or "k10temp" && root.Number($"sys/class/hwmon/{sensor}/temp1_input") is { } milli)
            {
                found.Add(milli);
            }
        }

        return found.Count == 0 ? null : (int)Math.Clamp(Math.Round(found.Max() / 1000.0), -100, 200);
    }
}
