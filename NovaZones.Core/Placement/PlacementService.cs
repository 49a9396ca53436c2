using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.Options;
using NovaZones.Core.Claims;
using NovaZones.Core.Federation;
using NovaZones.Core.Placement.Mix;
using NovaZones.Core.Policies;
using NovaZones.Core.Zones;

namespace NovaZones.Core.Placement;

/// <summary>The one entry for placing: plan, forward, merge, claim, retry, answer.</summary>
public sealed class PlacementService
{
    private const int MaxRounds = 3;

    private readonly KeyedGate _gate = new();
    private readonly TreePlanner _planner;
    private readonly FleetLedger _ledger;
    private readonly IReservationStore _reservations;
    private readonly SettleService _settle;
    private readonly ReleaseService _release;
    private readonly PolicyBook _policies;
    private readonly PolicyResolver _resolver;
    private readonly RequestMixRecorder _mixes;
    private readonly IChildZoneClient _client;
    private readonly ChildZoneRegistry _registry;
    private readonly ZoneIdentity _identity;
    private readonly SchedulerOptions _scheduler;
    private readonly FederationOptions _federation;
    private readonly TimeProvider _time;

    internal PlacementService(
        TreePlanner planner, FleetLedger ledger, IReservationStore reservations, SettleService settle, ReleaseService release, PolicyBook policies,
        PolicyResolver resolver, RequestMixRecorder mixes, IChildZoneClient client, ChildZoneRegistry registry, ZoneIdentity identity,
        IOptions<SchedulerOptions> scheduler, IOptions<FederationOptions> federation, TimeProvider time)
    {
        _planner = planner;
        _ledger = ledger;
        _reservations = reservations;
        _settle = settle;
        _release = release;
        _policies = policies;
        _resolver = resolver;
        _mixes = mixes;
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
        if (command.IdempotencyKey is not { } key)
        {
            return await PlaceOnceAsync(command, cancellationToken).ConfigureAwait(false);
        }

        // Two calls with one key at the same time: the second waits and gets the first one's answer.
        using var pass = await _gate.EnterAsync($"{command.Caller}\n{key}", cancellationToken).ConfigureAwait(false);
        if (await _reservations.FindByIdempotencyKeyAsync(command.Caller, key, cancellationToken).ConfigureAwait(false) is { } earlier)
        {
            if (earlier.RequestJson != command.Request.Json)
            {
                return new PlacementOutcome.KeyReused();
            }

            if (earlier.AnswerJson is { } json)
            {
                return new PlacementOutcome.Replayed(earlier.AnswerStatus, json);
            }

            // The first try died before it answered: undo what it may have taken, then try afresh.
            await _settle.AbortAsync(earlier, CancellationToken.None).ConfigureAwait(false);
        }

        return await PlaceOnceAsync(command, cancellationToken).ConfigureAwait(false);
    }

    private async Task<PlacementOutcome> PlaceOnceAsync(PlacementCommand command, CancellationToken cancellationToken)
    {
        var request = command.Request;
        if (_policies.Find(request.Policy) is not { } policy)
        {
            return new PlacementOutcome.UnknownPolicy(request.Policy);
        }

        var faults = _resolver.CheckWeights(request.Weights, "weights").Concat(KnownZones.Check(request.Zones, _identity.Name, _registry)).ToList();
        if (faults.Count > 0)
        {
            return new PlacementOutcome.Invalid(faults);
        }

        var run = new PlacementRun(command, _resolver.Resolve(policy, _scheduler.Driver, request.Weights), _identity, _time)
        {
            DeadlineAt = _time.GetUtcNow() + (request.Deadline ?? _scheduler.DefaultDeadline),
            HintedHosts = await HintedHosts.FindAsync(request, _reservations, cancellationToken).ConfigureAwait(false),

            // A question is not a demand: who asks often what would fit must not look typical.
            Mix = request.DryRun ? _mixes.Current : _mixes.Note(request),
        };
        return request.DryRun
            ? await DryRunAsync(run, cancellationToken).ConfigureAwait(false)
            : await ClaimAsync(run, cancellationToken).ConfigureAwait(false);
    }

    private async Task<PlacementOutcome> DryRunAsync(PlacementRun run, CancellationToken cancellationToken)
    {
        var plan = await PlanAsync(run, run.Request.Count, cancellationToken).ConfigureAwait(false);
        run.Note(plan);
        return plan.Picks.Length < run.Request.MinCount
            ? new PlacementOutcome.NoValidHost(run.Refusal())
            : new PlacementOutcome.Planned(run.DryAnswer(plan));
    }

