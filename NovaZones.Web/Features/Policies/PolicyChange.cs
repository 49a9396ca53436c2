namespace NovaZones.Web.Features.Policies;

/// <summary>One difference between a policy being edited and the version in force.</summary>
/// <param name="Part">What kind.</param>
/// <param name="Name">Of which weigher or filter; empty where there is but one.</param>
/// <param name="Before">The value in force.</param>
/// <param name="After">The value being edited.</param>
public sealed record PolicyChange(PolicyPart Part, string Name, string? Before, string? After);

/// <summary>What a change is about.</summary>
public enum PolicyPart
{
    /// <summary>A weigher's multiplier.</summary>
    Weight,

    /// <summary>A filter that becomes active.</summary>
    FilterOn,

    /// <summary>A filter that is no longer active.</summary>
    FilterOff,

    /// <summary>The order of the filters.</summary>
    FilterOrder,

    /// <summary>A bound for each host; null is the zone's.</summary>
    Limit,

    /// <summary>The driver.</summary>
    Driver,
}
