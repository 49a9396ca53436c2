using NovaZones.Core.Federation;
using NovaZones.Core.Federation.Wire;
using NovaZones.Core.Zones;

namespace NovaZones.Core.Claims;

/// <summary>Gives instances back, wherever they are. Local ones at once; a child's as soon as the child confirms.</summary>
public sealed class ReleaseService
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ClaimPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan ClaimPatience = TimeSpan.FromSeconds(10);

    private readonly FleetLedger _ledger;
    private readonly IReservationStore _reservations;
    private readonly ChildZoneRegistry _registry;
    private readonly IChildZoneClient _client;
    private readonly WithdrawnClaims _withdrawn;
    private readonly ParentOwnership _ownership;
    private readonly ZoneIdentity _identity;
    private readonly TimeProvider _time;

    internal ReleaseService(
        FleetLedger ledger, IReservationStore reservations, ChildZoneRegistry registry, IChildZoneClient client, WithdrawnClaims withdrawn, ParentOwnership ownership,
        ZoneIdentity identity, TimeProvider time)
    {
        _ledger = ledger;
        _reservations = reservations;
        _registry = registry;
        _client = client;
        _withdrawn = withdrawn;
        _ownership = ownership;
        _identity = identity;
        _time = time;
    }

    /// <summary>Releases every instance of a reservation.</summary>
    public async Task<ReleaseOutcome> ReleaseReservationAsync(string reservationId, CancellationToken cancellationToken)
    {
        if (await FindSettledAsync(reservationId, cancellationToken).ConfigureAwait(false) is not { } reservation)
        {
            return ReleaseOutcome.NotFound;
        }

        var instances = await _reservations.ListInstancesAsync(reservation.Id, cancellationToken).ConfigureAwait(false);
        return await ReleaseAsync(reservation.Id, instances, whole: true, isLast: true, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Releases one instance; its reservation ends with the last one.</summary>
    public async Task<ReleaseOutcome> ReleaseInstanceAsync(Guid instanceId, CancellationToken cancellationToken)
    {
        var instance = await _reservations.FindInstanceAsync(instanceId, cancellationToken).ConfigureAwait(false);
        if (instance is { State: InstanceState.Claiming })
        {
            await FindSettledAsync(instance.ReservationId, cancellationToken).ConfigureAwait(false);
            instance = await _reservations.FindInstanceAsync(instanceId, cancellationToken).ConfigureAwait(false);
        }

        return instance is null ? ReleaseOutcome.NotFound : await ReleaseAsync(instance, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ReleaseOutcome> ReleaseAsync(Instance instance, CancellationToken cancellationToken)
    {
        var all = await _reservations.ListInstancesAsync(instance.ReservationId, cancellationToken).ConfigureAwait(false);
        var others = all.Where(i => i.Id != instance.Id).ToList();

        // Where the others wait for their children the reservation is on its way out as well; the settling job ends it with whoever is the last.
        return await ReleaseAsync(
            instance.ReservationId, [instance], whole: others.Count == 0, isLast: others.TrueForAll(i => i.State == InstanceState.Releasing), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Releases what a parent asks for; only what its own claims made. What its deadline leaves no time for it asks again.</summary>
    public async Task<ReleaseResponse> ReleaseForParentAsync(ReleaseBody body, string caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(body);
        var started = _time.GetTimestamp();
        var released = new List<Guid>();
        var pending = new List<Guid>();
        var ids = body.InstanceIds.Distinct().ToList();
        var known = await FindAsync(ids, cancellationToken).ConfigureAwait(false);
        var early = ids.Where(id => !known.TryGetValue(id, out var instance) || instance.State == InstanceState.Claiming).ToList();
        if (early.Count > 0)
        {
            // The claim may still be on its way, or be decided at this moment: from here on it finds the wish, and whatever was
            // decided before is durable and seen once the ledger has come to this.
            _withdrawn.Add(early);
            await _ledger.DecideAsync(_ => true, CancellationToken.None).ConfigureAwait(false);
            known = await FindAsync(ids, CancellationToken.None).ConfigureAwait(false);
        }

        foreach (var id in ids)
        {
            // One at least, so that however slow this is the parent comes to an end.
            if (released.Count + pending.Count > 0 && _time.GetElapsedTime(started).TotalMilliseconds >= body.DeadlineMs)
            {
                break;
            }

            switch (known.TryGetValue(id, out var instance) ? await OwnershipAsync(instance, caller, body.ZoneId).ConfigureAwait(false) : Ownership.Elsewhere)
            {
                case Ownership.Elsewhere:
                    // Not here, or somebody else's: to this caller it does not exist, which is what "released" says.
                    released.Add(id);
                    break;
                case Ownership.Heir:
                    // Neither released nor pending: the parent keeps it and asks again.
                    break;
                case Ownership.Own when instance!.State == InstanceState.Claiming:
                    pending.Add(id);
                    break;
                default:
                    (await ReleaseAsync(instance!, CancellationToken.None).ConfigureAwait(false) == ReleaseOutcome.Pending ? pending : released).Add(id);
                    break;
            }
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
            .SelectMany(group => group.Chunk(ReleaseBody.MaxInstances).Select(part => ReleaseFromChildAsync(group.Key, part)))).ConfigureAwait(false);
        var ids = gone.SelectMany(g => g).ToHashSet();
        if (ids.Count > 0)
        {
            await _ledger.DecideAsync(
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

    /// <summary>Ends reservations whose last instance is gone.</summary>
    internal Task<bool> EndAsync(IReadOnlyList<string> reservationIds) => reservationIds.Count == 0 ? Task.FromResult(true) : _ledger.DecideAsync(
        batch =>
        {
            foreach (var id in reservationIds)
            {
                batch.SaveReservationState(id, ReservationState.Released, batch.Now);
            }

            return true;
        },
        CancellationToken.None);

    private async Task<Dictionary<Guid, Instance>> FindAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) =>
        (await _reservations.FindInstancesAsync(ids, cancellationToken).ConfigureAwait(false)).ToDictionary(i => i.Id);

    private async Task<Ownership> OwnershipAsync(Instance instance, string caller, Guid? zoneId)
    {
        var reservation = await _reservations.FindAsync(instance.ReservationId, CancellationToken.None).ConfigureAwait(false);
        if (reservation is null || await _ownership.OwnsAsync(reservation.Caller, reservation.ParentZoneId, caller, zoneId, CancellationToken.None).ConfigureAwait(false))
        {
            return Ownership.Own;
        }

        return ParentOwnership.IsHeir(reservation.Caller, reservation.ParentZoneId, zoneId, out _) ? Ownership.Heir : Ownership.Elsewhere;
    }

    /// <summary>The reservation once its claim is at its end: until then it is not known what there is to give back.</summary>
    private async Task<Reservation?> FindSettledAsync(string reservationId, CancellationToken cancellationToken)
    {
        for (var started = _time.GetTimestamp(); ;)
        {
            var reservation = await _reservations.FindAsync(reservationId, cancellationToken).ConfigureAwait(false);
            if (reservation is not { State: ReservationState.Claiming } || _time.GetElapsedTime(started) >= ClaimPatience)
            {
                return reservation;
            }

            await Task.Delay(ClaimPause, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <param name="reservationId">Whose they are.</param>
    /// <param name="instances">What is given back.</param>
    /// <param name="whole">Whether that is all that there is of the reservation.</param>
    /// <param name="isLast">Whether all that there is besides waits for its child already.</param>
    /// <param name="cancellationToken">Gives up before anything is decided.</param>
    private async Task<ReleaseOutcome> ReleaseAsync(string reservationId, IReadOnlyList<Instance> instances, bool whole, bool isLast, CancellationToken cancellationToken)
    {
        var remote = instances.Where(i => i.ChildZoneId is not null).ToList();
        if (instances.Count > 0)
        {
            await _ledger.DecideAsync(
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

                    if (isLast)
                    {
                        var ended = whole && remote.Count == 0;
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
        if (_registry.Find(childZoneId) is not { } state)
        {
            // The child was removed by force: nobody is left to ask, and the operator said that this is so.
            return [.. instances.Select(i => i.Id)];
        }

        if (state.Health is ChildHealth.Offline or ChildHealth.Disabled or ChildHealth.Incompatible)
        {
            return [];
        }

        var body = new ReleaseBody { InstanceIds = [.. instances.Select(i => i.Id)], ZoneId = _identity.Id, DeadlineMs = (int)Timeout.TotalMilliseconds };
        var reply = await _client.ReleaseAsync(state.Child, body, Timeout, CancellationToken.None).ConfigureAwait(false);
        switch (reply)
        {
            case ChildReply<ReleaseResponse>.Answered(var answer):
                _registry.Succeeded(childZoneId, null, null);

                // What the child releases later itself is the child's to finish, not ours.
                return answer.DoneOf(instances.Select(i => i.Id));
            case ChildReply<ReleaseResponse>.TimedOut(var reason):
                _registry.Failed(childZoneId, reason);
                return [];
            case ChildReply<ReleaseResponse>.Failed(var reason):
                _registry.Failed(childZoneId, reason);
                return [];
            default:
                return [];
        }
    }

    private enum Ownership
    {
        Elsewhere,
        Own,
        Heir,
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
