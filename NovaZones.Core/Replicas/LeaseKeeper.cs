using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace NovaZones.Core.Replicas;

/// <summary>Shows that this replica lives, watches the others, and holds the background work when it is this replica's turn.</summary>
/// <remarks>Renews four times in a lease time. Holds a lease for three quarters of its time after it last began to renew, so that it has stopped before another can begin.</remarks>
public sealed partial class LeaseKeeper : BackgroundService
{
    private readonly IWorkLeaseStore _store;
    private readonly ReplicaSettings _settings;
    private readonly TimeProvider _time;
    private readonly ILogger<LeaseKeeper> _logger;
    private readonly LeaseWatch _watch;
    private readonly SemaphoreSlim _turn = new(1, 1);

    // Ends with this replica's turn; null while it is another one's.
    private CancellationTokenSource? _tenure;
    private long _renewedAt;

    /// <summary>Creates the keeper; the first round may be run before the host starts its services.</summary>
    public LeaseKeeper(IWorkLeaseStore store, ReplicaSettings settings, TimeProvider time, ILogger<LeaseKeeper> logger)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _store = store;
        _settings = settings;
        _time = time;
        _logger = logger;
        _watch = new LeaseWatch(settings.LeaseTime, time);
    }

    /// <summary>Whether the background work is this replica's.</summary>
    /// <remarks>Looks at the stopwatch itself: when a process that slept wakes up, its timers may still have to ring.</remarks>
    public bool HoldsBackground => Volatile.Read(ref _tenure) is { IsCancellationRequested: false } && _time.GetElapsedTime(Volatile.Read(ref _renewedAt)) < Tenable;

    /// <summary>Silence after which a replica counts as gone.</summary>
    internal TimeSpan LeaseTime => _settings.LeaseTime;

    private TimeSpan Tenable => _settings.LeaseTime * 0.75;

    /// <summary>Ends when the background work is not this replica's any more; ended already when it is not now.</summary>
    internal CancellationToken Tenure
    {
        get
        {
            try
            {
                return Volatile.Read(ref _tenure)?.Token ?? new CancellationToken(canceled: true);
            }
            catch (ObjectDisposedException)
            {
                return new CancellationToken(canceled: true);
            }
        }
    }

    /// <summary>Whether a replica is certainly gone: it gave its lease back, or was silent for its whole time.</summary>
    internal async Task<bool> IsGoneAsync(Guid replicaId, CancellationToken cancellationToken)
    {
        if (replicaId == _settings.Id)
        {
            return false;
        }

        // Read anew: one that has just started may not have been seen yet.
        _watch.Note(await _store.ListAsync(cancellationToken).ConfigureAwait(false));
        var name = WorkLease.OfReplica(replicaId);
        return !_watch.IsKnown(name) || _watch.IsDead(name);
    }

    /// <summary>One round: a sign of life, a look at the others, and the background work renewed or taken.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var began = _time.GetTimestamp();
            var own = WorkLease.OfReplica(_settings.Id);
            if (!await _store.TryRenewAsync(own, cancellationToken).ConfigureAwait(false))
            {
                await _store.TryAddAsync(own, cancellationToken).ConfigureAwait(false);
            }

            var leases = await _store.ListAsync(cancellationToken).ConfigureAwait(false);
            _watch.Note(leases);
            await KeepBackgroundAsync(leases.FirstOrDefault(l => l.Name == WorkLease.Background), began, cancellationToken).ConfigureAwait(false);
            if (HoldsBackground)
            {
                await BuryAsync(leases, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        var held = HoldsBackground;
        Lose();
        try
        {
            if (held)
            {
                await _store.GiveBackAsync(WorkLease.Background, cancellationToken).ConfigureAwait(false);
            }

            await _store.RemoveAsync(new WorkLease(WorkLease.OfReplica(_settings.Id), _settings.Id, 0, 0), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // The others find out by its silence.
            LogFailed(failure);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        Lose();
        _turn.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_settings.LeaseTime / 4, _time);
        try
        {
            do
            {
                try
                {
                    await RunOnceAsync(stoppingToken).ConfigureAwait(false);
                }
                catch (Exception failure) when (failure is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
                {
                    // What is held ends by itself when it cannot be renewed.
                    LogFailed(failure);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The zone stops.
        }
    }

    private async Task KeepBackgroundAsync(WorkLease? stored, long began, CancellationToken cancellationToken)
    {
        bool isHeld;
        if (stored is null)
        {
            isHeld = await _store.TryAddAsync(WorkLease.Background, cancellationToken).ConfigureAwait(false);
        }
        else if (stored.Holder == _settings.Id)
        {
            isHeld = await _store.TryRenewAsync(WorkLease.Background, cancellationToken).ConfigureAwait(false);
        }
        else if (stored.Holder == Guid.Empty || _watch.IsDead(WorkLease.Background))
        {
            isHeld = await _store.TryTakeAsync(stored, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            isHeld = false;
        }

        if (!isHeld)
        {
            Lose();
            return;
        }

        var left = Tenable - _time.GetElapsedTime(began);
        if (left <= TimeSpan.Zero)
        {
            Lose();
        }
        else if (HoldsBackground)
        {
            Volatile.Write(ref _renewedAt, began);
            _tenure!.CancelAfter(left);
        }
        else
        {
            Lose();
            Volatile.Write(ref _renewedAt, began);
            Volatile.Write(ref _tenure, new CancellationTokenSource(left, _time));
            LogTaken((stored?.Fencing ?? 0) + 1);
        }
    }

    /// <summary>Replicas that are gone need not be watched any longer; one that only slept adds itself again.</summary>
    private async Task BuryAsync(IReadOnlyList<WorkLease> leases, CancellationToken cancellationToken)
    {
        foreach (var lease in leases.Where(l => l.IsOfReplica && l.Holder != _settings.Id && _watch.IsDead(l.Name)))
        {
            await _store.RemoveAsync(lease, cancellationToken).ConfigureAwait(false);
            LogGone(lease.Holder);
        }
    }

    private void Lose()
    {
        if (Interlocked.Exchange(ref _tenure, null) is { } ended)
        {
            ended.Cancel();
            ended.Dispose();
        }
    }

    [LoggerMessage(EventId = 1401, Level = LogLevel.Information, Message = "The zone's background work is this replica's now (turn {Fencing}).")]
    private partial void LogTaken(long fencing);

    [LoggerMessage(EventId = 1402, Level = LogLevel.Warning, Message = "Replica {Replica} is gone; what it left undone is brought to its end here.")]
    private partial void LogGone(Guid replica);

    [LoggerMessage(EventId = 1403, Level = LogLevel.Warning, Message = "Leases could not be renewed; another replica takes over what this one did if that lasts.")]
    private partial void LogFailed(Exception exception);
}
