using System.Collections.Frozen;
using System.Collections.Immutable;
using NovaZones.Core.Placement.Filters;
using NovaZones.Core.Placement.Weighers;

namespace NovaZones.Core.Policies;

/// <summary>Every filter, weigher and driver that a policy may name.</summary>
public sealed class PluginCatalog
{
    private readonly FrozenDictionary<string, ICandidateFilter> _filters;
    private readonly FrozenDictionary<string, ICandidateWeigher> _weighers;

    internal PluginCatalog(IEnumerable<ICandidateFilter> filters, IEnumerable<ICandidateWeigher> weighers)
    {
        var filterList = filters.ToList();
        var weigherList = weighers.ToList();
        _filters = filterList.ToFrozenDictionary(f => f.Name, StringComparer.Ordinal);
        _weighers = weigherList.ToFrozenDictionary(w => w.Name, StringComparer.Ordinal);
        FilterNames = [.. filterList.Select(f => f.Name)];
        FieldFilters = [.. filterList.Where(f => f.Field is not null)];
        WeigherNames = [.. weigherList.Select(w => w.Name)];
    }

    /// <summary>Filters in the order in which they are best asked: cheap first.</summary>
    public ImmutableArray<string> FilterNames { get; }

    /// <summary>Filters that answer for a field of the request, in the same order.</summary>
    internal ImmutableArray<ICandidateFilter> FieldFilters { get; }

    /// <summary>Forms of the weighers whose name holds what they grade.</summary>
    public static ImmutableArray<string> WeigherForms { get; } = ["resource:CLASS", "capability:NAME[LOW..HIGH]", "spread:CAPABILITY"];

    /// <summary>Weighers in the order of registration, without those of <see cref="WeigherForms"/>.</summary>
    public ImmutableArray<string> WeigherNames { get; }

    /// <summary>Drivers; only <c>distributed</c> asks children.</summary>
    public ImmutableArray<string> DriverNames { get; } = [Drivers.Distributed, Drivers.Filter, Drivers.Simple, Drivers.Chance, Drivers.AvailabilityZone];

    internal ICandidateFilter? Filter(string name) => _filters.GetValueOrDefault(name);

    internal ICandidateWeigher? Weigher(string name) => _weighers.GetValueOrDefault(name) ?? FreeShareWeigher.Parse(name) ?? (ICandidateWeigher?)CapabilityWeigher.Parse(name) ?? SpreadWeigher.Parse(name);
}
