using NovaZones.Core.Federation;
using NovaZones.Core.Federation.Wire;

namespace NovaZones.Core.Claims;

/// <summary>Gives instances back, wherever they are. Local ones at once; a child's as soon as the child confirms.</summary>
public sealed class ReleaseService(
    FleetLedger ledger, IReservationStore reservations, ChildZoneRegistry registry, IChildZoneClient client)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>Releases every instance of a reservation.</summary>
    public async Task<ReleaseOutcome> ReleaseReservationAsync(string reservationId, CancellationToken cancellationToken)
    {
        if (await reservations.FindAsync(reservationId, cancellationToken).ConfigureAwait(false) is not { } reservation)
        {
            return ReleaseOutcome.NotFound;
        }

        var instances = await reservations.ListInstancesAsync(reservation.Id, cancellationToken).ConfigureAwait(false);
        return await ReleaseAsync(reservation.Id, instances, whole: true, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Releases one instance; its reservation ends with the last one.</summary>
    public async Task<ReleaseOutcome> ReleaseInstanceAsync(Guid instanceId, CancellationToken cancellationToken)
    {
        return await reservations.FindInstanceAsync(instanceId, cancellationToken).ConfigureAwait(false) is { } instance
            ? await ReleaseInstanceAsync(instance, cancellationToken).ConfigureAwait(false)
            : ReleaseOutcome.NotFound;
    }

    private async Task<ReleaseOutcome> ReleaseInstanceAsync(Instance instance, CancellationToken cancellationToken)
    {
        var all = await reservations.ListInstancesAsync(instance.ReservationId, cancellationToken).ConfigureAwait(false);
        return await ReleaseAsync(instance.ReservationId, [instance], whole: all.All(i => i.Id == instance.Id), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Releases what a parent asks for; only instances that the same caller claimed.</summary>
    public async Task<ReleaseResponse> ReleaseForParentAsync(ReleaseBody body, string caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(body);
        var released = new List<Guid>();
        var pending = new List<Guid>();
        foreach (var id in body.InstanceIds.Distinct())
        {
            var instance = await reservations.FindInstanceAsync(id, cancellationToken).ConfigureAwait(false);
            if (instance is null)
            {
                released.Add(id);
                continue;
            }

            var reservation = await reservations.FindAsync(instance.ReservationId, cancellationToken).ConfigureAwait(false);
            if (reservation is not null && reservation.Caller != caller)
            {
                // Somebody else's: to this caller it does not exist, which is what "released" says.
                released.Add(id);
                continue;
            }

            var outcome = await ReleaseInstanceAsync(instance, CancellationToken.None).ConfigureAwait(false);
            (outcome == ReleaseOutcome.Pending ? pending : released).Add(id);
        }

        return new ReleaseResponse([.. released], [.. pending]);
    }

    /// <summary>Asks the children to give these back and forgets those that they confirm. Rows of the others stay for the settling job.</summary>
    /// <param name="instances">Instances that children hold or may hold.</param>
    /// <param name="ends">The reservation that ends when all of them are gone, in the same durable step; null when none does.</param>
    /// <returns>Whether all are gone.</returns>
    internal async Task<bool> ReleaseFromChildrenAsync(IReadOnlyList<Instance> instances, string? ends = null)
    {
        var gone = await Task.WhenAll(instances
            .Where(i => i.ChildZoneId is not null)
            .GroupBy(i => i.ChildZoneId!.Value)
            .Select(group => ReleaseFromChildAsync(group.Key, [.. group]))).ConfigureAwait(false);
        var ids = gone.SelectMany(g => g).ToHashSet();
        if (ids.Count > 0)
        {
            await ledger.DecideAsync(
                batch =>
                {
                    foreach (var id in ids)
                    {
                        batch.RemoveInstance(id);
                    }

                    if (ends is not null && ids.Count == instances.Count)
                    {
                        batch.SaveReservationState(ends, ReservationState.Released, batch.Now);
                    }

                    return true;
                },
                CancellationToken.None).ConfigureAwait(false);
        }

        return ids.Count == instances.Count;
    }

    /// <summary>Ends a reservation whose last instance is gone.</summary>
    internal Task<bool> EndAsync(string reservationId) => ledger.DecideAsync(
        batch =>
        {
            batch.SaveReservationState(reservationId, ReservationState.Released, batch.Now);
            return true;
        },
        CancellationToken.None);

    private async Task<ReleaseOutcome> ReleaseAsync(string reservationId, IReadOnlyList<Instance> instances, bool whole, CancellationToken cancellationToken)
    {
        var remote = instances.Where(i => i.ChildZoneId is not null).ToList();
        if (instances.Count > 0)
        {
            await ledger.DecideAsync(
                batch =>
                {
                    foreach (var instance in instances)
                    {
                        if (instance.ChildZoneId is null)
                        {
                            SlotClaim.Release(batch, instance.Id);
                        }
                        else
                        {
                            batch.SaveInstance(instance with { State = InstanceState.Releasing }, isNew: false);
                        }
                    }

                    if (whole)
                    {
                        var ended = remote.Count == 0;
                        batch.SaveReservationState(reservationId, ended ? ReservationState.Released : ReservationState.Releasing, ended ? batch.Now : null);
                    }

                    return true;
                },
                cancellationToken).ConfigureAwait(false);
        }

        if (remote.Count == 0)
        {
            return ReleaseOutcome.Released;
        }

        return await ReleaseFromChildrenAsync(remote, whole ? reservationId : null).ConfigureAwait(false) ? ReleaseOutcome.Released : ReleaseOutcome.Pending;
    }

    private async Task<IReadOnlyList<Guid>> ReleaseFromChildAsync(Guid childZoneId, IReadOnlyList<Instance> instances)
    {
        if (registry.Find(childZoneId) is not { } state)
        {
            // The child was removed by force: nobody is left to ask, and the operator said that this is so.
            return [.. instances.Select(i => i.Id)];
        }

        if (state.Health is ChildHealth.Offline or ChildHealth.Disabled or ChildHealth.Incompatible)
        {
            return [];
        }

        var body = new ReleaseBody { InstanceIds = [.. instances.Select(i => i.Id)], DeadlineMs = (int)Timeout.TotalMilliseconds };
        var reply = await client.ReleaseAsync(state.Child, body, Timeout, CancellationToken.None).ConfigureAwait(false);
        switch (reply)
        {
            case ChildReply<ReleaseResponse>.Answered(var answer):
                registry.Succeeded(childZoneId, null, null);

                // What the child releases later itself is the child's to finish, not ours.
                var done = answer.Released.Concat(answer.Pending.IsDefault ? [] : answer.Pending).ToHashSet();
                return [.. instances.Select(i => i.Id).Where(done.Contains)];
            case ChildReply<ReleaseResponse>.TimedOut(var reason):
                registry.Failed(childZoneId, reason);
                return [];
            case ChildReply<ReleaseResponse>.Failed(var reason):
                registry.Failed(childZoneId, reason);
                return [];
            default:
                return [];
        }
    }
}

/// <summary>How a release ended.</summary>
public enum ReleaseOutcome
{
    /// <summary>There is no such thing.</summary>
    NotFound,

    /// <summary>Everything is given back.</summary>
    Released,

    /// <summary>A child is away; what it holds is given back when it returns.</summary>
    Pending,
}
