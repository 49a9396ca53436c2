using Hangfire;
using NovaZones.Core.Claims;
using NovaZones.Core.Live;
using NovaZones.Core.Replicas;

namespace NovaZones.Web.Jobs;

/// <summary>Gives back what waits for its child. Harmless to run twice.</summary>
[DisableConcurrentExecution(1)]
[AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)]
internal sealed class SettleReservationsJob(SettleService settle, ChangeFeed feed, BackgroundWork work)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await work.RunAsync(settle.SettleAsync, cancellationToken);
        feed.Publish(ChangeTopic.Jobs);
    }
}
