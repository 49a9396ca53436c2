using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NovaZones.Core.Live;
using NovaZones.Core.Replicas;

namespace NovaZones.Core.Federation.History;

/// <summary>Writes down when a child goes from one state to another.</summary>
/// <remarks>
/// Each change is noted by <see cref="ChildZoneRegistry"/> with its time when it happens, however short the state lasts; writing follows. A zone
/// that starts knows of no child how it is; that is no state to write down, and a child that is found as it was left is no change. Of several
/// replicas one writes: the one that does the recurring work. The others keep what they saw until they find it written, and whoever follows
/// that one writes what it did not.
/// </remarks>
public sealed partial class ChildHistory(
    ChildZoneRegistry registry, IChildEventStore store, BackgroundWork work, ChangeFeed feed, TimeProvider time, ILogger<ChildHistory> logger) : BackgroundService
{
    /// <summary>Least time between two times of writing.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(500);

    private const int ReasonLength = 400;

    // Times are stored to the microsecond; of two changes of one child the later must stay the later.
    private static readonly TimeSpan _apart = TimeSpan.FromTicks(TimeSpan.TicksPerMicrosecond);

    /// <summary>How much longer than a handover takes a change is kept that nobody else wrote: a busy machine hands over late.</summary>
    private static readonly TimeSpan _alone = TimeSpan.FromMinutes(1);

    private readonly Queue<ChildEvent> _unwritten = [];
    private Dictionary<Guid, ChildEvent>? _known;

    // While another one writes: what it wrote last of each child that was found among what was seen here; what is in _unwritten came after that.
    private Dictionary<Guid, ChildEvent>? _common;

    /// <summary>Writes down what changed since it was called last. What cannot be written is tried again with the next call.</summary>
    public async Task ObserveAsync(CancellationToken cancellationToken)
    {
        _known ??= (await store.ListLatestAsync(cancellationToken).ConfigureAwait(false)).ToDictionary(change => change.ChildZoneId);
        var book = registry.TakePassed();
        foreach (var change in book.Passed)
        {
            _unwritten.Enqueue(change);
        }

        if (_common is not null)
        {
            await DropWrittenAsync(_common, cancellationToken).ConfigureAwait(false);
            _common = null;
        }

        // Changes that another replica saw and could not write any more, or that were too many to be kept.
        var healths = _known.ToDictionary(child => child.Key, child => child.Value.Health);
        foreach (var change in _unwritten)
        {
            healths[change.ChildZoneId] = change.Health;
        }

        foreach (var state in book.All)
        {
            if (!healths.TryGetValue(state.Child.Id, out var health) || health != state.Health)
            {
                _unwritten.Enqueue(new ChildEvent(state.Child.Id, time.GetUtcNow(), state.Health, state.LastError));
            }
        }

        Bound();
        while (_unwritten.TryPeek(out var next))
        {
            await WriteAsync(next, cancellationToken).ConfigureAwait(false);
            _unwritten.Dequeue();
        }
    }

    private void Bound()
    {
        while (_unwritten.Count > ChildBook.MostPassed)
        {
            _unwritten.Dequeue();
        }
    }

    /// <summary>Keeps what happened while another replica writes, for the case that it is not there any more to do so.</summary>
    private async Task KeepAsync(CancellationToken cancellationToken)
    {
        foreach (var change in registry.TakePassed().Passed)
        {
            _unwritten.Enqueue(change);
        }

        Bound();
        _common ??= _known ?? (await store.ListLatestAsync(cancellationToken).ConfigureAwait(false)).ToDictionary(change => change.ChildZoneId);
        _known = null;
        await DropWrittenAsync(_common, cancellationToken).ConfigureAwait(false);
        var oldest = time.GetUtcNow() - work.HandoverTime - _alone;
        while (_unwritten.TryPeek(out var change) && change.At < oldest)
        {
            _unwritten.Dequeue();
        }
    }

    private async Task DropWrittenAsync(Dictionary<Guid, ChildEvent> common, CancellationToken cancellationToken)
    {
        List<ChildEvent> left = [];
        foreach (var child in _unwritten.GroupBy(change => change.ChildZoneId))
        {
            var written = await store.ListAsync(child.Key, IChildEventStore.MostPerChild, cancellationToken).ConfigureAwait(false);
            var last = common.GetValueOrDefault(child.Key);
            ChildEvent[] since = [.. written.Reverse().Where(change => last is null || change.At > last.At)];
            var (unwritten, found) = HandedOver.Align(last?.Health, [.. child], since);
            left.AddRange(unwritten);
            if (found > 0)
            {
                common[child.Key] = since[found - 1];
            }
        }

        _unwritten.Clear();
        foreach (var change in left.OrderBy(change => change.At))
        {
            _unwritten.Enqueue(change);
        }
    }

    private async Task WriteAsync(ChildEvent change, CancellationToken cancellationToken)
    {
        var last = _known!.GetValueOrDefault(change.ChildZoneId);
        if (change.Health is ChildHealth.Unknown || last?.Health == change.Health)
        {
            return;
        }

        var written = change with
        {
            At = WholeMicroseconds(last is not null && change.At < last.At + _apart ? last.At + _apart : change.At),
            Reason = change.Reason is { Length: > ReasonLength } text ? text[..ReasonLength] : change.Reason,
        };
        await store.AppendAsync(written, cancellationToken).ConfigureAwait(false);
        _known![change.ChildZoneId] = written;
    }

    /// <summary>As it is stored, so that what was written is found again by its time.</summary>
    private static DateTimeOffset WholeMicroseconds(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMicrosecond));

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = feed.Subscribe();
        try
        {
            await TryBeginAsync(stoppingToken).ConfigureAwait(false);
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

    /// <summary>Before anything is seen: what is seen later is held against what is written from here on.</summary>
    private async Task TryBeginAsync(CancellationToken cancellationToken)
    {
        try
        {
            _common = (await store.ListLatestAsync(cancellationToken).ConfigureAwait(false)).ToDictionary(change => change.ChildZoneId);
        }
        catch (Exception ex) when (ex is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // The first change asks again.
            LogUnwritten(ex);
        }
    }

    private async Task TryObserveAsync(CancellationToken cancellationToken)
    {
        try
        {
            var isOurs = false;
            await work.RunAsync(
                token =>
                {
                    isOurs = true;
                    return ObserveAsync(token);
                },
                cancellationToken).ConfigureAwait(false);
            if (!isOurs)
            {
                await KeepAsync(cancellationToken).ConfigureAwait(false);
            }
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
