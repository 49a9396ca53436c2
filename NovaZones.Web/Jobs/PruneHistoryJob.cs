using Hangfire;
using Microsoft.Extensions.Options;
using NovaZones.Core.Claims;

namespace NovaZones.Web.Jobs;

/// <summary>Deletes placements whose time of keeping is over. Harmless to run twice.</summary>
[DisableConcurrentExecution(1)]
internal sealed class PruneHistoryJob(IReservationStore reservations, IOptions<RetentionOptions> options, TimeProvider time)
{
    public Task RunAsync(CancellationToken cancellationToken) =>
        reservations.PruneAsync(time.GetUtcNow() - options.Value.Placements, cancellationToken);
}
