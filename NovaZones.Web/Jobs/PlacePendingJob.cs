using Hangfire;
using NovaZones.Core.Placement.Pending;

namespace NovaZones.Web.Jobs;

/// <summary>The first attempt at a stored request. Harmless to run twice.</summary>
[AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)]
internal sealed class PlacePendingJob(PendingPlacementService pending)
{
    public Task RunAsync(string reservationId, CancellationToken cancellationToken) => pending.TryFirstAsync(reservationId, cancellationToken);
}
