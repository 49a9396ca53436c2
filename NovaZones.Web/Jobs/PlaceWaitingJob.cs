using Hangfire;
using NovaZones.Core.Placement.Pending;
using NovaZones.Core.Replicas;

namespace NovaZones.Web.Jobs;

/// <summary>Tries the waiting requests that were woken, in order of arrival. Harmless to run twice.</summary>
[AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)]
internal sealed class PlaceWaitingJob(PendingPlacementService pending, BackgroundWork work)
{
    public Task RunAsync(CancellationToken cancellationToken) => work.RunAsync(pending.TryWokenAsync, cancellationToken);
}
