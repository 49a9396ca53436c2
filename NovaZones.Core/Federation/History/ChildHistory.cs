using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NovaZones.Core.Live;
using NovaZones.Core.Replicas;

namespace NovaZones.Core.Federation.History;

/// <summary>Writes down when a child goes from one state to another.</summary>
/// <remarks>
/// States that a child passes through within <see cref="Quiet"/> are not all noted. A zone that starts knows of no child how it is; that is no
/// state to write down, and a child that is found as it was left is no change. Of several replicas one writes: the one that does the recurring work.
/// </remarks>
public sealed partial class ChildHistory(
    ChildZoneRegistry registry, IChildEventStore store, BackgroundWork work, ChangeFeed feed, TimeProvider time, ILogger<ChildHistory> logger) : BackgroundService
{
    /// <summary>Least time between two looks.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(500);

    private const int ReasonLength = 400;

    private Dictionary<Guid, ChildHealth>? _known;

    /// <summary>Looks at every child and writes down whose state changed.</summary>
    public async Task ObserveAsync(CancellationToken cancellationToken)
    {
        _known ??= (await store.ListLatestAsync(cancellationToken).ConfigureAwait(false)).ToDictionary(change => change.ChildZoneId, change => change.Health);
        foreach (var state in registry.All)
        {
            if (state.Health is ChildHealth.Unknown || (_known.TryGetValue(state.Child.Id, out var last) && last == state.Health))
            {
                continue;
            }

            var reason = state.LastError is { Length: > ReasonLength } text ? text[..ReasonLength] : state.LastError;
            await store.AppendAsync(new ChildEvent(state.Child.Id, time.GetUtcNow(), state.Health, reason), cancellationToken).ConfigureAwait(false);
            _known[state.Child.Id] = state.Health;
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = feed.Subscribe();
        try
        {
            await foreach (var topics in subscription.ReadAsync(Quiet, time, stoppingToken).ConfigureAwait(false))
            {
                if (topics.Contains(ChangeTopic.Children))
                {
                    await TryObserveAsync(stoppingToken).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The zone stops.
        }
    }

    private async Task TryObserveAsync(CancellationToken cancellationToken)
    {
        try
        {
            await work.RunAsync(ObserveAsync, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception ex) when (ex is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // The next change of any child looks at all of them again.
            LogUnwritten(ex);
        }
    }

    [LoggerMessage(EventId = 2010, Level = LogLevel.Warning, Message = "What became of the child zones could not be written down.")]
    private partial void LogUnwritten(Exception exception);
}
