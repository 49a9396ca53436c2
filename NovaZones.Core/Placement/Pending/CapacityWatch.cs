using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NovaZones.Core.Federation;
using NovaZones.Core.Fleet;
using NovaZones.Core.Live;
using NovaZones.Core.Zones;

namespace NovaZones.Core.Placement.Pending;

/// <summary>Looks at what changes for those who wait for it: wakes them, and ends them when their time is over.</summary>
/// <remarks>Runs in every replica, since each holds the whole book; the rounds that it asks for run where the background work is held. Sleeps until there is news or a deadline; nobody pending, nothing to do.</remarks>
internal sealed partial class CapacityWatch : BackgroundService
{
    private readonly PendingBook _book;
    private readonly PendingPlacementService _pending;
    private readonly PendingRounds _rounds;
    private readonly FleetView _view;
    private readonly ChildZoneRegistry _registry;
    private readonly ChangeFeed _feed;
    private readonly ZoneIdentity _identity;
    private readonly TimeProvider _time;
    private readonly ILogger<CapacityWatch> _logger;
    private readonly SemaphoreSlim _signal = new(0, 1);
    private Dictionary<Guid, ChildState> _children = [];

    public CapacityWatch(
        PendingBook book, PendingPlacementService pending, PendingRounds rounds, FleetView view, ChildZoneRegistry registry, ChangeFeed feed, ZoneIdentity identity,
        TimeProvider time, ILogger<CapacityWatch> logger)
    {
        _book = book;
        _pending = pending;
        _rounds = rounds;
        _view = view;
        _registry = registry;
        _feed = feed;
        _identity = identity;
        _time = time;
        _logger = logger;
        _view.News.Arrived = Signal;
        _book.Changed = Signal;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _view.News.Arrived = null;
        _book.Changed = null;
        _signal.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _children = _registry.All.ToDictionary(s => s.Child.Id);
        try
        {
            // Neither ends before the zone does; if one should, the other must not hide it.
            using var both = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            Task[] loops = [WatchHostsAsync(both.Token), WatchFeedAsync(both.Token)];
            await Task.WhenAny(loops).ConfigureAwait(false);
            await both.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(loops).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The zone stops; what is pending is taken up at the next start.
        }
    }

    private void Signal()
    {
        try
        {
            _signal.Release();
        }
        catch (SemaphoreFullException)
        {
            // It was told already and has not looked yet.
        }
        catch (ObjectDisposedException)
        {
            // The zone stops.
        }
    }

    private async Task WatchHostsAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            DateTimeOffset? next = null;
            try
            {
                next = await LookAsync().ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                // A database that is away must not end the loop; whoever is due is still due in a while.
                LogFailed(failure);
                next = _time.GetUtcNow() + TimeSpan.FromSeconds(2);
            }

            await SleepAsync(next, stoppingToken).ConfigureAwait(false);
        }
    }

    private async Task<DateTimeOffset?> LookAsync()
    {
        var news = _view.News.Take(out var isLost);
        foreach (var item in news)
        {
            _book.Note(item);
        }

        if (isLost)
        {
            _book.WakeAll();
        }

        var due = _book.TakeDue(_time.GetUtcNow(), out var next);
        foreach (var expired in due)
        {
            await _pending.ExpireAsync(expired).ConfigureAwait(false);
        }

        if (!_book.HasWoken)
        {
            return next;
        }

        // Looked at again even when nothing happens: the job may be lost.
        _rounds.Request();
        var soon = _time.GetUtcNow() + TimeSpan.FromSeconds(10);
        return next is { } earlier && earlier < soon ? earlier : soon;
    }

    private async Task SleepAsync(DateTimeOffset? until, CancellationToken stoppingToken)
    {
        if (until is not { } at)
        {
            await _signal.WaitAsync(stoppingToken).ConfigureAwait(false);
            return;
        }

        var left = at - _time.GetUtcNow();
        if (left <= TimeSpan.Zero)
        {
            return;
        }

        // Timers cannot be set further than some weeks ahead.
        using var alarm = new CancellationTokenSource(left < TimeSpan.FromDays(1) ? left : TimeSpan.FromDays(1), _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(alarm.Token, stoppingToken);
        try
        {
            await _signal.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            // Somebody is due.
        }
    }

    private async Task WatchFeedAsync(CancellationToken stoppingToken)
    {
        // Not placements: whatever they change of hosts comes as news, and there may be thousands a second.
        using var subscription = _feed.Subscribe(ChangeTopic.Children, ChangeTopic.Policies);
        await foreach (var topics in subscription.ReadAsync(TimeSpan.Zero, _time, stoppingToken).ConfigureAwait(false))
        {
            if (topics.Contains(ChangeTopic.Children))
            {
                LookAtChildren();
            }

            if (topics.Contains(ChangeTopic.Policies))
            {
                // Other filters, other rules: what was found lacking may not matter any more.
                _book.WakeAll();
            }

            // The other loop asks for the round, and for another one when that fails.
            Signal();
        }
    }

    private void LookAtChildren()
    {
        try
        {
            NoteChildren(_registry.All);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // What a child told must not end the loop. Whom it concerned is not known: all look again.
            LogFailed(failure);
            _book.WakeAll();
        }
    }

    private void NoteChildren(IReadOnlyList<ChildState> children)
    {
        foreach (var child in children)
        {
            var before = _children.GetValueOrDefault(child.Child.Id);
            if (before is null || !ReferenceEquals(before.Info, child.Info) || before.Health != child.Health)
            {
                _book.Note(before, child, _identity.Name);
            }
        }

        _children = children.ToDictionary(s => s.Child.Id);
    }

    [LoggerMessage(EventId = 1202, Level = LogLevel.Warning, Message = "Pending requests could not be looked at; they are looked at again soon.")]
    private partial void LogFailed(Exception exception);
}
