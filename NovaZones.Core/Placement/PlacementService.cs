using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using NovaZones.Core.Claims;
using NovaZones.Core.Federation;
using NovaZones.Core.Fleet.Aggregates;
using NovaZones.Core.Placement.Commit;
using NovaZones.Core.Placement.Lanes;
using NovaZones.Core.Placement.Mix;
using NovaZones.Core.Placement.Pending;
using NovaZones.Core.Policies;
using NovaZones.Core.Telemetry;
using NovaZones.Core.Zones;

namespace NovaZones.Core.Placement;

/// <summary>The one entry for placing: plan, forward, merge, claim, retry, answer.</summary>
public sealed class PlacementService
{
    private const int MaxRounds = 3;

    private readonly TreePlanner _planner;
    private readonly FleetLedger _ledger;
    private readonly IReservationStore _reservations;
    private readonly RetryGate _retries;
    private readonly PlacementEnd _end;
    private readonly RequestGate _gate;
    private readonly AggregateBook _aggregates;
    private readonly RequestMixRecorder _mixes;
    private readonly DryRunSealer _dryRuns;
    private readonly SpreadGate _spreads;
    private readonly IChildZoneClient _client;
    private readonly ChildZoneRegistry _registry;
    private readonly ZoneIdentity _identity;
    private readonly SchedulerOptions _scheduler;
    private readonly FederationOptions _federation;
    private readonly TimeProvider _time;

    internal PlacementService(
        TreePlanner planner, FleetLedger ledger, IReservationStore reservations, RetryGate retries, PlacementEnd end, RequestGate gate, AggregateBook aggregates,
        RequestMixRecorder mixes, DryRunSealer dryRuns, SpreadGate spreads, IChildZoneClient client, ChildZoneRegistry registry, ZoneIdentity identity,
        IOptions<SchedulerOptions> scheduler, IOptions<FederationOptions> federation, TimeProvider time)
    {
        _planner = planner;
        _ledger = ledger;
        _reservations = reservations;
        _retries = retries;
        _end = end;
        _gate = gate;
        _aggregates = aggregates;
        _mixes = mixes;
        _dryRuns = dryRuns;
        _spreads = spreads;
        _client = client;
        _registry = registry;
        _identity = identity;
        _scheduler = scheduler.Value;
        _federation = federation.Value;
        _time = time;
    }

    /// <summary>Places, or says why not. When it returns an answer, what the answer says is durable.</summary>
    /// <param name="command">What is asked and by whom.</param>
    /// <param name="cancellationToken">Withdraws the request until claiming begins; from then on it is brought to its end.</param>
    public async Task<PlacementOutcome> PlaceAsync(PlacementCommand command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var started = _time.GetTimestamp();
        var outcome = await _retries.PassAsync(
            command.Caller,
            command.IdempotencyKey,
            earlier => earlier.PlanId is null && earlier.RequestJson == command.Request.Json,
            () => PlaceOnceAsync(command, cancellationToken),
            cancellationToken).ConfigureAwait(false);
        ZoneMetrics.Placed(WordFor(outcome), _time.GetElapsedTime(started));
        return outcome;
    }

    private static string WordFor(PlacementOutcome outcome) => outcome switch
    {
        PlacementOutcome.Placed(var answer, _) => answer.Placed < answer.Requested ? "partial" : "placed",
        PlacementOutcome.Planned => "planned",
        PlacementOutcome.NoValidHost => "refused",
        PlacementOutcome.Replayed => "replayed",
        _ => "invalid",
    };

