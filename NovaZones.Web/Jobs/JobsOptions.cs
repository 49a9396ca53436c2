using System.ComponentModel.DataAnnotations;

namespace NovaZones.Web.Jobs;

/// <summary>How background jobs run (section <c>Jobs</c>).</summary>
public sealed class JobsOptions
{
    /// <summary>Jobs that run at the same time.</summary>
    /// <value>1 to 64; default 4.</value>
    [Range(1, 64)]
    public int Workers { get; set; } = 4;
}

/// <summary>How long history is kept (section <c>Retention</c>).</summary>
public sealed class RetentionOptions
{
    /// <summary>Age after which refused and released placements are deleted with their explanations.</summary>
    /// <value>1 minute to 10 years; default 7 days.</value>
    [Range(typeof(TimeSpan), "00:01:00", "3650.00:00:00")]
    public TimeSpan Placements { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Age after which records of the audit log are deleted; where the chain goes on is recorded.</summary>
    /// <value>1 day to 10 years; default 400 days.</value>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan Audit { get; set; } = TimeSpan.FromDays(400);

    /// <summary>Age after which what hosts offered and used is deleted.</summary>
    /// <value>1 day to 1 year; default 3 days.</value>
    [Range(typeof(TimeSpan), "1.00:00:00", "365.00:00:00")]
    public TimeSpan HostHistory { get; set; } = TimeSpan.FromDays(3);

    /// <summary>Age after which what the zone with everything below it offered, used and was asked is deleted.</summary>
    /// <value>1 day to 1 year; default 8 days.</value>
    [Range(typeof(TimeSpan), "1.00:00:00", "365.00:00:00")]
    public TimeSpan ZoneHistory { get; set; } = TimeSpan.FromDays(8);
}
