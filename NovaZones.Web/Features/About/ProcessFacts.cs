using System.Diagnostics;
using System.Runtime.InteropServices;

namespace NovaZones.Web.Features.About;

/// <summary>The process that serves this page.</summary>
/// <param name="Runtime">Version of .NET.</param>
/// <param name="System">Operating system and processor.</param>
/// <param name="Processors">Processors that it may use.</param>
/// <param name="WorkingSet">Bytes of memory that it takes up.</param>
/// <param name="StartedAt">When it was started.</param>
public sealed record ProcessFacts(string Runtime, string System, int Processors, long WorkingSet, DateTimeOffset StartedAt)
{
    /// <summary>As they are now.</summary>
    public static ProcessFacts Read()
    {
        using var process = Process.GetCurrentProcess();
        return new ProcessFacts(
            RuntimeInformation.FrameworkDescription,
            $"{RuntimeInformation.OSDescription} ({RuntimeInformation.ProcessArchitecture})",
            Environment.ProcessorCount,
            process.WorkingSet64,
            new DateTimeOffset(process.StartTime).ToUniversalTime());
    }
}
