using Microsoft.Extensions.Logging;

namespace NovaZones.Core.Claims;

/// <summary>Brings to an end what a crash, a time-out or a child's absence left half done. Harmless to run twice.</summary>
public sealed partial class SettleService(FleetLedger ledger, IReservationStore reservations, ReleaseService release, TimeProvider time, ILogger<SettleService> logger)
{
    private const int Batch = 1000;

    /// <summary>At start, before anybody is served: whatever was being claimed when the zone stopped was never answered, so it is undone.</summary>
    public Task RecoverAsync(CancellationToken cancellationToken) => AbortOlderThanAsync(time.GetUtcNow(), isStart: true, cancellationToken);

    /// <summary>One round: gives back what waits for its child, and ends reservations whose last instance is gone.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        // No request lives that long: whoever wrote this intent is gone.
        await AbortOlderThanAsync(time.GetUtcNow() - TimeSpan.FromMinutes(15), isStart: false, cancellationToken).ConfigureAwait(false);
        var waiting = await reservations.ListInstancesInStateAsync(InstanceState.Releasing, Batch, cancellationToken).ConfigureAwait(false);
        await release.ReleaseFromChildrenAsync(waiting).ConfigureAwait(false);

        // Looked for, and not only those of this round: comparing records gives instances back, too, and so may a round that broke off here.
        await release.EndAsync(await reservations.ListEmptiedAsync(Batch, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
    }

    /// <summary>Undoes a reservation that was never answered; its retry key becomes free again.</summary>
    internal Task<bool> AbortAsync(Reservation reservation, CancellationToken cancellationToken) => AbortAsync(reservation.Id, isStart: false, cancellationToken);

    /// <summary>Puts a request that is answered later back to where nothing was tried; what children may hold of the broken attempt is given back.</summary>
    internal async Task<Reservation> RewindAsync(Reservation reservation)
    {
        var instances = await reservations.ListInstancesAsync(reservation.Id, CancellationToken.None).ConfigureAwait(false);
        LogRewind(reservation.Id, instances.Count);
        var pending = reservation with { State = ReservationState.Pending };
        await ledger.DecideAsync(
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

    private async Task AbortOlderThanAsync(DateTimeOffset before, bool isStart, CancellationToken cancellationToken)
    {
        foreach (var id in await reservations.ListUnfinishedAsync(before, cancellationToken).ConfigureAwait(false))
        {
            await AbortAsync(id, isStart, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<bool> AbortAsync(string reservationId, bool isStart, CancellationToken cancellationToken)
    {
        if (await reservations.FindAsync(reservationId, cancellationToken).ConfigureAwait(false) is not { State: ReservationState.Claiming } reservation)
        {
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

        var instances = await reservations.ListInstancesAsync(reservationId, cancellationToken).ConfigureAwait(false);
        LogAbort(reservationId, instances.Count);
        return await ledger.DecideAsync(
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
