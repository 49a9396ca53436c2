using System.Collections.Immutable;
using NovaZones.Core.Claims;
using NovaZones.Core.Federation.Asking;
using NovaZones.Core.Federation.Protocol;
using NovaZones.Core.Federation.Wire;
using NovaZones.Core.Zones;

namespace NovaZones.Core.Federation;

/// <summary>The part of one reservation that children hold: what was asked of them and what they confirmed.</summary>
/// <remarks>
/// Before a child is asked to claim, the intent is written here, so that after a crash of this zone everything that a child may have
/// taken is known and given back. One object for one reservation; not thread-safe.
/// </remarks>
internal sealed class RemoteClaim(Reservation draft, FleetLedger ledger, IChildZoneClient client, ChildZoneRegistry registry, Guid zoneId, TimeProvider time)
{
    private static readonly TimeSpan ConclusiveSilence = TimeSpan.FromSeconds(1);

    private readonly Dictionary<Guid, Instance> _placed = [];
    private readonly Dictionary<Guid, Instance> _doubtful = [];
    private readonly HashSet<Guid> _refused = [];

    /// <summary>Instances that children confirmed.</summary>
    public IReadOnlyCollection<Instance> Placed => _placed.Values;

    /// <summary>Instances that a child may or may not hold; to be released.</summary>
    public IReadOnlyCollection<Instance> Doubtful => _doubtful.Values;

    /// <summary>Instances that children refused and whose rows the end takes away: until then they count against the tenant.</summary>
    public int RefusedCount => _refused.Count;

    /// <summary>Whether an intent was written, so that rows exist which the end of the story must settle.</summary>
    public bool HasIntent { get; private set; }

    /// <summary>Sentences about slots that children lost.</summary>
    public List<string> Conflicts { get; } = [];

    /// <summary>Writes the intent, then asks every child for its slots at once.</summary>
    /// <param name="orders">For each child its sealed plan and the instances wanted of it, in plan order.</param>
    /// <param name="timeout">Longest wait for a child.</param>
    /// <param name="exact">Whether only the planned hosts will do.</param>
    /// <returns>Number of instances that were wanted and not got.</returns>
    public async Task<int> ClaimAsync(IReadOnlyList<ChildOrder> orders, TimeSpan timeout, bool exact = false)
    {
        if (orders.Count == 0)
        {
            return 0;
        }

        var isAdmitted = await ledger.DecideAsync(
            batch =>
            {
                DropRefused(batch);

                // Counted from the intent on, since from here on a child may hold it.
                var wanted = orders.Sum(o => o.Instances.Length);
                if (orders[0].Instances[0].Charge is { } charge && batch.Tenants.RoomFor(charge, batch.Now).Count < wanted)
                {
                    return false;
                }

                if (!HasIntent)
                {
                    batch.SaveReservation(draft with { State = ReservationState.Claiming });
                }

                foreach (var instance in orders.SelectMany(o => o.Instances))
                {
                    batch.SaveInstance(instance with { State = InstanceState.Claiming }, isNew: true);
                }

                return true;
            },
            CancellationToken.None).ConfigureAwait(false);
        _refused.Clear();
        if (!isAdmitted)
        {
            Conflicts.Add("the tenant's quota was used up between plan and claim");
            return orders.Sum(o => o.Instances.Length);
        }

        HasIntent = true;
        var missing = await Task.WhenAll(orders.Select(o => ClaimOneAsync(o, timeout, exact))).ConfigureAwait(false);
        return missing.Sum();
    }

    /// <summary>Gives back an instance that a child placed: it is released once the story is written down.</summary>
    public void GiveBack(Guid instanceId)
    {
        if (_placed.Remove(instanceId, out var instance))
        {
            _doubtful[instanceId] = instance;
        }
    }

    /// <summary>Writes what became of the intents into a ledger decision: placed, to be released, or never taken.</summary>
    /// <param name="batch">The decision.</param>
    /// <param name="keep">Whether what was placed stays; else it is released, too.</param>
    /// <param name="withdrawn">What was given back while it was being claimed.</param>
    public void Settle(LedgerBatch batch, bool keep, WithdrawnClaims? withdrawn = null)
    {
        foreach (var instance in _placed.Values)
        {
            batch.SaveInstance(instance with { State = keep && withdrawn?.Contains(instance.Id) is not true ? InstanceState.Placed : InstanceState.Releasing }, isNew: false);
        }

        foreach (var instance in _doubtful.Values)
        {
            batch.SaveInstance(instance with { State = InstanceState.Releasing }, isNew: false);
        }

        DropRefused(batch);
    }

    /// <summary>Writes the end of the reservation: whole, or what changed since its intent was written.</summary>
    public void SaveEnd(LedgerBatch batch, Reservation reservation)
    {
        if (HasIntent)
        {
            batch.SaveReservationEnd(reservation);
        }
        else
        {
            batch.SaveReservation(reservation);
        }
    }

    /// <summary>What children refused is held by nobody and counts no more.</summary>
    public void DropRefused(LedgerBatch batch)
    {
        foreach (var id in _refused)
        {
            batch.RemoveInstance(id);
        }
    }

