using Hangfire;
using NovaZones.Core.Fleet.History;
using NovaZones.Core.Replicas;

namespace NovaZones.Web.Jobs;

/// <summary>Writes down what hosts offer and use. Harmless to run twice: what did not change is not written again.</summary>
[DisableConcurrentExecution(1)]
internal sealed class SampleHostsJob(HostSampler sampler, BackgroundWork work)
{
    public Task RunAsync(CancellationToken cancellationToken) => work.RunAsync(sampler.SampleAsync, cancellationToken);
}
