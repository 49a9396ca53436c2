using Microsoft.AspNetCore.SignalR;
using NovaZones.Core.Fleet;
using NovaZones.Core.Live;
using NovaZones.Core.Zones;

namespace NovaZones.Web.Hubs;

/// <summary>Carries the change feed to the hub's listeners, at most four times a second. Runs in every replica: each tells its own listeners.</summary>
internal sealed partial class HubBroadcaster(
    ChangeFeed feed, FleetView view, ZoneIdentity identity, IHubContext<ZoneHub, IZoneHubClient> hub, TimeProvider time, ILogger<HubBroadcaster> logger) : BackgroundService
{
    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = feed.Subscribe();
        try
        {
            await foreach (var topics in subscription.ReadAsync(TimeSpan.Zero, time, stoppingToken))
            {
                // Told only when the picture that was handed out last has ended: whoever fetches upon this must not get the one before the change.
                await Task.Delay(ZoneOverview.Freshness, time, stoppingToken);
                var notice = new ChangeNotice(identity.Name, view.Current.Version, time.GetUtcNow());
                foreach (var topic in topics)
                {
                    await TellAsync(topic, notice, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The zone stops.
        }
    }

    private async Task TellAsync(ChangeTopic topic, ChangeNotice notice, CancellationToken cancellationToken)
    {
        try
        {
            await (topic switch
            {
                ChangeTopic.Zone => hub.Clients.All.ZoneChanged(notice),
                ChangeTopic.Hosts => hub.Clients.Group(ZoneHub.Readers).HostsChanged(notice),
                ChangeTopic.Placements => hub.Clients.Group(ZoneHub.Readers).PlacementCompleted(notice),
                ChangeTopic.Children => hub.Clients.Group(ZoneHub.Readers).ChildChanged(notice),
                ChangeTopic.Jobs => hub.Clients.Group(ZoneHub.Readers).JobChanged(notice),
                _ => hub.Clients.All.ZoneChanged(notice),
            });
        }
        catch (Exception ex) when (ex is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // A backplane that is away must not end the loop; the next change is told again.
            LogFailed(ex, topic);
        }
    }

    [LoggerMessage(EventId = 4001, Level = LogLevel.Warning, Message = "Listeners could not be told that {Topic} changed.")]
    private partial void LogFailed(Exception exception, ChangeTopic topic);
}
