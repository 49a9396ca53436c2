using Hangfire;
using NovaZones.Core.Placement.Pending;

namespace NovaZones.Web.Jobs;

/// <summary>Queues work for pending requests with Hangfire.</summary>
internal sealed class HangfirePendingJobs(JobStorage storage) : IPendingJobs
{
    private readonly BackgroundJobClient _client = new(storage);

    public void EnqueueFirstTry(string reservationId) => _client.Enqueue<PlacePendingJob>(job => job.RunAsync(reservationId, CancellationToken.None));

    public void EnqueueWoken() => _client.Enqueue<PlaceWaitingJob>(job => job.RunAsync(CancellationToken.None));
}
