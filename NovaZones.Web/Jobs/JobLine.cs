namespace NovaZones.Web.Jobs;

/// <summary>A recurring job as it stands.</summary>
/// <param name="Id">Its name, one of the constants of the registry of jobs.</param>
/// <param name="Cron">Its schedule, with five fields or, where it begins with seconds, six.</param>
/// <param name="NextAt">When it is due; null when its schedule never comes.</param>
/// <param name="LastAt">When it last began; null never.</param>
/// <param name="Outcome">What became of that.</param>
/// <param name="Took">How long that took; null while it runs, after it failed, and once the job store has forgotten.</param>
/// <param name="Error">Why it failed; null when it did not.</param>
public sealed record JobLine(string Id, string Cron, DateTimeOffset? NextAt, DateTimeOffset? LastAt, JobOutcome Outcome, TimeSpan? Took, string? Error);
