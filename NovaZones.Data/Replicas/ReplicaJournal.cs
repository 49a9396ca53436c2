using System.Collections.Concurrent;
using NovaZones.Core.Claims;
using NovaZones.Core.Fleet;
using NovaZones.Core.Replicas;
using NovaZones.Data.Claims;

namespace NovaZones.Data.Replicas;

/// <summary>Numbers this replica's transactions and writes down in each what it changed.</summary>
/// <remarks>
/// The number is taken first. Its row stays locked until the commit, so commits of one zone come one after another, each with the next number,
/// and whoever sees a number finds everything before it. A transaction of the ledger is refused when something that it did not see was
/// committed meanwhile: whatever its decisions rest on (capacity, quotas, members of groups) is thereby guarded at once.
/// </remarks>
internal sealed class ReplicaJournal(ReplicaSettings settings, LedgerPosition position, TimeProvider time)
{
    // Reservations for which this replica asks children.
    private readonly ConcurrentDictionary<string, byte> _open = new(StringComparer.Ordinal);

    /// <summary>Begins a transaction of the ledger.</summary>
    /// <returns>Its number.</returns>
    /// <exception cref="OvertakenException">Another replica changed what the ledger decides on.</exception>
    public async Task<long> BeginAsync(ClaimSession session, CancellationToken cancellationToken)
    {
        if (await session.ExecuteAsync(ReplicaStatements.AdvanceIfSeen, cancellationToken, position.Seen).ConfigureAwait(false) == 0)
        {
            throw new OvertakenException();
        }

        return await SequenceAsync(session, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Begins a transaction of the ledger before it is decided: from here on nobody else commits.</summary>
    public async Task<long> BeginExclusivelyAsync(ClaimSession session, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync(ReplicaStatements.AdvanceLedger, cancellationToken).ConfigureAwait(false);
        return await SequenceAsync(session, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Checks that no reservation of the group has its end already or belongs to another replica.</summary>
    /// <exception cref="TakenException">One does.</exception>
    public async Task GuardAsync(ClaimSession session, FleetChanges changes, CancellationToken cancellationToken)
    {
        foreach (var reservation in changes.Reservations.Concat(changes.Ends))
        {
            if (await session.ScalarAsync(ReplicaStatements.IsTaken, cancellationToken, reservation.Id, settings.Id).ConfigureAwait(false) > 0)
            {
                throw new TakenException($"Reservation {reservation.Id} was ended or is being claimed by another replica.");
            }

            if (reservation.State == ReservationState.Claiming)
            {
                await session.ExecuteAsync(ReplicaStatements.OpenClaim, cancellationToken, reservation.Id, settings.Id).ConfigureAwait(false);
            }
            else if (_open.ContainsKey(reservation.Id)
                && await session.ExecuteAsync(ReplicaStatements.CloseClaim, cancellationToken, reservation.Id, settings.Id).ConfigureAwait(false) == 0)
            {
                throw new TakenException($"Reservation {reservation.Id} was taken over by another replica, which gave up this one.");
            }
        }
    }

    /// <summary>Writes down what the group changed; the last step before the commit.</summary>
    public Task EndAsync(ClaimSession session, long sequence, FleetChanges changes, CancellationToken cancellationToken)
    {
        var body = new FeedBody
        {
            Hosts = [.. changes.Hosts.Select(h => h.After.Id), .. changes.RemovedHosts.Select(h => h.Id)],
            Instances = [.. changes.Instances.Select(i => i.Instance.Id), .. changes.RemovedInstances, .. changes.InstanceMoves.Select(m => m.InstanceId)],
            HasTerms = changes.Granted.Count > 0,
            Pending = [.. changes.Reservations.Concat(changes.Ends).Where(r => r.PendingUntil is not null).Select(r => r.Id)],
        };
        return WriteAsync(session, sequence, FeedKind.Fleet, body, cancellationToken);
    }

    /// <summary>After the commit.</summary>
    public void Committed(long sequence, FleetChanges changes)
    {
        position.Seen = sequence;
        foreach (var reservation in changes.Reservations.Concat(changes.Ends))
        {
            if (reservation.State == ReservationState.Claiming)
            {
                _open.TryAdd(reservation.Id, 0);
            }
            else
            {
                _open.TryRemove(reservation.Id, out _);
            }
        }
    }

    /// <summary>A claim that another replica left behind is this replica's from now on. False when somebody else was faster.</summary>
    public async Task<bool> TakeOverAsync(ZoneDbContext db, string reservationId, Guid from, CancellationToken cancellationToken)
    {
        if (await db.ExecuteAsync(ReplicaStatements.TakeClaimOver, cancellationToken, reservationId, settings.Id, from).ConfigureAwait(false) == 0)
        {
            return false;
        }

        _open.TryAdd(reservationId, 0);
        return true;
    }

    /// <summary>Forgets a claim of this replica that has its end.</summary>
    public async Task<int> CloseAsync(ZoneDbContext db, string reservationId, CancellationToken cancellationToken)
    {
        var closed = await db.ExecuteAsync(ReplicaStatements.CloseClaim, cancellationToken, reservationId, settings.Id).ConfigureAwait(false);
        _open.TryRemove(reservationId, out _);
        return closed;
    }

    /// <summary>Writes the hosts' last signs of life.</summary>
    public static async Task FlushAsync(ClaimSession session, IReadOnlyList<Host> hosts, CancellationToken cancellationToken)
    {
        foreach (var host in hosts.OrderBy(h => h.Id))
        {
            await session.ExecuteAsync(ReplicaStatements.FlushBeat, cancellationToken, host.Id, host.Heartbeat.LastReportAt).ConfigureAwait(false);
        }
    }

    /// <summary>Tells the others of the hosts' last signs of life.</summary>
    public async Task TellBeatsAsync(ClaimSession session, IReadOnlyList<Host> hosts, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync(ReplicaStatements.Advance, cancellationToken).ConfigureAwait(false);
        var sequence = await SequenceAsync(session, cancellationToken).ConfigureAwait(false);
        var body = new FeedBody { Beats = [.. hosts.Select(h => new FeedBeat(h.Id, h.Heartbeat.LastReportAt))] };
        await WriteAsync(session, sequence, FeedKind.Heartbeats, body, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes something of one kind and that it changed, in one transaction.</summary>
    public async Task WriteAsync(ZoneDbContext db, FeedKind kind, Func<CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        await db.InTransactionAsync(
            async token =>
            {
                await db.ExecuteAsync(kind <= FeedKind.Terms ? ReplicaStatements.AdvanceLedger : ReplicaStatements.Advance, token).ConfigureAwait(false);
                var sequence = (await db.QueryAsync(ReplicaStatements.ReadSequence, (_, reader) => reader.GetInt64(0), token).ConfigureAwait(false)).Single();
                await write(token).ConfigureAwait(false);
                await db.ExecuteAsync(ReplicaStatements.InsertChange, token, sequence, settings.Id, (int)kind, FeedJson.Write(FeedBody.None), time.GetUtcNow()).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        if (kind <= FeedKind.Terms)
        {
            // This replica's ledger, too, must not decide without it.
            position.MarkBehind();
        }
    }

    private static async Task<long> SequenceAsync(ClaimSession session, CancellationToken cancellationToken) =>
        await session.ScalarAsync(ReplicaStatements.ReadSequence, cancellationToken).ConfigureAwait(false)
        ?? throw new InvalidOperationException("The row of FeedHeads is missing.");

    private Task WriteAsync(ClaimSession session, long sequence, FeedKind kind, FeedBody body, CancellationToken cancellationToken) =>
        session.ExecuteAsync(ReplicaStatements.InsertChange, cancellationToken, sequence, settings.Id, (int)kind, FeedJson.Write(body), time.GetUtcNow());
}