    /// <summary>Why a request makes no sense in this zone; null, with what decides, when it does.</summary>
    internal PlacementOutcome? Check(PlacementRequest request, out ResolvedPolicy? policy)
    {
        policy = null;
        switch (_gate.Resolve(request, request.Weights))
        {
            case RequestResolution.UnknownPolicy(var name):
                return new PlacementOutcome.UnknownPolicy(name);
            case RequestResolution.Invalid(var faults):
                return new PlacementOutcome.Invalid(faults);
            case RequestResolution.Resolved(var resolved):
                policy = resolved;
                return null;
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>Counts a request that was stored as asked for: once, however often it is tried.</summary>
    internal void Note(PlacementRequest request) => _mixes.Note(request);

    /// <summary>Tries to place a stored request. What is left with children when it is not placed is for the caller to settle.</summary>
    /// <param name="stored">Its reservation.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="deadlineAt">When this attempt is over, UTC.</param>
    /// <param name="isWithdrawn">Whether somebody gave it up meanwhile.</param>
    /// <param name="cancellationToken">Ends the attempt until claiming begins.</param>
    internal async Task<PlacementAttempt> AttemptAsync(
        Reservation stored, PlacementRequest request, DateTimeOffset deadlineAt, Func<bool> isWithdrawn, CancellationToken cancellationToken)
    {
        switch (Check(request, out var policy))
        {
            case PlacementOutcome.UnknownPolicy(var name):
                return new PlacementAttempt.Senseless($"there is no policy {name} any more");
            case PlacementOutcome.Invalid(var faults):
                return new PlacementAttempt.Senseless($"{faults[0].Field} {faults[0].Message}");
        }

        var run = new PlacementRun(new PlacementCommand(request, stored.Caller, stored.IdempotencyKey), policy!, _identity, _time, stored: stored)
        {
            Aggregates = _aggregates.Rules,
            DeadlineAt = deadlineAt,
            HintedHosts = await HintedHosts.FindAsync(request, _reservations, cancellationToken).ConfigureAwait(false),
            Mix = _mixes.Current,
            IsWithdrawn = isWithdrawn,
        };
        var remote = new RemoteClaim(run.Draft, _ledger, _client, _registry, _identity.Id, _time);
        return await TryClaimAsync(run, remote, cancellationToken).ConfigureAwait(false) is { } placed
            ? new PlacementAttempt.Placed(placed)
            : new PlacementAttempt.Unplaced(run, remote, run.Context(_scheduler));
    }

    private async Task<PlacementOutcome> PlaceOnceAsync(PlacementCommand command, CancellationToken cancellationToken)
    {
        var request = command.Request;
        if (Check(request, out var policy) is { } refusal)
        {
            return refusal;
        }

        var run = new PlacementRun(command, policy!, _identity, _time)
        {
            Aggregates = _aggregates.Rules,
            DeadlineAt = _time.GetUtcNow() + (request.Deadline ?? _scheduler.DefaultDeadline),
            HintedHosts = await HintedHosts.FindAsync(request, _reservations, cancellationToken).ConfigureAwait(false),

            // A question is not a demand: who asks often what would fit must not look typical.
            Mix = request.DryRun ? _mixes.Current : _mixes.Note(request),
        };
        if (request.DryRun)
        {
            return await DryRunAsync(run, cancellationToken).ConfigureAwait(false);
        }

        var remote = new RemoteClaim(run.Draft, _ledger, _client, _registry, _identity.Id, _time);
        return await TryClaimAsync(run, remote, cancellationToken).ConfigureAwait(false) is { } placed ? placed : await RefuseAsync(run, remote).ConfigureAwait(false);
    }

    private async Task<PlacementOutcome> DryRunAsync(PlacementRun run, CancellationToken cancellationToken)
    {
        var count = run.Admit(_ledger.Tenants.RoomFor(run.Charge, _time.GetUtcNow()), run.Request.Count, run.Request.MinCount);
        if (count < run.Request.MinCount)
        {
            return new PlacementOutcome.NoValidHost(run.Report.Refusal());
        }

        var plan = await PlanAsync(run, count, cancellationToken).ConfigureAwait(false);
        run.Note(plan);
        if (plan.Picks.Length < run.Request.MinCount)
        {
            await TryAnyZoneAsync(run, cancellationToken).ConfigureAwait(false);
            return new PlacementOutcome.NoValidHost(run.Report.Refusal());
        }

        var (text, expiresAt) = _dryRuns.Seal(run, plan);
        return new PlacementOutcome.Planned(run.Report.DryAnswer(plan, text, expiresAt));
    }

    /// <summary>Plans and claims, some rounds if need be; null when fewer than the minimum were to be had.</summary>
    private async Task<PlacementOutcome.Placed?> TryClaimAsync(PlacementRun run, RemoteClaim remote, CancellationToken cancellationToken)
    {
        using var pass = await _spreads.EnterAsync(run.Context(_scheduler), run.DeadlineAt, cancellationToken).ConfigureAwait(false);
        if (pass is null)
        {
            run.Conflicts.Add(SpreadGate.Late);
            return null;
        }

        for (var round = 1; round <= MaxRounds; round++)
        {
            run.ForgetQuota();
            var room = _ledger.Tenants.RoomFor(run.Charge, _time.GetUtcNow()).Plus(remote.RefusedCount);
            var need = run.Admit(room, run.Request.Count - remote.Placed.Count, run.Request.MinCount - remote.Placed.Count);
            if (run.IsOverQuota)
            {
                if (round == 1 && await _ledger.FindNewsAsync(cancellationToken).ConfigureAwait(false))
                {
                    continue;
                }

                _ledger.Demand.Note(run.Quota!);
                break;
            }

            // Once a child holds something the story must be brought to its end, whether or not the caller still listens.
            var token = remote.HasIntent ? CancellationToken.None : cancellationToken;
            var plan = await PlanAsync(run, need, token, mayTake: round == 1).ConfigureAwait(false);
            run.Note(plan, remote.Placed.Count);
            if (run.IsWithdrawn())
            {
                break;
            }

            if (remote.Placed.Count + plan.Picks.Length < run.Request.MinCount)
            {
                // A child that failed may only have hiccuped: asked once more while there is time, before saying no.
                if (round == 1 && plan.AnyChildFailed && _time.GetUtcNow() < run.DeadlineAt)
                {
                    continue;
                }

                // What another replica released counts, too, before anything is refused.
                if (round < MaxRounds && _time.GetUtcNow() < run.DeadlineAt && await _ledger.FindNewsAsync(token).ConfigureAwait(false))
                {
                    continue;
                }

                break;
            }

            var missing = await remote.ClaimAsync(run.Orders(plan), run.ClaimTimeout(_federation)).ConfigureAwait(false);
            run.NoteTaken(plan);
            var last = round == MaxRounds || _time.GetUtcNow() >= run.DeadlineAt;
            if (missing > 0 && !last)
            {
                continue;
            }

            // Before the last round, a slot lost here may still be found with a child.
            var required = last ? run.Request.MinCount : Math.Min(run.Request.Count, remote.Placed.Count + missing + plan.TakenFrom(PlanAggregator.Own));
            if (await CommitAsync(run, plan, remote, required).ConfigureAwait(false) is { } answer)
            {
                return answer;
            }
        }

        return null;
    }

    private async Task<TreePlan> PlanAsync(PlacementRun run, int count, CancellationToken cancellationToken, bool mayTake = false)
    {
        var plan = await PlanAsync(run, run.Request, count, cancellationToken, mayTake).ConfigureAwait(false);

        // Only the zone that answers knows that what was found everywhere is too little.
        return !plan.Picks.IsEmpty && plan.Picks.Length < run.Request.MinCount && count == run.Request.Count ? _planner.Explained(plan, run.Context(_scheduler)) : plan;
    }

    /// <summary>Where the request names zones, plans once more without them, while there is time: only so can be told that they are what stands in the way.</summary>
    private async Task TryAnyZoneAsync(PlacementRun run, CancellationToken cancellationToken)
    {
        var request = run.Request;
        if (request.Zones is { Only.IsEmpty: true, Not.IsEmpty: true, LocalOnly: false } || _time.GetUtcNow() >= run.DeadlineAt)
        {
            return;
        }

        var body = JsonNode.Parse(request.Json)!.AsObject();
        body.Remove("zones");
        var anywhere = request with { Zones = ZoneDemand.Anywhere, Json = body.ToJsonString() };
        run.NoteAnyZone(await PlanAsync(run, anywhere, request.Count, cancellationToken).ConfigureAwait(false));
    }

    private Task<TreePlan> PlanAsync(PlacementRun run, PlacementRequest request, int count, CancellationToken cancellationToken, bool mayTake = false)
    {
        var context = run.Context(_scheduler, request);
        var ask = new TreeAsk(request, run.WeightsForChildren, count, [_identity.Id], _federation.HopLimit, run.DeadlineAt)
        {
            Mix = run.Mix,
            MayTake = mayTake,

            // One more than asked for, since each instance's own host is none of its alternates.
            Alternates = run.Request.Alternates == 0 ? 0 : run.Request.Alternates + 1,
        };
        return _planner.PlanAsync(ask, context, cancellationToken);
    }

    /// <summary>Takes the own slots and writes the end of the story in one durable step; null when fewer than required were to be had.</summary>
    private Task<PlacementOutcome.Placed?> CommitAsync(PlacementRun run, TreePlan plan, RemoteClaim remote, int required)
    {
        var own = run.OwnSlots(plan);
        var context = run.Context(_scheduler);
        return _ledger.DecideAsync(
            batch =>
            {
                if (run.IsWithdrawn())
                {
                    return null;
                }

                var mark = batch.Mark();
                var conflicts = new List<string>();
                remote.DropRefused(batch);
                var admitted = own[..run.Admit(batch.Tenants.RoomFor(run.Charge, batch.Now), own.Length, required - remote.Placed.Count)];
                var taken = plan.Spread is { } spread
                    ? SpreadEnd.Take(batch, run, spread, admitted, remote, context, conflicts, required)
                    : admitted.IsEmpty ? [] : SlotClaim.Take(batch, admitted, context, conflicts);
                if (taken is not { } slots || slots.Length + remote.Placed.Count < required)
                {
                    batch.Rollback(mark);
                    run.Conflicts.AddRange(conflicts);
                    return null;
                }

                return PlacementEnd.Keep(batch, run, remote, slots, conflicts);
            },
            CancellationToken.None);
    }

    private async Task<PlacementOutcome> RefuseAsync(PlacementRun run, RemoteClaim remote)
    {
        await TryAnyZoneAsync(run, CancellationToken.None).ConfigureAwait(false);
        var refusal = run.Report.Refusal();
        await _end.GiveUpAsync(run, remote, run.Report.MainReason(), JsonSerializer.Serialize(refusal, WireJson.Options)).ConfigureAwait(false);
        return new PlacementOutcome.NoValidHost(refusal);
    }
}
