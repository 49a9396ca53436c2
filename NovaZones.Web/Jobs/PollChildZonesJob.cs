using Hangfire;
using NovaZones.Core.Federation;

namespace NovaZones.Web.Jobs;

/// <summary>Asks every child what it can offer. Harmless to run twice; one that is late gives way to the next.</summary>
[DisableConcurrentExecution(1)]
[AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)]
internal sealed class PollChildZonesJob(ChildZonePoller poller)
{
    public Task RunAsync(CancellationToken cancellationToken) => poller.PollAllAsync(cancellationToken);
}
