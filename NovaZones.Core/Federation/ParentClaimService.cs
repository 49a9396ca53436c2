using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.Options;
using NovaZones.Core.Claims;
using NovaZones.Core.Federation.Wire;
using NovaZones.Core.Placement;
using NovaZones.Core.Quotas;
using NovaZones.Core.Zones;

namespace NovaZones.Core.Federation;

/// <summary>Claims for this zone's parents the first slots of a plan that it sealed.</summary>
public sealed class ParentClaimService
{
    private readonly KeyedGate _gate = new();
    private readonly PlacementRequestParser _parser;
    private readonly ParentContext _contexts;
    private readonly MixWire _mixes;
    private readonly IPlanSealer _sealer;
    private readonly FleetLedger _ledger;
    private readonly IReservationStore _reservations;
    private readonly IChildZoneClient _client;
    private readonly ChildZoneRegistry _registry;
    private readonly ZoneIdentity _identity;
    private readonly ZoneOptions _zone;
    private readonly FederationOptions _federation;
    private readonly TimeProvider _time;

    internal ParentClaimService(
        PlacementRequestParser parser, ParentContext contexts, MixWire mixes, IPlanSealer sealer, FleetLedger ledger, IReservationStore reservations,
        IChildZoneClient client, ChildZoneRegistry registry, ZoneIdentity identity, IOptions<ZoneOptions> zone, IOptions<FederationOptions> federation, TimeProvider time)
    {
        _parser = parser;
        _contexts = contexts;
        _mixes = mixes;
        _sealer = sealer;
        _ledger = ledger;
        _reservations = reservations;
        _client = client;
        _registry = registry;
        _identity = identity;
        _zone = zone.Value;
        _federation = federation.Value;
        _time = time;
    }

    /// <summary>Takes the first slots of a plan. The same claim twice has one effect and one answer.</summary>
    public async Task<ClaimOutcome> ClaimAsync(ClaimBody body, string caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(body);
        if (_sealer.Open(body.Plan, out var plan) is var opening && opening != PlanOpening.Opened)
        {
            return new ClaimOutcome.PlanRefused(opening == PlanOpening.Expired ? "the plan has expired" : "the plan cannot be read: it is altered or not of this zone");
        }

        if (plan!.ZoneId != _identity.Id || plan.Caller != caller || plan.Use != PlanUse.Offer)
        {
            return new ClaimOutcome.PlanRefused("the plan was made for somebody else");
        }

        var ids = body.InstanceIds;
        if (ids.Length == 0 || ids.Length > plan.Sequence.Length || ids.Distinct().Count() != ids.Length)
        {
            return new ClaimOutcome.Invalid([new Fault("instanceIds", $"must be 1 to {plan.Sequence.Length} different identities, one for each slot to take")]);
        }

        using var pass = await _gate.EnterAsync(plan.PlanId.ToString(), cancellationToken).ConfigureAwait(false);
        if (await _reservations.FindByClaimIdAsync(body.ClaimId, cancellationToken).ConfigureAwait(false) is { } earlier)
        {
            return earlier.Caller == caller && earlier.AnswerJson is { } json && WireJson.TryRead<ClaimResponse>(json, out var answer)
                ? new ClaimOutcome.Claimed(answer!)
                : new ClaimOutcome.PlanRefused("this claim was begun and not finished; ask again with a new plan");
        }

        if (await _reservations.IsPlanUsedAsync(plan.PlanId, cancellationToken).ConfigureAwait(false))
        {
            return new ClaimOutcome.PlanRefused("the plan was claimed already");
        }

        return await TakeAsync(body, plan, caller).ConfigureAwait(false);
    }

    private async Task<ClaimOutcome> TakeAsync(ClaimBody body, SealedPlan plan, string caller)
    {
        if (!_parser.TryReadStored(plan.RequestJson, out var request))
        {
            return new ClaimOutcome.PlanRefused("the plan was made by another version of this zone");
        }

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
            PlanId = plan.PlanId,
            ParentReservationId = body.ReservationId,
        };

        var charge = InstanceCharge.Of(request, isFromParent: true);
        var own = ImmutableArray.CreateBuilder<Slot>();
        var ownIds = new List<(Guid Id, int Index)>();
        var wanted = new Dictionary<int, List<Instance>>();
        for (var i = 0; i < body.InstanceIds.Length; i++)
        {
            var source = plan.Sequence[i];
            if (source == PlanAggregator.Own)
            {
                own.Add(plan.Slots[own.Count]);
                ownIds.Add((body.InstanceIds[i], i));
            }
            else
            {
                if (!wanted.TryGetValue(source, out var list))
                {
                    list = wanted[source] = [];
                }

                list.Add(NewInstance(draft, body.InstanceIds[i], i, plan.Scores[i], now) with { Group = request.Group?.Key, Charge = charge, State = InstanceState.Claiming, ChildZoneId = plan.Children[source].ChildZoneId });
            }
        }

