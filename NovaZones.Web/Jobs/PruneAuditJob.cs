using Hangfire;
using Microsoft.Extensions.Options;
using NovaZones.Core.Audit;
using NovaZones.Core.Replicas;

namespace NovaZones.Web.Jobs;

/// <summary>Deletes records of the audit log whose time of keeping is over. Harmless to run twice.</summary>
[DisableConcurrentExecution(1)]
internal sealed class PruneAuditJob(AuditLog log, IOptions<RetentionOptions> options, BackgroundWork work)
{
    public Task RunAsync(CancellationToken cancellationToken) => work.RunAsync(token => log.PruneAsync(options.Value.Audit, token), cancellationToken);
}
