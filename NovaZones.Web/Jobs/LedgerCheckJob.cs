using Hangfire;
using NovaZones.Core.Operations;

namespace NovaZones.Web.Jobs;

/// <summary>Holds the books against themselves every night. Changes nothing, so harmless to run twice.</summary>
[DisableConcurrentExecution(1)]
[AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)]
internal sealed class LedgerCheckJob(LedgerCheck check)
{
    public Task RunAsync(CancellationToken cancellationToken) => check.RunAsync(cancellationToken);
}
