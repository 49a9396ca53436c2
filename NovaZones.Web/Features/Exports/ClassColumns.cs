using NovaZones.Core.Fleet;
using NovaZones.Web.Components.Shared;

namespace NovaZones.Web.Features.Exports;

/// <summary>What columns of resource classes are called, alike in all files.</summary>
internal static class ClassColumns
{
    private static readonly Dictionary<string, string> _names = new(StringComparer.Ordinal)
    {
        [ResourceClass.Vcpu] = "vcpu",
        [ResourceClass.MemoryMb] = "memoryMb",
        [ResourceClass.DiskGb] = "diskGb",
        [ResourceText.GpuMilli] = "gpuMilli",
    };

    /// <summary>The beginning of the names of a class's columns.</summary>
    public static string NameOf(string resourceClass) => _names.GetValueOrDefault(resourceClass, resourceClass);
}
