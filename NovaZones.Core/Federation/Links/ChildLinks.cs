using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NovaZones.Core.Live;
using NovaZones.Core.Zones;

namespace NovaZones.Core.Federation.Links;

/// <summary>Keeps a link to every enabled child, following the rows as they are added, edited, switched and removed.</summary>
/// <remarks>Runs in every replica: each listens for its own picture.</remarks>
public sealed partial class ChildLinks(
    IChildLink link,
    ChildZoneRegistry registry,
    ChildZonePoller poller,
    ZoneIdentity identity,
    ChangeFeed feed,
    TimeProvider time,
    ILogger<ChildLinks> logger) : BackgroundService
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<Guid, Running> _running = [];
    private long _followed = -1;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = feed.Subscribe();
        try
        {
            await FollowAsync(stoppingToken).ConfigureAwait(false);
            await foreach (var topics in subscription.ReadAsync(Quiet, time, stoppingToken).ConfigureAwait(false))
            {
                if (topics.Contains(ChangeTopic.Children))
                {
                    await FollowAsync(stoppingToken).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The zone stops.
        }
        finally
        {
            await Task.WhenAll(_running.Values.Select(r => r.StopAsync())).ConfigureAwait(false);
        }
    }

    /// <summary>Ends the links whose row is not as it was, and begins those that are missing.</summary>
    private async Task FollowAsync(CancellationToken stoppingToken)
    {
        // Most changes are news of children, not of rows.
        var rows = registry.Book.RowsVersion;
        if (rows == _followed)
        {
            return;
        }

        _followed = rows;
        foreach (var (id, running) in _running.ToList())
        {
            if (registry.Find(id)?.Child is not { Enabled: true } row || row.ApiUrl != running.Child.ApiUrl || row.Token != running.Child.Token || running.Loop.IsCompleted)
            {
                _running.Remove(id);
                await running.StopAsync().ConfigureAwait(false);
            }
        }

        foreach (var state in registry.All)
        {
            if (state.Child.Enabled && !_running.ContainsKey(state.Child.Id))
            {
                var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                _running[state.Child.Id] = new Running(state.Child, stop, RunAsync(state.Child, stop.Token));
            }
        }
    }

    private async Task RunAsync(ChildZone child, CancellationToken cancellationToken)
    {
        await Task.Yield();
        try
        {
            await new ChildLinkLoop(child, link, poller, registry, identity, time, logger).RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception ex) when (ex is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // A defect or a database that is away; polls go on, and the next change of any child begins the link anew.
            LogEnded(ex, child.Name);
        }
    }

    [LoggerMessage(EventId = 2002, Level = LogLevel.Error, Message = "Listening to child zone {ChildZone} ended unexpectedly.")]
    private partial void LogEnded(Exception exception, string childZone);

    private sealed record Running(ChildZone Child, CancellationTokenSource Stop, Task Loop)
    {
        public async Task StopAsync()
        {
            await Stop.CancelAsync().ConfigureAwait(false);
            await Loop.ConfigureAwait(false);
            Stop.Dispose();
        }
    }
}
