using System.Net;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NovaZones.Agent.Hosting;
using NovaZones.Client;

namespace NovaZones.Agent.Assignments;

/// <summary>Carries out what is placed on this host, again and again; goes on with what an earlier agent left.</summary>
internal sealed class AssignmentWorker(
    ZoneAssignments assignments, CommandPool commands, IOptions<AgentOptions> options, TimeProvider time, ILogger<AssignmentWorker> logger) : BackgroundService
{
    private readonly SemaphoreSlim _news = new(0, 1);

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);

        // Half of the time is for the commands, so that some is left to kill them and to say how they ended.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(12));
        await commands.StopAsync(patience.Token);
        try
        {
            using var last = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            last.CancelAfter(TimeSpan.FromSeconds(3));
            await assignments.SayAsync(last.Token);
        }
        catch (Exception ex) when (ex is ZoneProblemException or ZoneUnreachableException or OperationCanceledException)
        {
            // It stands in the file, and is said after the next start.
        }
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        base.Dispose();
        _news.Dispose();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var link = new ZoneLink("acknowledgements and lists", options.Value.AssignmentInterval, logger);
        commands.Ended += Wake;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                try
                {
                    commands.Pump();
                    await assignments.RunOnceAsync(stoppingToken);
                    commands.Pump();
                    link.Succeeded();
                }
                catch (ZoneProblemException unknown) when (unknown.Status == HttpStatusCode.NotFound)
                {
                    // The host has not been reported yet, or was removed: the reports see to it.
                    link.Succeeded();
                }
                catch (Exception ex) when (!stoppingToken.IsCancellationRequested)
                {
                    link.Failed(ex);
                }

                await WaitAsync(link.Pause(), stoppingToken);
            }
        }
        finally
        {
            commands.Ended -= Wake;
        }
    }

    private async Task WaitAsync(TimeSpan pause, CancellationToken stoppingToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var woken = _news.WaitAsync(either.Token);
        await Task.WhenAny(woken, Task.Delay(pause, time, either.Token));
        await either.CancelAsync();
        await woken.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Wake()
    {
        try
        {
            _news.Release();
        }
        catch (SemaphoreFullException)
        {
            // Woken already.
        }
        catch (ObjectDisposedException)
        {
            // The last command ended while everything stops.
        }
    }
}
