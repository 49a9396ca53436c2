using NovaZones.Core.Fleet;

namespace NovaZones.Web.Jobs;

/// <summary>Writes gathered heartbeats every few seconds, and a last time on the way down. Runs in every replica: each writes what it heard.</summary>
internal sealed partial class FlushHeartbeats(HeartbeatBuffer heartbeats, TimeProvider time, ILogger<FlushHeartbeats> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await FlushAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The zone stops; what was gathered since the last tick is still written.
            await FlushAsync(CancellationToken.None);
        }
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        try
        {
            await heartbeats.FlushAsync(cancellationToken);
        }
        catch (Exception ex) when (ex is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // Heartbeats come again; the loop must go on.
            LogFailed(ex);
        }
    }

    [LoggerMessage(EventId = 3001, Level = LogLevel.Warning, Message = "Heartbeats could not be written; the next round writes newer ones.")]
    private partial void LogFailed(Exception exception);
}
