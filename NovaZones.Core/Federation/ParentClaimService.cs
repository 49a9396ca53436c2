using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.Options;
using NovaZones.Core.Claims;
using NovaZones.Core.Federation.Asking;
using NovaZones.Core.Federation.Wire;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Lanes;
using NovaZones.Core.Quotas;
using NovaZones.Core.Replicas;
using NovaZones.Core.Zones;

namespace NovaZones.Core.Federation;

/// <summary>Claims for this zone's parents the first slots of a plan that it sealed.</summary>
public sealed class ParentClaimService
{
    private static readonly TimeSpan OthersPause = TimeSpan.FromMilliseconds(50);

    private readonly KeyedGate _gate = new();
    private readonly PlacementRequestParser _parser;
    private readonly ParentContext _contexts;
    private readonly MixWire _mixes;
    private readonly IPlanSealer _sealer;
    private readonly FleetLedger _ledger;
    private readonly IReservationStore _reservations;
    private readonly IChildZoneClient _client;
    private readonly ChildZoneRegistry _registry;
    private readonly WithdrawnClaims _withdrawn;
    private readonly ZoneIdentity _identity;
    private readonly ZoneOptions _zone;
    private readonly FederationOptions _federation;
    private readonly TimeProvider _time;

    internal ParentClaimService(
        PlacementRequestParser parser, ParentContext contexts, MixWire mixes, IPlanSealer sealer, FleetLedger ledger, IReservationStore reservations,
        IChildZoneClient client, ChildZoneRegistry registry, WithdrawnClaims withdrawn, ZoneIdentity identity, IOptions<ZoneOptions> zone, IOptions<FederationOptions> federation, TimeProvider time)
    {
        _parser = parser;
        _contexts = contexts;
        _mixes = mixes;
        _sealer = sealer;
        _ledger = ledger;
        _reservations = reservations;
        _client = client;
        _registry = registry;
        _withdrawn = withdrawn;
        _identity = identity;
        _zone = zone.Value;
        _federation = federation.Value;
        _time = time;
    }

    /// <summary>Takes the first slots of a plan. The same claim twice has one effect and one answer.</summary>
    public async Task<ClaimOutcome> ClaimAsync(ClaimBody body, string caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(body);
        var opening = _sealer.Open(body.Plan, out var plan);
        if (plan is null)
        {
            // Also a claim whose key was revoked between two tries has the answer that it had.
            return await FindEarlierAsync(body, caller, cancellationToken).ConfigureAwait(false)
                ?? new ClaimOutcome.PlanRefused(opening == PlanOpening.Revoked ? "the plan was sealed with a key that was revoked since" : "the plan cannot be read: it is altered or not of this zone");
        }

        if (plan.ZoneId != _identity.Id || plan.Caller != caller || plan.Use != PlanUse.Offer)
        {
            return new ClaimOutcome.PlanRefused("the plan was made for somebody else");
        }

        var ids = body.InstanceIds;
        var most = plan.Lanes.IsEmpty ? plan.Sequence.Length : plan.Lanes.Sum(l => l.Sequence.Length);
        if (ids.Length == 0 || ids.Length > most || ids.Distinct().Count() != ids.Length)
        {
            return new ClaimOutcome.Invalid([new Fault("instanceIds", $"must be 1 to {most} different identities, one for each slot to take")]);
        }

        if (!ClaimedSlots.TryTake(plan, body.Lanes, ids.Length, out var slots))
        {
            return new ClaimOutcome.Invalid([new Fault("lanes", "must name for each identity a lane of the plan, and none more often than it has slots")]);
        }

        using var pass = await _gate.EnterAsync(plan.PlanId.ToString(), cancellationToken).ConfigureAwait(false);
        try
        {
            return await ClaimOnceAsync(body, plan, slots, caller, opening, cancellationToken).ConfigureAwait(false);
        }
        catch (TakenException)
        {
            // Another replica was asked for the same claim, or with the same plan, at the same moment.
            return await FindEarlierAsync(body, caller, CancellationToken.None).ConfigureAwait(false) ?? new ClaimOutcome.PlanRefused("the plan was claimed already");
        }
    }

