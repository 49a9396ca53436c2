using Microsoft.EntityFrameworkCore;
using NovaZones.Core.Fleet;
using NovaZones.Data;

namespace NovaZones.Web.Composition;

/// <summary>Liveness and readiness for whoever watches the process.</summary>
internal static class Readiness
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    /// <summary>Maps <c>/healthz</c> (the process answers) and <c>/readyz</c> (fleet loaded, jobs running, database reachable).</summary>
    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/healthz", () => "ok").AllowAnonymous();
        app.MapGet("/readyz", CheckAsync).AllowAnonymous();
    }

    private static async Task<IResult> CheckAsync(
        FleetView view, IDbContextFactory<ZoneDbContext> contexts, Hangfire.JobStorage jobs, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(Timeout);
        var answer = new
        {
            fleet = view.IsLoaded,
            database = await IsReachableAsync(contexts, limited.Token),
            jobs = jobs.GetMonitoringApi().Servers().Count > 0,
        };
        return answer is { fleet: true, database: true, jobs: true } ? Results.Ok(answer) : Results.Json(answer, statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<bool> IsReachableAsync(IDbContextFactory<ZoneDbContext> contexts, CancellationToken cancellationToken)
    {
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            return await db.Database.CanConnectAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
