using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using NovaZones.Web.Composition;

namespace NovaZones.Web.Hubs;

/// <summary>What a listener of <c>/hubs/zone</c> is told. Payloads say that something changed; the receiver fetches what it may see.</summary>
public interface IZoneHubClient
{
    /// <summary>The zone's own figures, or those below it, changed.</summary>
    Task ZoneChanged(ChangeNotice notice);

    /// <summary>Hosts came, went or changed; many changes are told once.</summary>
    Task HostsChanged(ChangeNotice notice);

    /// <summary>A placement was answered or released.</summary>
    Task PlacementCompleted(ChangeNotice notice);

    /// <summary>A child zone or what it tells changed.</summary>
    Task ChildChanged(ChangeNotice notice);

    /// <summary>A background job ended.</summary>
    Task JobChanged(ChangeNotice notice);
}

/// <summary>That something changed, and when.</summary>
/// <param name="Zone">Name of the zone that tells it.</param>
/// <param name="FleetVersion">Version of its fleet at that moment.</param>
/// <param name="At">When, UTC.</param>
public sealed record ChangeNotice(string Zone, long FleetVersion, DateTimeOffset At);

/// <summary>The zone's SignalR hub: a listener only listens. A parent hears that the figures changed, which it may fetch, and nothing else.</summary>
[Authorize(Policy = AccessPolicies.ReadOrParent)]
internal sealed class ZoneHub(IAuthorizationService authorization, OpenConnections connections) : Hub<IZoneHubClient>
{
    /// <summary>Listeners that may see the zone from inside.</summary>
    public const string Readers = "readers";

    /// <inheritdoc />
    public override async Task OnConnectedAsync()
    {
        if (Context.User is { } user && (await authorization.AuthorizeAsync(user, AccessPolicies.Read)).Succeeded)
        {
            await Groups.AddToGroupAsync(Context.ConnectionId, Readers);
        }

        if (Context.User is { } caller)
        {
            Context.Items[typeof(OpenConnections)] = connections.Watch(caller, Context.GetHttpContext()?.Connection.ClientCertificate, Context.Abort);
        }

        await base.OnConnectedAsync();
    }

    /// <inheritdoc />
    public override Task OnDisconnectedAsync(Exception? exception)
    {
        (Context.Items[typeof(OpenConnections)] as IDisposable)?.Dispose();
        return base.OnDisconnectedAsync(exception);
    }
}