    /// <summary>Takes everything that is found now, in one call. The same claim twice has one effect and one answer.</summary>
    /// <param name="body">For whom.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="find">Finds the slots, as many as <paramref name="body"/> has identities; null when nothing is to be taken.</param>
    /// <param name="cancellationToken">Gives it up until claiming begins.</param>
    /// <returns>How it ended; null when nothing was to be taken.</returns>
    internal async Task<ClaimOutcome?> ClaimFoundAsync(ClaimBody body, string caller, Func<Task<FoundSlots?>> find, CancellationToken cancellationToken)
    {
        using var pass = await _gate.EnterAsync(body.ClaimId.ToString(), cancellationToken).ConfigureAwait(false);
        if (await FindEarlierAsync(body, caller, cancellationToken).ConfigureAwait(false) is { } earlier)
        {
            return earlier;
        }

        if (await _reservations.FindInstancesAsync(body.InstanceIds, cancellationToken).ConfigureAwait(false) is { Count: > 0 })
        {
            return InstancesTaken;
        }

        if (await find().ConfigureAwait(false) is not { } found)
        {
            return null;
        }

        ClaimedSlots.TryTake(found.Plan, null, body.InstanceIds.Length, out var slots);
        try
        {
            return await TakeAsync(body, found, slots, caller).ConfigureAwait(false);
        }
        catch (TakenException)
        {
            return await FindEarlierAsync(body, caller, CancellationToken.None).ConfigureAwait(false) ?? new ClaimOutcome.PlanRefused("it was claimed already");
        }
    }

    private static ClaimOutcome InstancesTaken => new ClaimOutcome.Invalid([new Fault("instanceIds", "must be new identities; one of them is taken")]);

    private async Task<ClaimOutcome> ClaimOnceAsync(
        ClaimBody body, SealedPlan plan, ImmutableArray<ClaimedSlot> slots, string caller, PlanOpening opening, CancellationToken cancellationToken)
    {
        var ids = body.InstanceIds;
        if (await FindEarlierAsync(body, caller, cancellationToken).ConfigureAwait(false) is { } earlier)
        {
            return earlier;
        }

        // After the look for an earlier answer: a parent that asks again late must not hear that nothing was taken.
        if (opening == PlanOpening.Expired)
        {
            return new ClaimOutcome.PlanRefused("the plan has expired");
        }

        if (await _reservations.IsPlanUsedAsync(plan.PlanId, cancellationToken).ConfigureAwait(false))
        {
            return new ClaimOutcome.PlanRefused("the plan was claimed already");
        }

        return await _reservations.FindInstancesAsync(ids, cancellationToken).ConfigureAwait(false) is { Count: > 0 }
            ? InstancesTaken
            : !_parser.TryReadStored(plan.RequestJson, out var request, isOfPeer: true)
            ? new ClaimOutcome.PlanRefused("the plan was made by another version of this zone")
            : await TakeAsync(body, new FoundSlots(plan, request), slots, caller).ConfigureAwait(false);
    }

    /// <summary>What the same claim was answered, or null when it is new here.</summary>
    private async Task<ClaimOutcome?> FindEarlierAsync(ClaimBody body, string caller, CancellationToken cancellationToken)
    {
        var earlier = await _reservations.FindByClaimIdAsync(body.ClaimId, cancellationToken).ConfigureAwait(false);
        for (var started = _time.GetTimestamp();
            _ledger.HasOthers && earlier is { AnswerJson: null, State: ReservationState.Claiming } && _time.GetElapsedTime(started) < TimeSpan.FromMilliseconds(body.DeadlineMs);)
        {
            // Another replica is at it.
            await Task.Delay(OthersPause, _time, cancellationToken).ConfigureAwait(false);
            earlier = await _reservations.FindByClaimIdAsync(body.ClaimId, cancellationToken).ConfigureAwait(false);
        }

        if (earlier is null)
        {
            return null;
        }

        return earlier.Caller == caller && earlier.AnswerJson is { } json && WireJson.TryRead<ClaimResponse>(json, out var answer)
            ? new ClaimOutcome.Claimed(answer!)
            : new ClaimOutcome.PlanRefused("this claim was begun and not finished; ask again with a new plan");
    }

