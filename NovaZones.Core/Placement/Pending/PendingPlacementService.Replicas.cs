using NovaZones.Core.Claims;

namespace NovaZones.Core.Placement.Pending;

/// <content>Where the zone has replicas, each holds every pending request: whoever took one in tries it first, whoever holds the background work later.</content>
public sealed partial class PendingPlacementService
{
    /// <summary>Takes over from other replicas how these requests got on.</summary>
    internal async Task FollowAsync(IReadOnlyCollection<string> reservationIds, CancellationToken cancellationToken)
    {
        foreach (var id in reservationIds)
        {
            Follow(id, await _reservations.FindAsync(id, cancellationToken).ConfigureAwait(false));
        }
    }

    /// <summary>Takes over every pending request of other replicas, and forgets those that have an end.</summary>
    internal async Task FollowAllAsync(CancellationToken cancellationToken)
    {
        var all = await _store.ListPendingAsync(cancellationToken).ConfigureAwait(false);
        foreach (var stored in all)
        {
            Follow(stored.Id, stored);
        }

        await FollowAsync([.. _book.Ids().Except(all.Select(r => r.Id), StringComparer.Ordinal)], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The entry, also of a request that another replica took in a moment ago.</summary>
    private async Task<PendingEntry?> FindEntryAsync(string reservationId)
    {
        if (_settle.HasOthers && _book.Find(reservationId) is null)
        {
            await FollowAsync([reservationId], CancellationToken.None).ConfigureAwait(false);
        }

        return _book.Find(reservationId);
    }

    private void Follow(string id, Reservation? stored)
    {
        var known = _book.Find(id);
        if (stored is not { IsPending: true })
        {
            // One that is being tried here meets the end by itself.
            if (known is { Phase: not PendingPhase.Trying })
            {
                _book.Remove(known, isPlaced: stored?.State is ReservationState.Placed or ReservationState.Partial);
            }
        }
        else if (known is null)
        {
            if (_parser.TryReadStored(stored.RequestJson, out var request))
            {
                // Whoever took it in tries it first; when it does not get that far, whose turn the background work is.
                _book.Follow(new PendingEntry(stored, request) { Phase = PendingPhase.Waiting }, stored.State == ReservationState.Waiting, _time.GetUtcNow() + _patience);
            }
        }
        else if (stored.State == ReservationState.Waiting)
        {
            _book.Follow(known, isWaiting: true, _time.GetUtcNow() + _patience);
        }
    }
}