    private async Task<PlacementOutcome> ClaimAsync(PlacementRun run, CancellationToken cancellationToken)
    {
        var remote = new RemoteClaim(run.Draft, _ledger, _client, _registry, _time);
        for (var round = 1; round <= MaxRounds; round++)
        {
            var need = run.Request.Count - remote.Placed.Count;

            // Once a child holds something the story must be brought to its end, whether or not the caller still listens.
            var token = remote.HasIntent ? CancellationToken.None : cancellationToken;
            var plan = await PlanAsync(run, need, token).ConfigureAwait(false);
            run.Note(plan);
            if (remote.Placed.Count + plan.Picks.Length < run.Request.MinCount)
            {
                // A child that failed may only have hiccuped: asked once more while there is time, before saying no.
                if (round == 1 && plan.AnyChildFailed && _time.GetUtcNow() < run.DeadlineAt)
                {
                    continue;
                }

                break;
            }

            var missing = await remote.ClaimAsync(run.Orders(plan), ClaimTimeout(run)).ConfigureAwait(false);
            var last = round == MaxRounds || _time.GetUtcNow() >= run.DeadlineAt;
            if (missing > 0 && !last)
            {
                continue;
            }

            // Before the last round, a slot lost here may still be found with a child.
            var required = last ? run.Request.MinCount : Math.Min(run.Request.Count, remote.Placed.Count + missing + plan.TakenFrom(PlanAggregator.Own));
            if (await CommitAsync(run, plan, remote, required).ConfigureAwait(false) is { } answer)
            {
                return new PlacementOutcome.Placed(answer);
            }
        }

        return await RefuseAsync(run, remote).ConfigureAwait(false);
    }

    private Task<TreePlan> PlanAsync(PlacementRun run, int count, CancellationToken cancellationToken)
    {
        var context = run.Context(_scheduler);
        var ask = new TreeAsk(run.Request, run.WeightsForChildren, count, [_identity.Id], _federation.HopLimit, run.DeadlineAt) { Mix = run.Mix };
        return _planner.PlanAsync(ask, context, cancellationToken);
    }

    private TimeSpan ClaimTimeout(PlacementRun run)
    {
        // A claim under way is worth waiting for a little past the deadline's half; below this it would only make doubtful claims.
        var left = run.DeadlineAt - _time.GetUtcNow();
        var least = TimeSpan.FromMilliseconds(50);
        return left < least ? least : left < _federation.ChildTimeout ? left : _federation.ChildTimeout;
    }

    /// <summary>Takes the own slots and writes the end of the story in one durable step; null when fewer than required were to be had.</summary>
    private Task<PlacementAnswer?> CommitAsync(PlacementRun run, TreePlan plan, RemoteClaim remote, int required)
    {
        var own = run.OwnSlots(plan);
        var context = run.Context(_scheduler);
        return _ledger.DecideAsync(
            batch =>
            {
                var mark = batch.Mark();
                var conflicts = new List<string>();
                var taken = own.IsEmpty ? [] : SlotClaim.Take(batch, own, context, conflicts);
                if (taken.Length + remote.Placed.Count < required)
                {
                    batch.Rollback(mark);
                    run.Conflicts.AddRange(conflicts);
                    return null;
                }

                var instances = run.Instances(taken, remote.Placed, batch.Now);
                foreach (var instance in instances.Where(i => i.HostId is not null))
                {
                    batch.SaveInstance(instance, isNew: true);
                }

                remote.Settle(batch, keep: true);
                var answer = run.Answer(instances);
                batch.SaveReservation(run.Draft with
                {
                    State = instances.Length < run.Request.Count ? ReservationState.Partial : ReservationState.Placed,
                    Placed = instances.Length,
                    AnswerStatus = 201,
                    AnswerJson = JsonSerializer.Serialize(answer, WireJson.Options),
                });
                batch.SaveExplanation(run.Explanation([.. run.Conflicts, .. remote.Conflicts, .. conflicts], instances.Length, batch.Now));
                return answer;
            },
            CancellationToken.None);
    }

    private async Task<PlacementOutcome> RefuseAsync(PlacementRun run, RemoteClaim remote)
    {
        var refusal = run.Refusal();
        await _ledger.DecideAsync(
            batch =>
            {
                remote.Settle(batch, keep: false);
                batch.SaveReservation(run.Draft with
                {
                    State = ReservationState.Refused,
                    Reason = run.MainReason(),
                    AnswerStatus = 409,
                    AnswerJson = JsonSerializer.Serialize(refusal, WireJson.Options),
                });
                batch.SaveExplanation(run.Explanation([.. run.Conflicts, .. remote.Conflicts], 0, batch.Now));
                return true;
            },
            CancellationToken.None).ConfigureAwait(false);
        if (remote.Placed.Count + remote.Doubtful.Count > 0)
        {
            await _release.ReleaseFromChildrenAsync([.. remote.Placed, .. remote.Doubtful]).ConfigureAwait(false);
        }

        return new PlacementOutcome.NoValidHost(refusal);
    }
}