    private async Task<ClaimOutcome> TakeAsync(ClaimBody body, FoundSlots found, ImmutableArray<ClaimedSlot> slots, string caller)
    {
        var (plan, request) = found;
        var now = _time.GetUtcNow();
        var draft = new Reservation
        {
            Id = ReservationId.Create(),
            Name = body.Name,
            Tenant = request.Tenant,
            Caller = caller,
            State = ReservationState.Claiming,
            Requested = body.InstanceIds.Length,
            Placed = 0,
            Policy = request.Policy,
            CreatedAt = now,
            RequestJson = plan.RequestJson,
            ClaimId = body.ClaimId,

            // A plan that never left this zone cannot come a second time.
            PlanId = found.WasSealed ? plan.PlanId : null,
            ParentReservationId = body.ReservationId,
            ParentZoneId = body.ZoneId,
        };

        var charge = InstanceCharge.Of(request, isFromParent: true);
        var own = new List<OwnSlot>();
        var wanted = new Dictionary<int, List<(Instance Instance, int Lane)>>();
        for (var i = 0; i < slots.Length; i++)
        {
            var slot = slots[i];
            if (slot.Own is { } here)
            {
                own.Add(new OwnSlot(here, slot.LaneKey, body.InstanceIds[i], i));
            }
            else
            {
                if (!wanted.TryGetValue(slot.Source, out var list))
                {
                    list = wanted[slot.Source] = [];
                }

                var instance = NewInstance(draft, body.InstanceIds[i], i, slot.Score, now);
                list.Add((instance with { Group = request.Group?.Key, Charge = charge, State = InstanceState.Claiming, ChildZoneId = plan.Children[slot.Source].ChildZoneId }, slot.ChildLane));
            }
        }

        var remote = new RemoteClaim(draft, _ledger, _client, _registry, _identity.Id, _time);
        var left = found.DeadlineAt is { } deadlineAt ? (deadlineAt - now).TotalMilliseconds : body.DeadlineMs;
        var timeout = TimeSpan.FromMilliseconds(Math.Clamp(left * 0.9, 50, _federation.ChildTimeout.TotalMilliseconds));
        await remote.ClaimAsync(Orders(plan, wanted, found.Outright), timeout, body.Exact).ConfigureAwait(false);
        var context = found.Context ?? await _contexts.OfAsync(request, plan.Weights, _mixes.Latest, CancellationToken.None).ConfigureAwait(false);
        var answer = await _ledger.DecideAsync(
            batch => Commit(batch, draft, own, plan, remote, context, charge, body.Exact),
            CancellationToken.None).ConfigureAwait(false);
        return new ClaimOutcome.Claimed(answer);
    }

