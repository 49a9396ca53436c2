using System.ComponentModel.DataAnnotations;

namespace NovaZones.Core.Placement;

/// <summary>How this zone schedules (section <c>Scheduler</c>).</summary>
public sealed class SchedulerOptions
{
    /// <summary>Way of choosing for policies that name none.</summary>
    /// <value><c>distributed</c> (default) or <c>filter</c>.</value>
    [RegularExpression("^(distributed|filter)$", ErrorMessage = "Scheduler:Driver must be distributed or filter.")]
    public string Driver { get; set; } = Policies.Drivers.Distributed;

    /// <summary>Silence after which a host counts as down.</summary>
    /// <value>1 s to 1 day; default 60 s.</value>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan StaleAfter { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Time within which a placement answers when the request sets none.</summary>
    /// <value>50 ms to 10 minutes; default 5 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.05", "00:10:00")]
    public TimeSpan DefaultDeadline { get; set; } = TimeSpan.FromSeconds(5);
}
