using Hangfire;
using NovaZones.Core.Replicas;

namespace NovaZones.Web.Jobs;

/// <summary>Forgets what every replica has long followed; one that slept longer reads everything. Harmless to run twice.</summary>
[DisableConcurrentExecution(1)]
[AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)]
internal sealed class PruneChangesJob(IReplicaFeed feed, BackgroundWork work, TimeProvider time)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    public Task RunAsync(CancellationToken cancellationToken) =>
        work.RunAsync(token => feed.PruneAsync(time.GetUtcNow() - Kept, token), cancellationToken);
}
