namespace NovaZones.Core.Policies;

/// <summary>Names of the ways in which a zone chooses (DESIGN section 4).</summary>
public static class Drivers
{
    /// <summary>Filters and weighers, this zone only.</summary>
    public const string Filter = "filter";

    /// <summary>Filters and weighers here and in every child, merged.</summary>
    public const string Distributed = "distributed";
}
