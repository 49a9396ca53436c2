using System.Data.Common;

namespace NovaZones.Web.Jobs;

/// <summary>Looks at the own job server by the clock, so that whoever asks seldom is not told of a sign of life that is long past.</summary>
internal sealed class JobServerWatch(OwnJobServer server, TimeProvider time) : BackgroundService
{
    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(OwnJobServer.Beat, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                Look();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The zone stops.
        }
    }

    private void Look()
    {
        try
        {
            server.IsAlive();
        }
        catch (DbException)
        {
            // Whoever asks meets the same fault and is told of it.
        }
    }
}
