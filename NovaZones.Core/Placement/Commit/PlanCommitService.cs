using System.Text.Json;
using Microsoft.Extensions.Options;
using NovaZones.Core.Claims;
using NovaZones.Core.Federation;
using NovaZones.Core.Fleet.Aggregates;
using NovaZones.Core.Placement.Lanes;
using NovaZones.Core.Placement.Mix;
using NovaZones.Core.Policies;
using NovaZones.Core.Replicas;
using NovaZones.Core.Zones;

namespace NovaZones.Core.Placement.Commit;

/// <summary>Commits the plan of a dry run: exactly the hosts that it named, or nothing and what changed.</summary>
public sealed class PlanCommitService
{
    private readonly KeyedGate _gate = new();
    private readonly DryRunSealer _dryRuns;
    private readonly SpreadCommit _spreads;
    private readonly PlacementRequestParser _parser;
    private readonly FleetLedger _ledger;
    private readonly IReservationStore _reservations;
    private readonly RetryGate _retries;
    private readonly PlacementEnd _end;
    private readonly RequestGate _requests;
    private readonly AggregateBook _aggregates;
    private readonly RequestMixRecorder _mixes;
    private readonly IChildZoneClient _client;
    private readonly ChildZoneRegistry _registry;
    private readonly ZoneIdentity _identity;
    private readonly SchedulerOptions _scheduler;
    private readonly FederationOptions _federation;
    private readonly TimeProvider _time;

    internal PlanCommitService(
        DryRunSealer dryRuns, SpreadCommit spreads, PlacementRequestParser parser, FleetLedger ledger, IReservationStore reservations, RetryGate retries, PlacementEnd end,
        RequestGate requests, AggregateBook aggregates, RequestMixRecorder mixes, IChildZoneClient client, ChildZoneRegistry registry, ZoneIdentity identity,
        IOptions<SchedulerOptions> scheduler, IOptions<FederationOptions> federation, TimeProvider time)
    {
        _dryRuns = dryRuns;
        _spreads = spreads;
        _parser = parser;
        _ledger = ledger;
        _reservations = reservations;
        _retries = retries;
        _end = end;
        _requests = requests;
        _aggregates = aggregates;
        _mixes = mixes;
        _client = client;
        _registry = registry;
        _identity = identity;
        _scheduler = scheduler.Value;
        _federation = federation.Value;
        _time = time;
    }

    /// <summary>Commits a plan. When it returns an answer, what the answer says is durable. A plan is spent by the first attempt.</summary>
    /// <param name="sealedPlan">The plan as the dry run gave it.</param>
    /// <param name="caller">Who asks; must be who asked for the dry run.</param>
    /// <param name="idempotencyKey">Retry key, 1 to 255 characters, or null. A retry finds its answer also after the plan has expired.</param>
    /// <param name="cancellationToken">Withdraws the commit until claiming begins; from then on it is brought to its end.</param>
    public Task<PlacementOutcome> CommitAsync(string sealedPlan, string caller, string? idempotencyKey, CancellationToken cancellationToken)
    {
        // A plan that cannot be opened is another body than any that was answered under the key: that is said first.
        var refusal = _dryRuns.Open(sealedPlan, caller, out var plan, out var isOver) ?? (isOver ? "the plan has expired; ask for a new one" : null);
        return _retries.PassAsync(
            caller,
            idempotencyKey,
            earlier => plan is not null && earlier.PlanId == plan.PlanId,
            () => refusal is not null
                ? Task.FromResult<PlacementOutcome>(new PlacementOutcome.PlanRefused(refusal))
                : CommitOnceAsync(plan!, caller, idempotencyKey, cancellationToken),
            cancellationToken);
    }

    private async Task<PlacementOutcome> CommitOnceAsync(SealedPlan plan, string caller, string? key, CancellationToken cancellationToken)
    {
        try
        {
            return await CommitUnusedAsync(plan, caller, key, cancellationToken).ConfigureAwait(false);
        }
        catch (TakenException) when (key is null)
        {
            return new PlacementOutcome.PlanRefused("the plan was used already; ask for a new one");
        }
    }

