using Microsoft.AspNetCore.SignalR.Client;
using NovaZones.Bench.Drill;

namespace NovaZones.Bench.Soak;

/// <summary>Listeners that stay all the time: event streams and hub connections, opened again when they break.</summary>
internal static class SoakListeners
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Holds both kinds open to every zone until told to stop.</summary>
    public static Task RunAsync(IReadOnlyList<SoakClient> clients, CancellationToken stop) =>
        Task.WhenAll(clients.SelectMany(c => new[] { StreamAsync(c, stop), HubAsync(c.Zone, stop) }));

    private static async Task StreamAsync(SoakClient client, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await client.ListenAsync("api/v1/events", stop);
            await PauseAsync(stop);
        }
    }

    private static async Task HubAsync(DrillZone zone, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var ended = new TaskCompletionSource();
            await using var hub = new HubConnectionBuilder()
                .WithUrl(new Uri(zone.Url, "/hubs/zone"), options => options.AccessTokenProvider = () => Task.FromResult<string?>(zone.Token))
                .Build();
            hub.Closed += _ =>
            {
                ended.TrySetResult();
                return Task.CompletedTask;
            };
            try
            {
                await hub.StartAsync(stop);
                await ended.Task.WaitAsync(stop);
            }
            catch (Exception ex) when (ex is HttpRequestException or IOException or OperationCanceledException)
            {
                // Killed just now, or the end.
            }

            await PauseAsync(stop);
        }
    }

    private static async Task PauseAsync(CancellationToken stop)
    {
        try
        {
            await Task.Delay(Pause, stop);
        }
        catch (OperationCanceledException)
        {
            // The loops look themselves.
        }
    }
}
