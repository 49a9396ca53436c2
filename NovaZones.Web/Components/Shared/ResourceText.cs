using System.Globalization;
using NovaZones.Core.Fleet;

namespace NovaZones.Web.Components.Shared;

/// <summary>Resource classes and amounts as people read them.</summary>
public static class ResourceText
{
    /// <summary>A GPU in thousandths.</summary>
    public const string GpuMilli = "GPU_MILLI";

    private static readonly string[] _first = [ResourceClass.Vcpu, ResourceClass.MemoryMb, ResourceClass.DiskGb, GpuMilli, "PGPU"];

    /// <summary>Position of a class in lists: the well-known first, the rest after them.</summary>
    public static int Rank(string resourceClass)
    {
        var index = Array.IndexOf(_first, resourceClass);
        return index < 0 ? _first.Length : index;
    }

    /// <summary>Whether the class is one of the well-known.</summary>
    public static bool IsMain(string resourceClass) => Rank(resourceClass) < _first.Length;

    /// <summary>A short name.</summary>
    public static string Label(string resourceClass) => resourceClass switch
    {
        ResourceClass.Vcpu => "vCPU",
        ResourceClass.MemoryMb => "Memory",
        ResourceClass.DiskGb => "Disk",
        GpuMilli => "GPU",
        "PGPU" => "Whole GPU",
        _ => resourceClass,
    };

    /// <summary>An amount with its unit: <c>1.5 TiB</c>, <c>12,288</c>.</summary>
    public static string Amount(string resourceClass, long amount) => resourceClass switch
    {
        ResourceClass.MemoryMb => Binary(amount, ["MiB", "GiB", "TiB", "PiB"]),
        ResourceClass.DiskGb => Binary(amount, ["GiB", "TiB", "PiB"]),
        GpuMilli => Number(amount / 1000.0),
        _ => amount.ToString("N0", CultureInfo.InvariantCulture),
    };

    /// <summary>A number with at most the decimals that matter: <c>12,288</c>, <c>1.5</c>, <c>0.25</c>.</summary>
    public static string Number(double value) =>
        value.ToString(Math.Abs(value) >= 100 ? "#,0" : Math.Abs(value) >= 10 ? "#,0.#" : "0.##", CultureInfo.InvariantCulture);

    private static string Binary(double amount, string[] units)
    {
        var unit = 0;
        while (Math.Abs(amount) >= 1024 && unit < units.Length - 1)
        {
            amount /= 1024;
            unit++;
        }

        return $"{Number(amount)} {units[unit]}";
    }
}
