using NovaZones.Core.Claims;
using NovaZones.Core.Placement.Pending;
using NovaZones.Core.Replicas;

namespace NovaZones.Core.Placement;

/// <summary>Makes retries harmless: a retry key leads to one set of instances and one answer, also after a restart.</summary>
internal sealed class RetryGate(IReservationStore reservations, SettleService settle, PendingBook book)
{
    private readonly KeyedGate _gate = new();

    /// <summary>Places, unless the same caller already did under this key.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="key">The retry key, or null when there is none.</param>
    /// <param name="isSame">Whether an earlier reservation was asked for in the same words.</param>
    /// <param name="place">Places once.</param>
    /// <param name="cancellationToken">Ends the waiting for another call with the same key.</param>
    public async Task<PlacementOutcome> PassAsync(
        string caller, string? key, Func<Reservation, bool> isSame, Func<Task<PlacementOutcome>> place, CancellationToken cancellationToken)
    {
        if (key is null)
        {
            return await place().ConfigureAwait(false);
        }

        // Two calls with one key at the same time: the second waits and gets the first one's answer.
        using var pass = await _gate.EnterAsync($"{caller}\n{key}", cancellationToken).ConfigureAwait(false);
        while (true)
        {
            if (await AnswerEarlierAsync(caller, key, isSame, cancellationToken).ConfigureAwait(false) is { } answer)
            {
                return answer;
            }

            try
            {
                return await place().ConfigureAwait(false);
            }
            catch (TakenException)
            {
                // Another replica was asked under the same key at the same time, and its answer is the one. Or the key was no part of
                // it: then nobody has it now, and the next try finds out what is.
                if (await reservations.FindByIdempotencyKeyAsync(caller, key, cancellationToken).ConfigureAwait(false) is null)
                {
                    throw;
                }
            }
        }
    }

    /// <summary>What was answered under a key, or null when it is free.</summary>
    private async Task<PlacementOutcome?> AnswerEarlierAsync(string caller, string key, Func<Reservation, bool> isSame, CancellationToken cancellationToken)
    {
        if (await reservations.FindByIdempotencyKeyAsync(caller, key, cancellationToken).ConfigureAwait(false) is { } first)
        {
            if (!isSame(first))
            {
                return new PlacementOutcome.KeyReused();
            }

            if (first.AnswerJson is not null || first.IsPending)
            {
                return Describe(first);
            }

            // Another replica may be at it.
            if (await settle.AwaitOthersAsync(first, cancellationToken).ConfigureAwait(false) is not { IdempotencyKey: not null } earlier)
            {
                return null;
            }

            if (earlier.AnswerJson is not null)
            {
                return Describe(earlier);
            }

            // The first try died before it answered: undo what it may have taken, then try afresh.
            await settle.AbortAsync(earlier, CancellationToken.None).ConfigureAwait(false);
        }

        return null;
    }

    /// <summary>What there is to say of a stored request: its answer, or that it is pending.</summary>
    public PlacementOutcome Describe(Reservation reservation) => reservation.AnswerJson is { } json
        ? new PlacementOutcome.Replayed(reservation.AnswerStatus, json)
        : new PlacementOutcome.Accepted(new PendingAnswer
        {
            ReservationId = reservation.Id,
            State = reservation.State.ToString(),
            Requested = reservation.Requested,
            Position = book.StatusOf(reservation.Id)?.Position,
            DeadlineAt = reservation.PendingUntil ?? reservation.CreatedAt,
            Reason = reservation.Reason,
            Explanation = $"/api/v1/placements/{reservation.Id}/explanation",
        });
}
