using System.ComponentModel.DataAnnotations;

namespace NovaZones.Core.Quotas;

/// <summary>How quotas are lent to child zones (section <c>Quotas</c>).</summary>
public sealed class QuotaOptions
{
    /// <summary>How long a child may place by a lease that is not renewed.</summary>
    /// <value>1 s to 1 day; default 5 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Time between two renewals.</summary>
    /// <value>1 s to 59 s; default 10 s.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:00:59")]
    public TimeSpan RenewInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Added to the end of a lease as the parent sees it, for clocks that run differently.</summary>
    /// <value>0 to 10 minutes; default 30 s.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan ClockMargin { get; set; } = TimeSpan.FromSeconds(30);
}
