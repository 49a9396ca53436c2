using Microsoft.Extensions.Logging;
using NovaZones.Core.Replicas;

namespace NovaZones.Core.Claims;

/// <summary>Brings to an end what a crash, a time-out or a child's absence left half done. Harmless to run twice.</summary>
public sealed partial class SettleService
{
    private const int Batch = 1000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly FleetLedger _ledger;
    private readonly IReservationStore _reservations;
    private readonly ReleaseService _release;
    private readonly TimeProvider _time;
    private readonly ILogger<SettleService> _logger;
    private readonly OrphanedClaims? _orphans;

    internal SettleService(
        FleetLedger ledger, IReservationStore reservations, ReleaseService release, TimeProvider time, ILogger<SettleService> logger, OrphanedClaims? orphans = null)
    {
        _ledger = ledger;
        _reservations = reservations;
        _release = release;
        _time = time;
        _logger = logger;
        _orphans = orphans;
    }

    /// <summary>At start, before anybody is served: whatever was being claimed when the zone stopped was never answered, so it is undone.</summary>
    /// <remarks>Where other replicas may be running, what one that is gone left behind is found by <see cref="SettleAsync"/>.</remarks>
    public Task RecoverAsync(CancellationToken cancellationToken) =>
        _orphans is null ? AbortOlderThanAsync(_time.GetUtcNow(), isStart: true, cancellationToken) : AbortOrphansAsync(cancellationToken);

    /// <summary>Whether other replicas of the zone may be running.</summary>
    internal bool HasOthers => _orphans is not null;

    /// <summary>One round: gives back what waits for its child, and ends reservations whose last instance is gone.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        await AbortOrphansAsync(cancellationToken).ConfigureAwait(false);

        // No request lives that long: whoever wrote this intent is gone.
        await AbortOlderThanAsync(_time.GetUtcNow() - TimeSpan.FromMinutes(15), isStart: false, cancellationToken).ConfigureAwait(false);
        var waiting = await _reservations.ListInstancesInStateAsync(InstanceState.Releasing, Batch, cancellationToken).ConfigureAwait(false);
        await _release.ReleaseFromChildrenAsync(waiting).ConfigureAwait(false);

        // Looked for, and not only those of this round: comparing records gives instances back, too, and so may a round that broke off here.
        await _release.EndAsync(await _reservations.ListEmptiedAsync(Batch, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
    }

    /// <summary>Undoes a reservation that was never answered; its retry key becomes free again.</summary>
    internal Task<bool> AbortAsync(Reservation reservation, CancellationToken cancellationToken) => AbortAsync(reservation.Id, isStart: false, cancellationToken);

    /// <summary>Waits while another replica is claiming for a reservation; takes it over when that replica is gone.</summary>
    /// <returns>The reservation as it is then: with an end, or in Claiming and this replica's to bring to one. Null when it is gone.</returns>
    internal async Task<Reservation?> AwaitOthersAsync(Reservation reservation, CancellationToken cancellationToken)
    {
        var current = reservation;
        while (_orphans is not null && current is { State: ReservationState.Claiming } && !await _orphans.TryTakeOverAsync(current, cancellationToken).ConfigureAwait(false))
        {
            await Task.Delay(Pause, _time, cancellationToken).ConfigureAwait(false);
            current = await _reservations.FindAsync(reservation.Id, cancellationToken).ConfigureAwait(false);
        }

        return current;
    }

    /// <summary>Puts a request that is answered later back to where nothing was tried; what children may hold of the broken attempt is given back.</summary>
    internal async Task<Reservation> RewindAsync(Reservation reservation)
    {
        var instances = await _reservations.ListInstancesAsync(reservation.Id, CancellationToken.None).ConfigureAwait(false);
        LogRewind(reservation.Id, instances.Count);
        var pending = reservation with { State = ReservationState.Pending };
        await _ledger.DecideAsync(
            batch =>
            {
                GiveBack(batch, instances);
                batch.SaveReservation(pending);
                return true;
            },
            CancellationToken.None).ConfigureAwait(false);
        return pending;
    }

    private static void GiveBack(LedgerBatch batch, IReadOnlyList<Instance> instances)
    {
        foreach (var instance in instances.Where(i => i.ChildZoneId is not null))
        {
            batch.SaveInstance(instance with { State = InstanceState.Releasing }, isNew: false);
        }
    }

    /// <summary>What replicas left half done that are gone.</summary>
    private async Task AbortOrphansAsync(CancellationToken cancellationToken)
    {
        foreach (var id in _orphans is null ? [] : await _orphans.TakeOverAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!await AbortAsync(id, isStart: true, cancellationToken).ConfigureAwait(false))
            {
                // Its end is written already.
                await _orphans!.CloseAsync(id, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task AbortOlderThanAsync(DateTimeOffset before, bool isStart, CancellationToken cancellationToken)
    {
        foreach (var id in await _reservations.ListUnfinishedAsync(before, cancellationToken).ConfigureAwait(false))
        {
            await AbortAsync(id, isStart, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<bool> AbortAsync(string reservationId, bool isStart, CancellationToken cancellationToken)
    {
        if (await _reservations.FindAsync(reservationId, cancellationToken).ConfigureAwait(false) is not { State: ReservationState.Claiming } reservation)
        {
            return false;
        }

        if (_orphans is not null && !await _orphans.TryTakeOverAsync(reservation, cancellationToken).ConfigureAwait(false))
        {
            // Another replica is at it.
            return false;
        }

        if (reservation.IsPending)
        {
            // While the zone runs, an attempt at an old request may be a young one: its own service puts right what breaks off.
            if (isStart)
            {
                await RewindAsync(reservation).ConfigureAwait(false);
            }

            return isStart;
        }

        var instances = await _reservations.ListInstancesAsync(reservationId, cancellationToken).ConfigureAwait(false);
        LogAbort(reservationId, instances.Count);
        return await _ledger.DecideAsync(
            batch =>
            {
                GiveBack(batch, instances);
                batch.SaveReservation(reservation with { State = ReservationState.Refused, IdempotencyKey = null, ClaimId = null, Reason = "the zone stopped before it answered" });
                return true;
            },
            CancellationToken.None).ConfigureAwait(false);
    }

    [LoggerMessage(EventId = 1101, Level = LogLevel.Warning, Message = "Reservation {Reservation} was never answered; {Instances} instances that children may hold are given back.")]
    private partial void LogAbort(string reservation, int instances);

    [LoggerMessage(EventId = 1102, Level = LogLevel.Information, Message = "Reservation {Reservation} was being claimed when its attempt broke off; {Instances} instances that children may hold are given back, and it is tried again.")]
    private partial void LogRewind(string reservation, int instances);
}
