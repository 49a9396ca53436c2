using Hangfire;
using NovaZones.Core.Operations;
using NovaZones.Core.Replicas;

namespace NovaZones.Web.Jobs;

/// <summary>Holds the books against themselves every night. Changes nothing, so harmless to run twice.</summary>
[DisableConcurrentExecution(1)]
[AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)]
internal sealed class LedgerCheckJob(LedgerCheck check, BackgroundWork work)
{
    public Task RunAsync(CancellationToken cancellationToken) => work.RunAsync(async token => await check.RunAsync(token), cancellationToken);
}
