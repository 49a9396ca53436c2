using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http.Connections.Client;
using Microsoft.AspNetCore.SignalR.Client;
using NovaZones.Web.Hubs;

namespace NovaZones.Tests.Support.Fixtures;

/// <summary>Listens to a zone's hub and remembers what it heard.</summary>
internal sealed class HubEars : IAsyncDisposable
{
    private static readonly string[] Messages = [.. typeof(IZoneHubClient).GetMethods().Select(m => m.Name)];

    private readonly HubConnection _connection;
    private readonly ConcurrentQueue<string> _heard = new();

    private HubEars(HubConnection connection)
    {
        _connection = connection;
        foreach (var message in Messages)
        {
            connection.On<ChangeNotice>(message, _ => _heard.Enqueue(message));
        }
    }

    /// <summary>Kinds of messages heard so far, ordered.</summary>
    public IReadOnlyList<string> Heard => [.. _heard.Distinct().Order(StringComparer.Ordinal)];

    public int Count => _heard.Count;

    /// <summary>Whether the zone ended the connection, or it broke.</summary>
    public bool HasEnded => _connection.State is HubConnectionState.Disconnected;

    public static Task<HubEars> ListenAsync(Uri zone, string token) => ListenAsync(zone, o => o.AccessTokenProvider = () => Task.FromResult<string?>(token));

    public static async Task<HubEars> ListenAsync(Uri zone, Action<HttpConnectionOptions> configure)
    {
        var ears = new HubEars(new HubConnectionBuilder().WithUrl(new Uri(zone, "/hubs/zone"), configure).Build());
        try
        {
            await ears._connection.StartAsync();
            return ears;
        }
        catch
        {
            await ears.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
