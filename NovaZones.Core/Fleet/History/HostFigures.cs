using System.Collections.Immutable;

namespace NovaZones.Core.Fleet.History;

/// <summary>What a host offered and what was used of it at some moment, by resource class (ordinal).</summary>
/// <param name="HostId">The host.</param>
/// <param name="Classes">Its classes, summed over its providers.</param>
public sealed record HostFigures(Guid HostId, ImmutableArray<ClassFigures> Classes)
{
    /// <summary>The figures of a host as it is.</summary>
    public static HostFigures Of(Host host)
    {
        ArgumentNullException.ThrowIfNull(host);
        var sums = new SortedDictionary<string, ClassFigures>(StringComparer.Ordinal);
        foreach (var provider in host.Providers)
        {
            foreach (var offered in provider.Inventories)
            {
                var sum = sums.GetValueOrDefault(offered.ResourceClass);
                sums[offered.ResourceClass] = new ClassFigures(offered.ResourceClass, sum.Capacity + offered.Inventory.Capacity, sum.Used + offered.Used);
            }
        }

        return new HostFigures(host.Id, [.. sums.Values]);
    }
}

/// <summary>Capacity and use of one class, in its unit.</summary>
/// <param name="ResourceClass">The class.</param>
/// <param name="Capacity">What can be placed.</param>
/// <param name="Used">What is placed.</param>
public readonly record struct ClassFigures(string ResourceClass, long Capacity, long Used);

/// <summary>A host's figures from a moment on.</summary>
/// <param name="At">The moment, UTC.</param>
/// <param name="Classes">The figures.</param>
public sealed record HostPoint(DateTimeOffset At, ImmutableArray<ClassFigures> Classes);
