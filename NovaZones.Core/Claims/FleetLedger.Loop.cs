namespace NovaZones.Core.Claims;

/// <content>The loop: one group is written while the next is decided on top of it.</content>
/// <remarks>
/// What the next group's decisions rest on is not durable yet. So it is written, and answered even where it writes nothing, only after the one
/// before it; and when that one fails, what was decided on top is forgotten and decided anew on what is then stored. With replicas
/// groups go one by one: others may commit in between.
/// </remarks>
public sealed partial class FleetLedger
{
    /// <summary>A single decision with at most so many instances is written by the loop itself: to hand it to another thread would cost its caller more than it saves.</summary>
    private const int SmallDecision = 8;

    // The one wait for commands that is under way, kept while the loop turns to a commit that ended first.
    private Task<bool>? _arrival;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not stoppingToken: what was accepted is finished; StopAsync ends the queue.
        GroupInFlight? flight = null;
        var wasAlone = true;
        while (flight is not null || await ArrivalAsync().ConfigureAwait(false))
        {
            if (flight is null)
            {
                var group = new List<LedgerCommand>();
                Gather(group);
                wasAlone &= group.Count == 1;
                flight = await BeginAsync(group, wasAlone).ConfigureAwait(false);
                wasAlone = group.Count <= 1;
                continue;
            }

            var (next, batch) = await DecideMeanwhileAsync(flight).ConfigureAwait(false);
            wasAlone = false;
            if (!flight.Commit.IsCompletedSuccessfully || _isInDoubt)
            {
                await RunGroupAsync(flight.Group, flight).ConfigureAwait(false);
                flight = next.Count > 0 ? await BeginAsync(next, isAlone: false).ConfigureAwait(false) : null;
                continue;
            }

            // The next one first: the disk should not wait until everybody has been answered.
            var done = flight;
            var changes = batch.ToChanges();
            flight = changes.IsEmpty ? null : Write(next, batch, changes);
            TryEnd(done);
            batch.SettleBefore();
            if (flight is null && next.Count > 0)
            {
                TryEnd(new GroupInFlight(next, batch, changes, Task.CompletedTask));
            }
        }
    }

    /// <remarks>The thread that runs the loop may be that of a caller, who has the answer by now: what others asked meanwhile is not for it to do.</remarks>
    private async ValueTask<bool> ArrivalAsync()
    {
        _arrival ??= _queue.Reader.WaitToReadAsync(CancellationToken.None).AsTask();
        var isOpen = await _arrival.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        _arrival = null;
        return isOpen;
    }

    private void Gather(List<LedgerCommand> group)
    {
        while (group.Count < MaxGroup && _queue.Reader.TryRead(out var command))
        {
            group.Add(command);
        }
    }

    /// <summary>Decides a group with nothing in flight.</summary>
    /// <returns>The group while it is being written; null when it has its end.</returns>
    private async Task<GroupInFlight?> BeginAsync(List<LedgerCommand> group, bool isAlone)
    {
        if (group.Count == 0)
        {
            return null;
        }

        if (_follower is not null || _isInDoubt)
        {
            await RunGroupAsync(group, null).ConfigureAwait(false);
            return null;
        }

        var batch = Decide(group);
        var changes = batch.ToChanges();
        if (changes.IsEmpty || (isAlone && changes.Instances.Count <= SmallDecision))
        {
            var commit = CommitAsync(batch.Decisions, changes);
            await ((Task)commit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await RunGroupAsync(group, new GroupInFlight(group, batch, changes, commit)).ConfigureAwait(false);
            return null;
        }

        return Write(group, batch, changes);
    }

    /// <summary>Decides what comes while a group is being written, on top of it; returns when that has ended, well or not.</summary>
    private async Task<(List<LedgerCommand> Group, LedgerBatch Batch)> DecideMeanwhileAsync(GroupInFlight flight)
    {
        var group = new List<LedgerCommand>();
        var batch = new LedgerBatch(flight.Batch, _time.GetUtcNow());
        while (true)
        {
            while (group.Count < MaxGroup && _queue.Reader.TryRead(out var command))
            {
                group.Add(command);
                Decide(batch, command);
                if (flight.Commit.IsCompleted)
                {
                    return (group, batch);
                }
            }

            if (flight.Commit.IsCompleted)
            {
                return (group, batch);
            }

            if (group.Count >= MaxGroup || _queue.Reader.Completion.IsCompleted)
            {
                await flight.Commit.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return (group, batch);
            }

            _arrival ??= _queue.Reader.WaitToReadAsync(CancellationToken.None).AsTask();
            await Task.WhenAny(flight.Commit, _arrival).ConfigureAwait(false);
            if (_arrival.IsCompleted)
            {
                _arrival = null;

                // Off the thread of whoever came: others come right behind, and are decided with it at one go.
                await Task.Yield();
            }
        }
    }

    private GroupInFlight Write(List<LedgerCommand> group, LedgerBatch batch, FleetChanges changes)
    {
        // The picture that the next group is decided on is made here, not by whoever looks at it first.
        _ = batch.Working;
        return new GroupInFlight(group, batch, changes, Task.Run(() => CommitAsync(batch.Decisions, changes)));
    }

    /// <summary>Publishes and answers a group that is durable.</summary>
    private void End(GroupInFlight done)
    {
        // Whatever goes wrong between here and the end, the database is ahead of what is in memory.
        var wasInDoubt = _isInDoubt;
        _isInDoubt = true;
        Publish(done.Batch, done.Changes);
        _isInDoubt = wasInDoubt;
        done.Group.ForEach(command => command.Complete());
    }

    private void TryEnd(GroupInFlight done)
    {
        try
        {
            End(done);
        }
        catch (Exception failure)
        {
            // A defect: everything is read again before anything else is decided.
            Fail(done.Group, failure);
        }
    }

    /// <summary>A group and the commit that will hold it.</summary>
    private sealed record GroupInFlight(List<LedgerCommand> Group, LedgerBatch Batch, FleetChanges Changes, Task Commit);
}
