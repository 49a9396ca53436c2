using NovaZones.Core.Claims;
using NovaZones.Core.Placement.Pending;

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
        if (await reservations.FindByIdempotencyKeyAsync(caller, key, cancellationToken).ConfigureAwait(false) is { } earlier)
        {
            if (!isSame(earlier))
            {
                return new PlacementOutcome.KeyReused();
            }

            if (earlier.AnswerJson is not null || earlier.IsPending)
            {
                return Describe(earlier);
            }

            // The first try died before it answered: undo what it may have taken, then try afresh.
            await settle.AbortAsync(earlier, CancellationToken.None).ConfigureAwait(false);
        }

        return await place().ConfigureAwait(false);
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