    private ClaimResponse Commit(
        LedgerBatch batch, Reservation draft, List<OwnSlot> own, SealedPlan plan, RemoteClaim remote, PlacementContext context, InstanceCharge charge, bool exact)
    {
        var conflicts = new List<string>();
        var claimed = new List<ClaimedInstance>();
        remote.DropRefused(batch);

        // Decided one after the other with the parent's releases: either this sees the wish, or the release sees what is written here.
        if (own.Exists(o => _withdrawn.Contains(o.Id)))
        {
            conflicts.Add("the claim came after its release");
            own = [];
        }

        // This zone's own quota holds for parents, too; a plan that must be taken whole is then not taken at all.
        var admitted = batch.Tenants.RoomFor(charge, batch.Now).Of(own.Count);
        if (admitted < own.Count)
        {
            conflicts.Add($"the tenant's quota in this zone leaves room for {admitted} of {own.Count} slots");
            own = exact ? [] : own[..admitted];
        }

        var taken = own.Count == 0 ? [] : Take(batch, own, plan, context, exact, conflicts);
        for (var i = 0; i < taken.Length; i++)
        {
            if (taken[i] is { } slot)
            {
                batch.SaveInstance(
                    NewInstance(draft, own[i].Id, own[i].Index, slot.Score, batch.Now) with { HostId = slot.HostId, HostName = slot.HostName, Parts = slot.Parts, Charge = charge, Group = context.Request.Group?.Key },
                    isNew: true);
                claimed.Add(new ClaimedInstance(own[i].Id, null, _zone.DiscloseHosts ? slot.HostName : null, slot.Score));
            }
        }

        remote.Settle(batch, keep: true, _withdrawn);
        claimed.AddRange(remote.Placed.Where(i => !_withdrawn.Contains(i.Id)).Select(i => new ClaimedInstance(i.Id, i.ZonePath, i.HostName, i.Score)));
        var answer = new ClaimResponse { Claimed = [.. claimed], Conflicts = [.. conflicts, .. remote.Conflicts] };
        remote.SaveEnd(batch, draft with
        {
            State = claimed.Count == 0 ? ReservationState.Refused : claimed.Count < draft.Requested ? ReservationState.Partial : ReservationState.Placed,
            Placed = claimed.Count,
            AnswerStatus = 200,
            AnswerJson = JsonSerializer.Serialize(answer, WireJson.Options),
        });
        return answer;
    }

    /// <summary>For each own slot what was taken, or null; a shorter answer lacks the last ones.</summary>
    private Slot?[] Take(LedgerBatch batch, List<OwnSlot> own, SealedPlan plan, PlacementContext context, bool exact, List<string> conflicts)
    {
        var slots = own.Select(o => o.Slot).ToImmutableArray();
        if (!plan.Lanes.IsEmpty)
        {
            // Which domain may have how many was decided above, with counts that this zone does not have.
            context = context with { Elsewhere = Elsewhere.Open };
            if (!exact)
            {
                return LaneClaim.Take(batch, [.. own.Select(o => (o.Slot, o.LaneKey))], context, plan.Seen, conflicts);
            }
        }

        return [.. exact ? ExactSlotClaim.Take(batch, slots, context, _zone.DiscloseHosts, conflicts) : SlotClaim.Take(batch, slots, context, conflicts)];
    }

    private IReadOnlyList<ChildOrder> Orders(SealedPlan plan, Dictionary<int, List<(Instance Instance, int Lane)>> wanted, OutrightTake? outright)
    {
        var orders = new List<ChildOrder>();
        foreach (var (source, instances) in wanted)
        {
            // A child that was removed since the plan was made is simply not asked; its slots count as lost.
            if (_registry.Find(plan.Children[source].ChildZoneId) is { } state)
            {
                orders.Add(new ChildOrder(state.Child, plan.Children[source].Plan, [.. instances.Select(i => i.Instance with { ZonePath = state.Child.Name })])
                {
                    Outright = outright,
                    Lanes = plan.Lanes.IsEmpty && plan.PickLanes.IsEmpty ? null : [.. instances.Select(i => i.Lane)],
                });
            }
        }

        return orders;
    }

    private Instance NewInstance(Reservation draft, Guid id, int index, double score, DateTimeOffset now) => new()
    {
        Id = id,
        ReservationId = draft.Id,
        Index = index,
        State = InstanceState.Placed,
        ZonePath = _identity.Name,
        Score = score,
        CreatedAt = now,
    };

    private readonly record struct OwnSlot(Slot Slot, ulong LaneKey, Guid Id, int Index);
}
