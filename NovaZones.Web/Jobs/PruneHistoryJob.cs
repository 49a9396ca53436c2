using Hangfire;
using Microsoft.Extensions.Options;
using NovaZones.Core.Assignments;
using NovaZones.Core.Claims;
using NovaZones.Core.Federation;
using NovaZones.Core.Fleet.History;
using NovaZones.Core.Replicas;
using NovaZones.Core.Zones.History;

namespace NovaZones.Web.Jobs;

/// <summary>Deletes placements and figures of hosts and of the zone whose time of keeping is over, and what hosts said of instances that are gone. Harmless to run twice.</summary>
[DisableConcurrentExecution(1)]
internal sealed class PruneHistoryJob(
    IReservationStore reservations, IAssignmentStore assignments, IHostHistoryStore hosts, IZoneHistoryStore zone, IOptions<RetentionOptions> options, IOptions<FederationOptions> federation, BackgroundWork work,
    TimeProvider time)
{
    public Task RunAsync(CancellationToken cancellationToken)
    {
        // A reservation also tells that its plan was used; it must not be forgotten while the plan could be used again.
        var plans = federation.Value.PlanLifetime + TimeSpan.FromMinutes(2);
        var age = options.Value.Placements > plans ? options.Value.Placements : plans;
        return work.RunAsync(
            async token =>
            {
                await reservations.PruneAsync(time.GetUtcNow() - age, token);
                await assignments.PruneAsync(token);
                await hosts.PruneAsync(time.GetUtcNow() - options.Value.HostHistory, token);
                await zone.PruneAsync(time.GetUtcNow() - options.Value.ZoneHistory, token);
            },
            cancellationToken);
    }
}
