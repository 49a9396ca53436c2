using Microsoft.Extensions.Logging;
using NovaZones.Core.Zones;

namespace NovaZones.Core.Federation.Links;

/// <summary>Keeps one child's link standing, and fetches what the child tells when it says that it changed.</summary>
/// <remarks>
/// A child that changes all the time is fetched at most once in <see cref="LeastPause"/>; what it tells meanwhile is one fetch more. A link
/// that breaks is followed by one poll at once: fails that, too, there is no doubt, and the child is offline without waiting for more.
/// </remarks>
internal sealed partial class ChildLinkLoop(
    ChildZone child, IChildLink link, ChildZonePoller poller, ChildZoneRegistry registry, ZoneIdentity identity, TimeProvider time, ILogger logger)
{
    /// <summary>Shortest time between two fetches.</summary>
    public static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(300);

    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(15);

    private readonly SemaphoreSlim _news = new(0, 1);

    /// <summary>Runs until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var fetching = FetchAsync(cancellationToken);
        try
        {
            for (var trial = 0; ; trial++)
            {
                var stood = false;
                var reason = await link.ListenAsync(
                    child,
                    () =>
                    {
                        stood = true;
                        registry.Linked(child.Id, true);
                        News();
                    },
                    News,
                    cancellationToken).ConfigureAwait(false);
                registry.Linked(child.Id, false);
                if (stood)
                {
                    trial = 0;
                    await ConfirmLossAsync(reason, cancellationToken).ConfigureAwait(false);
                }

                await Task.Delay(Backoff.Of(FirstRetry, LongestRetry, trial, identity.Id, child.Id), time, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The child is removed, switched off or edited, or the zone stops.
        }
        finally
        {
            registry.Linked(child.Id, false);
            await fetching.ConfigureAwait(false);
            _news.Dispose();
        }
    }

    private async Task ConfirmLossAsync(string reason, CancellationToken cancellationToken)
    {
        var before = registry.Find(child.Id)?.Health;
        if (await PollAsync(cancellationToken).ConfigureAwait(false) is ChildReply<ZoneInfo>.TimedOut or ChildReply<ZoneInfo>.Failed)
        {
            registry.Lost(child.Id, $"its connection ended ({reason}) and it does not answer");
            poller.Report(child, before);
        }
    }

    private void News()
    {
        try
        {
            _news.Release();
        }
        catch (SemaphoreFullException)
        {
            // A fetch is due already.
        }
        catch (ObjectDisposedException)
        {
            // The last words of a connection that is being closed.
        }
    }

    private async Task FetchAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await _news.WaitAsync(cancellationToken).ConfigureAwait(false);
                await PollAsync(cancellationToken).ConfigureAwait(false);
                await Task.Delay(LeastPause, time, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // As above.
        }
    }

    private async Task<ChildReply<ZoneInfo>?> PollAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await poller.PollAsync(child, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception ex) when (ex is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // The database is away, or the row went meanwhile: listening goes on, and the next poll keeps what this one could not.
            LogFailed(ex, child.Name);
            return null;
        }
    }

    [LoggerMessage(EventId = 2003, Level = LogLevel.Warning, Message = "What child zone {ChildZone} told could not be kept.")]
    private partial void LogFailed(Exception exception, string childZone);
}