        var remote = new RemoteClaim(draft, _ledger, _client, _registry, _time);
        var timeout = TimeSpan.FromMilliseconds(Math.Clamp(body.DeadlineMs * 0.9, 50, _federation.ChildTimeout.TotalMilliseconds));
        await remote.ClaimAsync(Orders(plan, wanted), timeout, body.Exact).ConfigureAwait(false);
        var context = await _contexts.OfAsync(request, plan.Weights, _mixes.Latest, CancellationToken.None).ConfigureAwait(false);
        var answer = await _ledger.DecideAsync(
            batch => Commit(batch, draft, own.ToImmutable(), ownIds, remote, context, charge, body.Exact),
            CancellationToken.None).ConfigureAwait(false);
        return new ClaimOutcome.Claimed(answer);
    }

    private ClaimResponse Commit(
        LedgerBatch batch, Reservation draft, ImmutableArray<Slot> own, List<(Guid Id, int Index)> ownIds, RemoteClaim remote, PlacementContext context, InstanceCharge charge, bool exact)
    {
        var conflicts = new List<string>();
        var claimed = new List<ClaimedInstance>();
        remote.DropRefused(batch);

        // This zone's own quota holds for parents, too; a plan that must be taken whole is then not taken at all.
        var admitted = batch.Tenants.RoomFor(charge, batch.Now).Of(own.Length);
        if (admitted < own.Length)
        {
            conflicts.Add($"the tenant's quota in this zone leaves room for {admitted} of {own.Length} slots");
            own = exact ? [] : own[..admitted];
        }

        var taken = own.IsEmpty ? [] : exact ? ExactSlotClaim.Take(batch, own, context, _zone.DiscloseHosts, conflicts) : SlotClaim.Take(batch, own, context, conflicts);
        for (var i = 0; i < taken.Length; i++)
        {
            var slot = taken[i];
            batch.SaveInstance(
                NewInstance(draft, ownIds[i].Id, ownIds[i].Index, slot.Score, batch.Now) with { HostId = slot.HostId, HostName = slot.HostName, Parts = slot.Parts, Charge = charge, Group = context.Request.Group?.Key },
                isNew: true);
            claimed.Add(new ClaimedInstance(ownIds[i].Id, null, _zone.DiscloseHosts ? slot.HostName : null, slot.Score));
        }

        remote.Settle(batch, keep: true);
        claimed.AddRange(remote.Placed.Select(i => new ClaimedInstance(i.Id, i.ZonePath, i.HostName, i.Score)));
        var answer = new ClaimResponse { Claimed = [.. claimed], Conflicts = [.. conflicts, .. remote.Conflicts] };
        batch.SaveReservation(draft with
        {
            State = claimed.Count == 0 ? ReservationState.Refused : claimed.Count < draft.Requested ? ReservationState.Partial : ReservationState.Placed,
            Placed = claimed.Count,
            AnswerStatus = 200,
            AnswerJson = JsonSerializer.Serialize(answer, WireJson.Options),
        });
        return answer;
    }

    private IReadOnlyList<ChildOrder> Orders(SealedPlan plan, Dictionary<int, List<Instance>> wanted)
    {
        var orders = new List<ChildOrder>();
        foreach (var (source, instances) in wanted)
        {
            // A child that was removed since the plan was made is simply not asked; its slots count as lost.
            if (_registry.Find(plan.Children[source].ChildZoneId) is { } state)
            {
                orders.Add(new ChildOrder(state.Child, plan.Children[source].Plan, [.. instances.Select(i => i with { ZonePath = state.Child.Name })]));
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
}

/// <summary>How a parent's claim ended.</summary>
public abstract record ClaimOutcome
{
    private ClaimOutcome()
    {
    }

    /// <summary>What is listed is placed and durable.</summary>
    public sealed record Claimed(ClaimResponse Response) : ClaimOutcome;

    /// <summary>The plan is of no use; plan again.</summary>
    public sealed record PlanRefused(string Reason) : ClaimOutcome;

    /// <summary>The claim is wrong; show the faults.</summary>
    public sealed record Invalid(IReadOnlyList<Fault> Faults) : ClaimOutcome;
}