    private async Task<int> ClaimOneAsync(ChildOrder order, TimeSpan timeout, bool exact)
    {
        if (exact && registry.Find(order.Child.Id)?.Knows(ZoneProtocol.ExactClaims) != true)
        {
            // It would read the claim as one that may be planned again, and place on hosts that nobody was shown.
            lock (_placed)
            {
                Conflicts.Add($"{order.Child.Name} cannot take a plan exactly as it stands: its program does not know {ZoneProtocol.ExactClaims}");
                _refused.UnionWith(order.Instances.Select(i => i.Id));
                return order.Instances.Length;
            }
        }

        var started = time.GetTimestamp();
        var body = new ClaimBody
        {
            ClaimId = Guid.CreateVersion7(),
            Plan = order.SealedPlan,
            Lanes = order.Lanes,
            InstanceIds = [.. order.Instances.Select(i => i.Id)],
            ReservationId = draft.Id,
            Name = draft.Name,
            DeadlineMs = Math.Max(1, (int)(timeout.TotalMilliseconds * 0.9)),
            ZoneId = zoneId,
            Exact = exact,
            Needs = exact ? [ZoneProtocol.ExactClaims] : null,
        };
        var reply = await SendAsync(order, body, timeout).ConfigureAwait(false);
        if (reply is ChildReply<ClaimResponse>.Failed && time.GetElapsedTime(started) is var spent && spent < timeout / 2)
        {
            // Its answer may be all that was lost. The same claim twice has one effect: asked again, it tells what it did.
            var again = await SendAsync(order, body with { DeadlineMs = Math.Max(1, (int)((timeout - spent).TotalMilliseconds * 0.9)) }, timeout - spent).ConfigureAwait(false);

            // A refusal now says nothing of the first time.
            reply = again is ChildReply<ClaimResponse>.Refused ? reply : again;
        }

        lock (_placed)
        {
            return Note(order, reply, time.GetElapsedTime(started));
        }
    }

    private Task<ChildReply<ClaimResponse>> SendAsync(ChildOrder order, ClaimBody body, TimeSpan timeout) =>
        order.Outright is { } take ? take.ClaimAsync(body) : client.ClaimAsync(order.Child, body, timeout, CancellationToken.None);

    private int Note(ChildOrder order, ChildReply<ClaimResponse> reply, TimeSpan elapsed)
    {
        switch (reply)
        {
            case ChildReply<ClaimResponse>.Answered(var answer):
                registry.Succeeded(order.Child.Id, null, null);
                Conflicts.AddRange(answer.Conflicts.IsDefault ? [] : answer.Conflicts.Select(c => $"{order.Child.Name}: {c}"));
                var claimed = (answer.Claimed.IsDefault ? [] : answer.Claimed).DistinctBy(c => c.Id).ToDictionary(c => c.Id);
                foreach (var instance in order.Instances)
                {
                    if (claimed.TryGetValue(instance.Id, out var there))
                    {
                        _placed[instance.Id] = instance with
                        {
                            ZonePath = ZonePath.JoinKept(order.Child.Name, there.Zone),
                            HostName = there.Host,
                            Score = order.Outright is { } take ? take.Adjust(there.Score) : instance.Score,
                        };
                    }
                    else
                    {
                        _refused.Add(instance.Id);
                    }
                }

                return order.Instances.Length - order.Instances.Count(i => claimed.ContainsKey(i.Id));
            case ChildReply<ClaimResponse>.Refused(var status, var reason):
                Conflicts.Add($"{order.Child.Name} refused the claim with {status}: {reason}");
                _refused.UnionWith(order.Instances.Select(i => i.Id));
                return order.Instances.Length;
            case ChildReply<ClaimResponse>.TimedOut(var reason):
                // A child that offers and then hangs would hold up every request that picks it.
                if (order.Outright is null)
                {
                    registry.GateOf(order.Child.Id).Failed(reason, isConclusive: elapsed >= ConclusiveSilence);
                }

                Doubt(order, reason, elapsed);
                return order.Instances.Length;
            case ChildReply<ClaimResponse>.Failed(var reason):
                // One that offers and never confirms would win every round of the request, and of the next.
                if (order.Outright is null)
                {
                    registry.GateOf(order.Child.Id).Failed(reason, isConclusive: true);
                }

                Doubt(order, reason, elapsed);
                return order.Instances.Length;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>It may have claimed before it fell silent: what was asked is released later, and not counted on now.</summary>
    private void Doubt(ChildOrder order, string reason, TimeSpan elapsed)
    {
        if (order.Outright is null)
        {
            // Of one that was to place outright it was noted by whoever asked.
            registry.Failed(order.Child.Id, reason);
        }

        Conflicts.Add($"{order.Child.Name} did not confirm the claim within {elapsed.TotalMilliseconds:0} ms: {reason}");
        foreach (var instance in order.Instances)
        {
            _doubtful[instance.Id] = instance;
        }
    }
}

/// <summary>What is wanted of one child.</summary>
/// <param name="Child">The child.</param>
/// <param name="SealedPlan">Its plan; empty when it makes none.</param>
/// <param name="Instances">For the first slots of the plan, in order.</param>
internal sealed record ChildOrder(ChildZone Child, string SealedPlan, ImmutableArray<Instance> Instances)
{
    /// <summary>Of a plan by lanes: for each instance its lane.</summary>
    public ImmutableArray<int>? Lanes { get; init; }

    /// <summary>How the child is asked when it alone comes into question and has made no plan; else null.</summary>
    public OutrightTake? Outright { get; init; }
}
