using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NovaZones.Core.Fleet;
using NovaZones.Core.Live;
using NovaZones.Core.Quotas;
using NovaZones.Core.Replicas;
using NovaZones.Core.Telemetry;

namespace NovaZones.Core.Claims;

/// <summary>The one writer of a zone's fleet: decides in order, commits in groups, then publishes and answers.</summary>
/// <remarks>
/// Whatever changes what fits goes through here: reports, claims, releases, the operator's switch. Decisions of one group see each
/// other, so two claims can never both take the last slot; an answer goes out only after the commit that holds it; planning reads
/// published snapshots and never waits. While one group is being committed the next one gathers, so that the cost of a durable
/// write is shared by whoever is waiting.
/// </remarks>
public sealed partial class FleetLedger : BackgroundService
{
    private const int MaxGroup = 512;
    private const int MaxStaleAttempts = 3;

    // While the loop waits, whoever asks runs it: a decision that is alone is decided, written and answered on its caller's thread.
    private readonly Channel<LedgerCommand> _queue = Channel.CreateBounded<LedgerCommand>(
        new BoundedChannelOptions(8192) { SingleReader = true, AllowSynchronousContinuations = true });

    private readonly IClaimStore _store;
    private readonly FleetView _view;
    private readonly ChangeFeed _feed;
    private readonly TimeProvider _time;
    private readonly ILogger<FleetLedger> _logger;
    private readonly FleetFollower? _follower;
    private LocalInstances _localInstances = new();
    private Dictionary<Guid, InstanceCharge> _charges = [];

    // What is in memory may differ from what is stored: nothing is decided until it was read again.
    private bool _isInDoubt;

    /// <summary>Creates the ledger; call <see cref="LoadAsync"/> before anything is decided.</summary>
    /// <remarks>With a follower it is the one writer of its process, and decides in turn with those of the zone's other replicas.</remarks>
    public FleetLedger(IClaimStore store, FleetView view, ChangeFeed feed, TimeProvider time, ILogger<FleetLedger> logger, FleetFollower? follower = null)
    {
        _follower = follower;
        _store = store;
        _view = view;
        _feed = feed;
        _time = time;
        _logger = logger;
    }

    /// <summary>Quotas and what tenants hold, as last published.</summary>
    internal TenantBook Tenants => _view.Tenants;

    /// <summary>Tenants that wait for a lease.</summary>
    internal TenantDemand Demand => _view.Demand;

    /// <summary>Reads the fleet from the store and publishes it.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (_follower is not null)
        {
            await _follower.BeginAsync(cancellationToken).ConfigureAwait(false);
        }

        var loaded = await _store.LoadAsync(cancellationToken).ConfigureAwait(false);
        var terms = _follower is null ? null : await _follower.ReadTermsAsync(cancellationToken).ConfigureAwait(false);
        foreach (var host in loaded.Hosts)
        {
            // A host that was heard before a reload keeps its newer sign of life.
            if (_view.Current.Find(host.Id) is { } known)
            {
                host.Heartbeat.Beat(known.Heartbeat.LastReportAt);
            }
        }

        var snapshot = FleetSnapshot.Of([.. loaded.Hosts]);
        _localInstances = new LocalInstances(loaded.LocalInstances.Count);
        foreach (var instance in loaded.LocalInstances)
        {
            _localInstances.Set(instance);
        }

