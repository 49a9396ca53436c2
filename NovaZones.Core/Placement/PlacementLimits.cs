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

    /// <summary>Longest deadline that a request may set which is answered at once.</summary>
    /// <value>100 ms to 10 minutes; default 1 minute.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan MaxDeadline { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Longest deadline of a request that is answered later or waits for capacity.</summary>
    /// <value>1 second to 30 days; default 1 day.</value>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Deadline of a request that is answered later or waits for capacity when it sets none.</summary>
    /// <value>1 second to <see cref="MaxWait"/>; default 1 hour.</value>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan DefaultWait { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Most requests that are pending or waiting at the same time; further ones are answered 503.</summary>
    /// <value>1 to 100000; default 10000.</value>
    [Range(1, 100_000)]
    public int MaxPending { get; set; } = 10_000;

    /// <summary>Time after which a waiting request that a child zone may serve is tried again although no child told of more: a summary does not tell everything.</summary>
    /// <value>1 second to 1 day; default 5 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan RecheckChildrenAfter { get; set; } = TimeSpan.FromMinutes(5);
}
