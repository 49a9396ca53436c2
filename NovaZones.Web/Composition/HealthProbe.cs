using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using NovaZones.Core.Fleet;
using NovaZones.Data;
using NovaZones.Web.Jobs;

namespace NovaZones.Web.Composition;

/// <summary>Looks whether the zone can serve, for whoever watches the process and for the page that tells people.</summary>
/// <remarks>Anybody may ask, as often as they like: one look serves all who ask within <see cref="Freshness"/>, so that questions cost the database nothing.</remarks>
public sealed class HealthProbe(FleetView view, IDbContextFactory<ZoneDbContext> contexts, OwnJobServer jobs, TimeProvider time)
{
    /// <summary>The fleet is in memory.</summary>
    public const string Fleet = "fleet";

    /// <summary>The database answers.</summary>
    public const string Database = "database";

    /// <summary>This process runs background jobs.</summary>
    public const string Jobs = "jobs";

    /// <summary>Time for which a look is told to everybody.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private Task<IReadOnlyList<HealthCheck>>? _look;
    private long _lookedAt;

    /// <summary>How everything is, as seen within the last second; answers within about two seconds.</summary>
    public Task<IReadOnlyList<HealthCheck>> CheckAsync(CancellationToken cancellationToken)
    {
        Task<IReadOnlyList<HealthCheck>> look;
        lock (_lock)
        {
            // One that is still under way is shared, too: it ends by its own time, whoever leaves.
            if (_look is null || (_look.IsCompleted && (time.GetElapsedTime(_lookedAt) >= Freshness || !_look.IsCompletedSuccessfully)))
            {
                _look = LookAsync();
                _lookedAt = time.GetTimestamp();
            }

            look = _look;
        }

        return look.WaitAsync(cancellationToken);
    }

    private async Task<IReadOnlyList<HealthCheck>> LookAsync()
    {
        await Task.Yield();
        using var limited = new CancellationTokenSource(_timeout);
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
