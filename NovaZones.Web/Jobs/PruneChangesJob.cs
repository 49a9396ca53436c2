using Hangfire;
using NovaZones.Core.Replicas;

namespace NovaZones.Web.Jobs;

/// <summary>Forgets what every replica has long followed; one that slept longer reads everything. Harmless to run twice, and nothing to do without replicas.</summary>
[DisableConcurrentExecution(1)]
[AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)]
internal sealed class PruneChangesJob(BackgroundWork work, TimeProvider time, IReplicaFeed? feed = null)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    public Task RunAsync(CancellationToken cancellationToken) =>
        feed is null ? Task.CompletedTask : work.RunAsync(token => feed.PruneAsync(time.GetUtcNow() - Kept, token), cancellationToken);
}
