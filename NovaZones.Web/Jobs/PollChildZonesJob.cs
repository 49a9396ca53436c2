using Hangfire;
using NovaZones.Core.Federation;

namespace NovaZones.Web.Jobs;

/// <summary>Asks the children whose turn it is what they can offer. Harmless to run twice; one that is late gives way to the next.</summary>
/// <remarks>Runs in every replica: whether a child can be reached is each replica's own affair, and so are its breaker and its link.</remarks>
[DisableConcurrentExecution(1)]
[AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)]
internal sealed class PollChildZonesJob(ChildZonePoller poller)
{
    public Task RunAsync(CancellationToken cancellationToken) => poller.PollDueAsync(cancellationToken);
}
