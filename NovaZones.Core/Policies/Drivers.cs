namespace NovaZones.Core.Policies;

/// <summary>Names of the ways in which a zone chooses (DESIGN section 4).</summary>
public static class Drivers
{
    /// <summary>Uniformly by chance among the hosts that pass the policy's filters; this zone only.</summary>
    public const string Chance = "chance";

    /// <summary>The host with the largest free share of processors first, within <c>Scheduler:MaxCores</c>; this zone only.</summary>
    public const string Simple = "simple";

    /// <summary>Like <c>chance</c>, always inside the availability zone that is asked for.</summary>
    public const string AvailabilityZone = "availability-zone";

    /// <summary>Filters and weighers, this zone only.</summary>
    public const string Filter = "filter";

    /// <summary>Filters and weighers here and in every child, merged.</summary>
    public const string Distributed = "distributed";
}
