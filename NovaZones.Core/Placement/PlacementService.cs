using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.Options;
using NovaZones.Core.Claims;
using NovaZones.Core.Federation;
using NovaZones.Core.Fleet.Aggregates;
using NovaZones.Core.Placement.Commit;
using NovaZones.Core.Placement.Lanes;
using NovaZones.Core.Placement.Mix;
using NovaZones.Core.Policies;
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
    private readonly PolicyBook _policies;
    private readonly AggregateBook _aggregates;
    private readonly PolicyResolver _resolver;
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
        TreePlanner planner, FleetLedger ledger, IReservationStore reservations, RetryGate retries, PlacementEnd end, PolicyBook policies, AggregateBook aggregates,
        PolicyResolver resolver, RequestMixRecorder mixes, DryRunSealer dryRuns, SpreadGate spreads, IChildZoneClient client, ChildZoneRegistry registry, ZoneIdentity identity,
        IOptions<SchedulerOptions> scheduler, IOptions<FederationOptions> federation, TimeProvider time)
    {
        _planner = planner;
        _ledger = ledger;
        _reservations = reservations;
        _retries = retries;
        _end = end;
        _policies = policies;
        _aggregates = aggregates;
        _resolver = resolver;
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
    public Task<PlacementOutcome> PlaceAsync(PlacementCommand command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        return _retries.PassAsync(
            command.Caller,
            command.IdempotencyKey,
            earlier => earlier.PlanId is null && earlier.RequestJson == command.Request.Json,
            () => PlaceOnceAsync(command, cancellationToken),
            cancellationToken);
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

        var resolved = _resolver.Resolve(policy, _scheduler.Driver, request.Weights);
        if (_resolver.CheckFilters(resolved, request).ToList() is { Count: > 0 } unmet)
        {
            return new PlacementOutcome.Invalid(unmet);
        }

        var run = new PlacementRun(command, _resolver.WithNeededFilters(resolved, request), _identity, _time)
        {
            Aggregates = _aggregates.Rules,
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
        if (plan.Picks.Length < run.Request.MinCount)
        {
            return new PlacementOutcome.NoValidHost(run.Refusal());
        }

        var (text, expiresAt) = _dryRuns.Seal(run, plan);
        return new PlacementOutcome.Planned(run.DryAnswer(plan, text, expiresAt));
    }

    private async Task<PlacementOutcome> ClaimAsync(PlacementRun run, CancellationToken cancellationToken)
    {
        var remote = new RemoteClaim(run.Draft, _ledger, _client, _registry, _time);
        using var pass = await _spreads.EnterAsync(run.Context(_scheduler), run.DeadlineAt, cancellationToken).ConfigureAwait(false);
        if (pass is null)
        {
            run.Conflicts.Add(SpreadGate.Late);
            return await RefuseAsync(run, remote).ConfigureAwait(false);
        }

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

            var missing = await remote.ClaimAsync(run.Orders(plan), run.ClaimTimeout(_federation)).ConfigureAwait(false);
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
        var ask = new TreeAsk(run.Request, run.WeightsForChildren, count, [_identity.Id], _federation.HopLimit, run.DeadlineAt)
        {
            Mix = run.Mix,

            // One more than asked for, since each instance's own host is none of its alternates.
            Alternates = run.Request.Alternates == 0 ? 0 : run.Request.Alternates + 1,
        };
        return _planner.PlanAsync(ask, context, cancellationToken);
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
                var taken = plan.Spread is { } spread
                    ? SpreadEnd.Take(batch, run, spread, own, remote, context, conflicts, required)
                    : own.IsEmpty ? [] : SlotClaim.Take(batch, own, context, conflicts);
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
        var refusal = run.Refusal();
        await _end.GiveUpAsync(run, remote, run.MainReason(), JsonSerializer.Serialize(refusal, WireJson.Options)).ConfigureAwait(false);
        return new PlacementOutcome.NoValidHost(refusal);
    }
}
