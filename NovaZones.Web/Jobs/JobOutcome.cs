namespace NovaZones.Web.Jobs;

/// <summary>What became of a recurring job's last run.</summary>
public enum JobOutcome
{
    /// <summary>It did not run since this job was registered.</summary>
    Never,

    /// <summary>It waits for a worker.</summary>
    Queued,

    /// <summary>It is at it.</summary>
    Running,

    /// <summary>It ended as it should.</summary>
    Succeeded,

    /// <summary>It failed and is tried again.</summary>
    Retrying,

    /// <summary>It failed and is not tried again before its next turn.</summary>
    Failed,
}