        _charges = new Dictionary<Guid, InstanceCharge>(loaded.Charges);
        _view.Publish((terms is null ? _view.Tenants : _view.Tenants.With(terms)).Recounted(_charges.Values));
        _view.Publish(snapshot);
        _view.News.Lose();
        LogLoaded(snapshot.Count, _localInstances.Count);
    }

    /// <summary>Queues a decision and waits until it is durable.</summary>
    /// <param name="decide">Runs on the ledger's loop, perhaps more than once; pure but for the batch it is given.</param>
    /// <param name="cancellationToken">Withdraws the decision if its group is not being written yet; afterwards it is finished.</param>
    internal async Task<T> DecideAsync<T>(Func<LedgerBatch, T> decide, CancellationToken cancellationToken)
    {
        var command = new LedgerCommand<T>(decide, cancellationToken);
        await _queue.Writer.WriteAsync(command, cancellationToken).ConfigureAwait(false);
        return await command.Completion.ConfigureAwait(false);
    }

    /// <summary>Starts the loop; a second call does nothing, so that start-up may use the ledger before the host starts its services.</summary>
    public override Task StartAsync(CancellationToken cancellationToken) => ExecuteTask is null ? base.StartAsync(cancellationToken) : Task.CompletedTask;

    /// <inheritdoc/>
    public override Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        return base.StopAsync(cancellationToken);
    }

    /// <summary>Brings a group to its end, whatever it takes.</summary>
    /// <param name="group">The group.</param>
    /// <param name="first">Its first attempt, whose commit has ended; null when it is to be decided here.</param>
    private async Task RunGroupAsync(List<LedgerCommand> group, GroupInFlight? first)
    {
        var overtaken = 0;
        for (var attempt = 1; ; attempt++)
        {
            FleetChanges? changes = null;
            try
            {
                if (first is not null)
                {
                    changes = first.Changes;
                    await first.Commit.ConfigureAwait(false);
                    End(first);
                    return;
                }

                await RefreshAsync().ConfigureAwait(false);
                if (overtaken >= MaxOvertaken)
                {
                    await CommitExclusivelyAsync(group, decided => changes = decided).ConfigureAwait(false);
                    group.ForEach(command => command.Complete());
                    return;
                }

                var batch = Decide(group);
                changes = batch.ToChanges();
                await CommitAsync(batch.Decisions, changes).ConfigureAwait(false);
                End(new GroupInFlight(group, batch, changes, Task.CompletedTask));
                return;
            }
            catch (OvertakenException) when (_follower is not null && overtaken < MaxOvertaken)
            {
                overtaken++;
                _follower.MarkBehind();
            }
            catch (StaleFleetException stale) when (attempt - overtaken < MaxStaleAttempts)
            {
                LogStale(attempt, stale.Message);
                _isInDoubt = true;
                first = null;
            }
            catch (TakenException taken) when (group.Count == 1)
            {
                group[0].Fail(taken);
                return;
            }
            catch (Exception failure) when (failure is TakenException || (failure is StaleFleetException && group.Count > 1))
            {
                // One of them cannot be written, and only the database knows which.
                await RunGroupAsync(group[..(group.Count / 2)], null).ConfigureAwait(false);
                await RunGroupAsync(group[(group.Count / 2)..], null).ConfigureAwait(false);
                return;
            }
            catch (UncertainCommitException failure)
            {
                _isInDoubt = true;
                await EndUncertainAsync(group, changes!, failure).ConfigureAwait(false);
                return;
            }
            catch (Exception failure)
            {
                // Nothing was written and nothing published: every caller of the group is told the same.
                Fail(group, failure);
                return;
            }
        }
    }

    /// <summary>Looks whether a group is stored whose commit failed. Answers it if so; else every caller is told that it is not known.</summary>
    private async Task EndUncertainAsync(List<LedgerCommand> group, FleetChanges changes, UncertainCommitException failure)
    {
        try
        {
            var before = _localInstances;
            await LoadAsync(CancellationToken.None).ConfigureAwait(false);
            _isInDoubt = false;

            // One transaction: a part of it that is there proves all of it. The reverse is not said: the database may yet bring it back.
            if (changes.Instances.Any(c => c.IsNew && _localInstances.Contains(c.Instance.Id))
                || changes.RemovedInstances.Any(id => before.Contains(id) && !_localInstances.Contains(id)))
            {
                LogFoundDurable(failure, group.Count);
                Announce(changes);
                group.ForEach(command => command.Complete());
                return;
            }
        }
        catch (Exception reload)
        {
            LogReloadFailed(reload);
        }

        Fail(group, failure);
    }

    private void Fail(List<LedgerCommand> group, Exception failure)
    {
        LogGroupFailed(failure, group.Count);
        group.ForEach(command => command.Fail(failure));
    }

    private LedgerBatch Decide(List<LedgerCommand> group)
    {
        var batch = new LedgerBatch(_view.Current, _view.Tenants, _localInstances, _charges, _time.GetUtcNow());
        foreach (var command in group)
        {
            Decide(batch, command);
        }

        return batch;
    }

    private static void Decide(LedgerBatch batch, LedgerCommand command)
    {
        var mark = batch.Mark();
        batch.Decisions++;
        if (!command.TryDecide(batch))
        {
            batch.Rollback(mark);
        }
    }

    /// <summary>Makes a group durable; touches nothing that the loop uses meanwhile.</summary>
    private async Task CommitAsync(int decisions, FleetChanges changes)
    {
        if (!changes.IsEmpty)
        {
            var started = _time.GetTimestamp();
            await _store.CommitAsync(changes, CancellationToken.None).ConfigureAwait(false);
            ZoneMetrics.Committed(decisions, _time.GetElapsedTime(started));
        }
        else if (_follower is not null && await _follower.IsOvertakenAsync(CancellationToken.None).ConfigureAwait(false))
        {
            // To say that there is nothing to do is an answer, too.
            throw new OvertakenException();
        }
    }

    private void Publish(LedgerBatch batch, FleetChanges changes)
    {
        foreach (var (id, change) in batch.InstanceOverlay)
        {
            if (change?.Instance is { HostId: not null } local)
            {
                _localInstances.Set(local);
            }
            else
            {
                _localInstances.Remove(id);
            }
        }

        foreach (var (id, charge) in batch.ChargeOverlay)
        {
            if (charge is null)
            {
                _charges.Remove(id);
            }
            else
            {
                _charges[id] = charge;
            }
        }

        if (changes.Hosts.Count + changes.RemovedHosts.Count > 0)
        {
            _view.Publish(batch.Working);
            Tell(changes);
        }

        Announce(changes);

        // Also where nothing is to be written here: quotas and leases are made durable by their own services.
        _view.Publish(batch.Tenants);
    }

    private void Announce(FleetChanges changes)
    {
        if (changes.Hosts.Count + changes.RemovedHosts.Count > 0)
        {
            _feed.Publish(ChangeTopic.Hosts);
            _feed.Publish(ChangeTopic.Zone);
        }

        if (changes.Reservations.Count + changes.Ends.Count + changes.ReservationStates.Count + changes.Instances.Count + changes.RemovedInstances.Count + changes.InstanceMoves.Count > 0)
        {
            _feed.Publish(ChangeTopic.Placements);
        }
    }

    /// <summary>To those who wait for capacity, after everybody can see it.</summary>
    private void Tell(FleetChanges changes)
    {
        foreach (var change in changes.Hosts)
        {
            _view.News.Offer(change.Before, change.After);
        }

        if (changes.RemovedHosts.Any(h => !h.Groups.IsEmpty))
        {
            // Members of server groups went with them, which may open hosts that did not change.
            _view.News.Lose();
        }
    }

    [LoggerMessage(EventId = 1001, Level = LogLevel.Information, Message = "Loaded {Hosts} hosts and {Instances} instances.")]
    private partial void LogLoaded(int hosts, int instances);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Warning, Message = "Another replica changed the fleet (attempt {Attempt}): {Reason}")]
    private partial void LogStale(int attempt, string reason);

    [LoggerMessage(EventId = 1006, Level = LogLevel.Warning, Message = "Other replicas changed more than can be followed row by row, or it was pruned before it was read; the fleet is read anew.")]
    private partial void LogCut();

    [LoggerMessage(EventId = 1004, Level = LogLevel.Warning, Message = "The database failed while it committed, but the group of {Count} decisions is durable.")]
    private partial void LogFoundDurable(Exception exception, int count);

    [LoggerMessage(EventId = 1005, Level = LogLevel.Error, Message = "The fleet could not be read after a commit that failed; nothing is decided until it can be.")]
    private partial void LogReloadFailed(Exception exception);

    [LoggerMessage(EventId = 1003, Level = LogLevel.Error, Message = "A group of {Count} decisions could not be made durable; its callers are told so.")]
    private partial void LogGroupFailed(Exception exception, int count);
}
