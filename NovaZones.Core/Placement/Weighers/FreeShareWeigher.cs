using NovaZones.Core.Fleet;
using NovaZones.Core.Placement.Columns;

namespace NovaZones.Core.Placement.Weighers;

/// <summary>How much of one class is free after placing: (capacity − used − asked) ÷ capacity over the host's tree.</summary>
/// <remarks>
/// Serves <c>cpu</c> (VCPU), <c>ram</c> (MEMORY_MB) and <c>disk</c> (DISK_GB). A positive multiplier spreads, a negative one stacks;
/// a host without the class gets 0.
/// </remarks>
internal sealed class FreeShareWeigher(string name, string resourceClass) : ILinearWeigher
{
    public const string Prefix = "resource:";
    public const string Cpu = "cpu";
    public const string Ram = "ram";
    public const string Disk = "disk";

    public string Name => name;

    public double Weigh(PlacementContext context, Candidate candidate)
    {
        var sum = candidate.Sum(resourceClass);
        return Share.Of(sum.Free - context.TotalOf(resourceClass), sum.Capacity);
    }

    public void Describe(PlacementContext context, double multiplier, LinearScore score) =>
        score.AddFreeShare(resourceClass, context.TotalOf(resourceClass), multiplier);

    /// <summary>Reads a name <c>resource:CLASS</c>; null when it is not one.</summary>
    public static FreeShareWeigher? Parse(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && Fleet.ResourceClass.IsValidName(name[Prefix.Length..]) ? new(name, NamePool.Share(name[Prefix.Length..])) : null;

    public static FreeShareWeigher ForCpu() => new(Cpu, ResourceClass.Vcpu);

    public static FreeShareWeigher ForRam() => new(Ram, ResourceClass.MemoryMb);

    public static FreeShareWeigher ForDisk() => new(Disk, ResourceClass.DiskGb);
}