    private async Task<PlacementOutcome> CommitUnusedAsync(SealedPlan plan, string caller, string? key, CancellationToken cancellationToken)
    {
        using var pass = await _gate.EnterAsync(plan.PlanId.ToString(), cancellationToken).ConfigureAwait(false);
        if (await _reservations.IsPlanUsedAsync(plan.PlanId, cancellationToken).ConfigureAwait(false))
        {
            return new PlacementOutcome.PlanRefused("the plan was used already; ask for a new one");
        }

        if (!_parser.TryReadStored(plan.RequestJson, out var planned))
        {
            return new PlacementOutcome.PlanRefused("the plan was made by another version of this zone; ask for a new one");
        }

        // From here on it is no trial: it is answered and explained as what was placed.
        var request = planned with { DryRun = false };
        if (_requests.ResolvePlanned(request) is not RequestResolution.Resolved(var policy))
        {
            return new PlacementOutcome.UnknownPolicy(request.Policy);
        }

        // The scores are those of the dry run; of the policy only its filters count here.
        var run = new PlacementRun(new PlacementCommand(request, caller, key), policy, _identity, _time, plan.PlanId)
        {
            Aggregates = _aggregates.Rules,
            DeadlineAt = _time.GetUtcNow() + (request.Deadline ?? _scheduler.DefaultDeadline),
            HintedHosts = await HintedHosts.FindAsync(request, _reservations, cancellationToken).ConfigureAwait(false),
            Mix = _mixes.Note(request),
        };
        return await ClaimAsync(run, plan, cancellationToken).ConfigureAwait(false);
    }

    private async Task<PlacementOutcome> ClaimAsync(PlacementRun run, SealedPlan sealedPlan, CancellationToken cancellationToken)
    {
        var changed = new List<string>();
        var plan = _dryRuns.Restore(sealedPlan, changed);
        run.Note(plan);
        var context = run.Context(_scheduler);
        using var pass = plan.IsByLanes ? await _spreads.EnterAsync(run, context, plan, changed, cancellationToken).ConfigureAwait(false) : null;
        var remote = new RemoteClaim(run.Draft, _ledger, _client, _registry, _identity.Id, _time);
        var wanted = sealedPlan.Sequence.Length;
        run.Admit(_ledger.Tenants.RoomFor(run.Charge, _time.GetUtcNow()), wanted, wanted);
        if (changed.Count == 0 && !run.IsOverQuota)
        {
            var missing = await remote.ClaimAsync(run.Orders(plan), run.ClaimTimeout(_federation), exact: true).ConfigureAwait(false);
            if (missing == 0 && await TakeAsync(run, context, plan, remote, changed).ConfigureAwait(false) is { } placed)
            {
                return placed;
            }

            changed.AddRange(remote.Conflicts);
            if (!remote.HasIntent)
            {
                run.Admit(_ledger.Tenants.RoomFor(run.Charge, _time.GetUtcNow()), wanted, wanted);
            }
        }

        if (run.IsOverQuota)
        {
            _ledger.Demand.Note(run.Quota!);
            var over = run.Report.Refusal();
            await _end.GiveUpAsync(run, remote, run.Report.MainReason(), JsonSerializer.Serialize(over, WireJson.Options)).ConfigureAwait(false);
            return new PlacementOutcome.NoValidHost(over);
        }

        run.Conflicts.AddRange(changed.Except(remote.Conflicts, StringComparer.Ordinal));
        var refusal = run.Report.Changed(changed.Count > 0 ? [.. changed] : ["a child zone did not take every slot"]);
        await _end.GiveUpAsync(run, remote, "the plan does not hold any more", JsonSerializer.Serialize(refusal, WireJson.Options)).ConfigureAwait(false);
        return new PlacementOutcome.PlanChanged(refusal);
    }

    private Task<PlacementOutcome.Placed?> TakeAsync(PlacementRun run, PlacementContext context, TreePlan plan, RemoteClaim remote, List<string> changed)
    {
        var own = run.OwnSlots(plan);
        if (plan.IsByLanes)
        {
            // The bound was judged with the counts of all zones; one zone's hosts cannot tell.
            context = context with { Elsewhere = Elsewhere.Open };
        }

        return _ledger.DecideAsync(
            batch =>
            {
                changed.Clear();
                if (run.Admit(batch.Tenants.RoomFor(run.Charge, batch.Now), own.Length, own.Length) < own.Length)
                {
                    return null;
                }

                var taken = ExactSlotClaim.Take(batch, own, context, tellHosts: true, changed);
                return taken.Length == own.Length ? PlacementEnd.Keep(batch, run, remote, taken, []) : null;
            },
            CancellationToken.None);
    }
}
