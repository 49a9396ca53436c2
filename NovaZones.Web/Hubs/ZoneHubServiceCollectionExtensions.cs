namespace NovaZones.Web.Hubs;

/// <summary>Registers the zone's hub and what feeds it.</summary>
internal static class ZoneHubServiceCollectionExtensions
{
    /// <summary>Time between two pings; listeners give up after three that stayed away.</summary>
    private static readonly TimeSpan Ping = TimeSpan.FromSeconds(2);

    /// <summary>Adds the hub and the broadcaster.</summary>
    public static void AddZoneHub(this IServiceCollection services)
    {
        // Of this hub alone: the console's circuits keep their own, longer times.
        services.AddSignalR().AddHubOptions<ZoneHub>(hub => hub.KeepAliveInterval = Ping);
        services.AddHostedService<HubBroadcaster>();
    }
}
