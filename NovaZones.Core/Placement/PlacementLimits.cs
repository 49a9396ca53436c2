using System.ComponentModel.DataAnnotations;

namespace NovaZones.Core.Placement;

/// <summary>Bounds on what one request may ask (section <c>Limits</c>).</summary>
public sealed class PlacementLimits
{
    /// <summary>Most instances in one request.</summary>
    /// <value>1 to 10000; default 1000.</value>
    [Range(1, 10_000)]
    public int MaxCount { get; set; } = 1000;

    /// <summary>Most groups in one request.</summary>
    /// <value>1 to 64; default 32.</value>
    [Range(1, 64)]
    public int MaxGroups { get; set; } = 32;

    /// <summary>Longest deadline that a request may set.</summary>
    /// <value>100 ms to 10 minutes; default 1 minute.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan MaxDeadline { get; set; } = TimeSpan.FromMinutes(1);
}
