using NovaZones.Core.Claims;

namespace NovaZones.Core.Replicas;

/// <summary>Claims that a replica was making when it went: given to a living one, which brings them to an end.</summary>
internal sealed class OrphanedClaims(IWorkLeaseStore store, LeaseKeeper keeper, ReplicaSettings settings)
{
    /// <summary>Makes every claim this replica's whose own is gone.</summary>
    /// <returns>Their reservations, to be brought to an end.</returns>
    public async Task<IReadOnlyList<string>> TakeOverAsync(CancellationToken cancellationToken)
    {
        var taken = new List<string>();
        foreach (var claims in (await store.ListOpenClaimsAsync(cancellationToken).ConfigureAwait(false)).GroupBy(c => c.ReplicaId))
        {
            if (!await keeper.IsGoneAsync(claims.Key, cancellationToken).ConfigureAwait(false))
            {
                continue;
            }

            foreach (var claim in claims)
            {
                if (await store.TryTakeOverAsync(claim, cancellationToken).ConfigureAwait(false))
                {
                    taken.Add(claim.ReservationId);
                }
            }
        }

        return taken;
    }

    /// <summary>Forgets a claim of this replica that has its end.</summary>
    public Task CloseAsync(string reservationId, CancellationToken cancellationToken) => store.CloseClaimAsync(reservationId, cancellationToken);

    /// <summary>Whether this replica may bring a claim to an end: its own, or one that was left behind and is its own now.</summary>
    public async Task<bool> TryTakeOverAsync(Reservation reservation, CancellationToken cancellationToken)
    {
        var open = (await store.ListOpenClaimsAsync(cancellationToken).ConfigureAwait(false)).FirstOrDefault(c => c.ReservationId == reservation.Id);
        return open is null || open.ReplicaId == settings.Id
            || (await keeper.IsGoneAsync(open.ReplicaId, cancellationToken).ConfigureAwait(false) && await store.TryTakeOverAsync(open, cancellationToken).ConfigureAwait(false));
    }
}
