using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using NovaZones.Core.Fleet;
using NovaZones.Data;
using NovaZones.Web.Jobs;

namespace NovaZones.Web.Composition;

/// <summary>Looks whether the zone can serve, for whoever watches the process and for the page that tells people.</summary>
public sealed class HealthProbe(FleetView view, IDbContextFactory<ZoneDbContext> contexts, OwnJobServer jobs)
{
    /// <summary>The fleet is in memory.</summary>
    public const string Fleet = "fleet";

    /// <summary>The database answers.</summary>
    public const string Database = "database";

    /// <summary>This process runs background jobs.</summary>
    public const string Jobs = "jobs";

    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(2);

    /// <summary>Looks at everything; answers within about two seconds.</summary>
    public async Task<IReadOnlyList<HealthCheck>> CheckAsync(CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(_timeout);
        return
        [
            new HealthCheck(Fleet, view.IsLoaded, view.IsLoaded ? null : "the fleet is still being read from the database"),
            Of(Database, await FaultOfDatabaseAsync(limited.Token)),
            Of(Jobs, FaultOfJobs()),
        ];
    }

    private static HealthCheck Of(string name, string? fault) => new(name, fault is null, fault);

    private async Task<string?> FaultOfDatabaseAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            return await db.Database.CanConnectAsync(cancellationToken) ? null : "the database cannot be opened";
        }
        catch (OperationCanceledException)
        {
            return $"the database did not answer within {_timeout.TotalSeconds:0} s";
        }
    }

    private string? FaultOfJobs()
    {
        try
        {
            return jobs.IsAlive() ? null : "this process runs no background jobs";
        }
        catch (DbException ex)
        {
            return $"the store of jobs cannot be read: {ex.Message}";
        }
    }
}
