using System.Collections.Immutable;
using NovaZones.Core.Placement.Filters;
using NovaZones.Core.Placement.Weighers;

namespace NovaZones.Core.Policies;

/// <summary>What a driver makes of a policy: which filters and weighers really run. Planning itself is the same for all.</summary>
internal static class DriverRules
{
    /// <summary>The policy as its driver wants it.</summary>
    public static ResolvedPolicy Apply(ResolvedPolicy policy) => WithFilters(policy, policy.Driver) with { Weighers = Weighers(policy) };

    /// <summary>The policy with the filters that a driver brings along: they guard the zone's hosts, also when a parent grades them.</summary>
    public static ResolvedPolicy WithFilters(ResolvedPolicy policy, string driver) => driver switch
    {
        Drivers.AvailabilityZone => policy with { Filters = With(policy.Filters, new AvailabilityZoneFilter()) },
        Drivers.Simple => policy with { Filters = With(policy.Filters, new MaxCoresFilter()) },
        _ => policy,
    };

    /// <summary>Whether the driver leaves the choice to chance, so that every request needs a throw of its own.</summary>
    public static bool IsByChance(string driver) => driver is Drivers.Chance or Drivers.AvailabilityZone;

    private static ImmutableArray<WeightedWeigher> Weighers(ResolvedPolicy policy) => policy.Driver switch
    {
        Drivers.Chance or Drivers.AvailabilityZone => [new WeightedWeigher(new RandomWeigher(), 1)],
        Drivers.Simple => [new WeightedWeigher(FreeShareWeigher.ForCpu(), 1)],
        _ => policy.Weighers,
    };

    private static ImmutableArray<ICandidateFilter> With(ImmutableArray<ICandidateFilter> filters, ICandidateFilter filter) =>
        filters.Any(f => f.Name == filter.Name) ? filters : filters.Add(filter);
}
