using System.Diagnostics;
using System.Runtime.InteropServices;

namespace NovaZones.Web.Demo.Zones;

/// <summary>Finds the command that starts a zone: this very program, also when a bench or a test is the process.</summary>
internal static class ZoneProgram
{
    /// <summary>Environment variable that names another <c>NovaZones.Web.dll</c> to start instead, for example the published one.</summary>
    internal const string Variable = "NOVAZONES_PROGRAM";

    private const string ProgramName = "NovaZones.Web";

    /// <summary>A start description with the program, and the assembly as argument where a runtime host must load it.</summary>
    internal static ProcessStartInfo Describe()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } other)
        {
            return DescribeHost(other);
        }

        var process = Environment.ProcessPath ?? "dotnet";
        return Path.GetFileNameWithoutExtension(process) == ProgramName
            ? new ProcessStartInfo(process)
            : DescribeHost(Path.Combine(AppContext.BaseDirectory, ProgramName + ".dll"));
    }

    /// <summary>A start description that loads an assembly into the runtime that this process runs on.</summary>
    internal static ProcessStartInfo DescribeHost(string assembly)
    {
        var process = Environment.ProcessPath ?? "dotnet";
        var host = Path.GetFileNameWithoutExtension(process) == "dotnet" ? process : RuntimeHost();
        return new ProcessStartInfo(host) { ArgumentList = { assembly } };
    }

    // A bench or test runs under its own executable; the runtime it runs on lies at <root>/shared/Microsoft.NETCore.App/<version>/,
    // so the matching `dotnet` is found even when none is on the path.
    private static string RuntimeHost()
    {
        var runtime = RuntimeEnvironment.GetRuntimeDirectory().TrimEnd(Path.DirectorySeparatorChar);
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        var host = Path.GetFullPath(Path.Combine(runtime, "..", "..", "..", name));
        return File.Exists(host) ? host : name;
    }
}
