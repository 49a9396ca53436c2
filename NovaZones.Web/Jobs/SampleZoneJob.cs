using Hangfire;
using NovaZones.Core.Replicas;
using NovaZones.Core.Zones.History;

namespace NovaZones.Web.Jobs;

/// <summary>Writes down what the zone with everything below it offers and uses, and what was asked of it. Harmless to run twice: no request is counted twice.</summary>
[DisableConcurrentExecution(1)]
internal sealed class SampleZoneJob(ZoneSampler sampler, BackgroundWork work)
{
    public Task RunAsync(CancellationToken cancellationToken) => work.RunAsync(sampler.SampleAsync, cancellationToken);
}
