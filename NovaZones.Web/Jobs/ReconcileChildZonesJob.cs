using Hangfire;
using NovaZones.Core.Federation.Books;
using NovaZones.Core.Replicas;

namespace NovaZones.Web.Jobs;

/// <summary>Compares this zone's records with its children's. Harmless to run twice.</summary>
[DisableConcurrentExecution(1)]
[AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)]
internal sealed class ReconcileChildZonesJob(ChildBooks books, BackgroundWork work)
{
    public Task RunAsync(CancellationToken cancellationToken) => work.RunAsync(books.CompareAsync, cancellationToken);
}
