using Hangfire;
using NovaZones.Core.Quotas;
using NovaZones.Core.Replicas;

namespace NovaZones.Web.Jobs;

/// <summary>Renews, changes and takes back what children are lent of quotas. Harmless to run twice.</summary>
[DisableConcurrentExecution(1)]
[AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)]
internal sealed class RenewLeasesJob(LeaseService leases, BackgroundWork work)
{
    public Task RunAsync(CancellationToken cancellationToken) => work.RunAsync(leases.RenewAsync, cancellationToken);
}
