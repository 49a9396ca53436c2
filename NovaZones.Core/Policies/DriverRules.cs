using System.Collections.Immutable;
using NovaZones.Core.Placement.Filters;
using NovaZones.Core.Placement.Weighers;

namespace NovaZones.Core.Policies;

/// <summary>What a driver makes of a policy: which filters and weighers really run. Planning itself is the same for all.</summary>
internal static class DriverRules
{
    /// <summary>The policy as its driver wants it.</summary>
    public static ResolvedPolicy Apply(ResolvedPolicy policy) => policy.Driver switch
    {
        Drivers.Chance => policy with { Weighers = [new WeightedWeigher(new RandomWeigher(), 1)] },
        Drivers.AvailabilityZone => policy with { Weighers = [new WeightedWeigher(new RandomWeigher(), 1)], Filters = With(policy.Filters, new AvailabilityZoneFilter()) },
        Drivers.Simple => policy with { Weighers = [new WeightedWeigher(FreeShareWeigher.ForCpu(), 1)], Filters = With(policy.Filters, new MaxCoresFilter()) },
        _ => policy,
    };

    /// <summary>Whether the driver leaves the choice to chance, so that every request needs a throw of its own.</summary>
    public static bool IsByChance(string driver) => driver is Drivers.Chance or Drivers.AvailabilityZone;

    private static ImmutableArray<ICandidateFilter> With(ImmutableArray<ICandidateFilter> filters, ICandidateFilter filter) =>
        filters.Any(f => f.Name == filter.Name) ? filters : filters.Add(filter);
}
