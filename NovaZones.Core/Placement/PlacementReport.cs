using System.Collections.Immutable;
using System.Text.Json;
using NovaZones.Core.Claims;
using NovaZones.Core.Federation;
using NovaZones.Core.Placement.Commit;
using NovaZones.Core.Placement.Explain;

namespace NovaZones.Core.Placement;

/// <summary>What there is to say of one request: its answer, its refusal and its explanation, from what its run decided so far.</summary>
/// <param name="run">The run; read anew each time something is said.</param>
/// <param name="zone">The zone's name.</param>
internal sealed class PlacementReport(PlacementRun run, string zone)
{
    private string? _ending;

    public PlacementAnswer Answer(ImmutableArray<Instance> instances) => new()
    {
        ReservationId = run.Draft.Id,
        State = (instances.Length < run.Request.Count ? ReservationState.Partial : ReservationState.Placed).ToString(),
        Requested = run.Request.Count,
        Placed = instances.Length,
        Instances = [.. instances.Select(i => new PlacedInstance(i.Id, i.ZonePath, i.HostName, i.Score, AlternatesOf(run.Places.GetValueOrDefault(i.Id))))],
        Children = ChildAnswers(),
        ElapsedMs = ElapsedMs(),
        Explanation = ExplanationAddress(),
    };

    /// <param name="plan">What would be done.</param>
    /// <param name="sealedPlan">The plan as text, for committing it.</param>
    /// <param name="expiresAt">When it ends, UTC.</param>
    public PlacementAnswer DryAnswer(TreePlan plan, string sealedPlan, DateTimeOffset expiresAt) => new()
    {
        ReservationId = run.Draft.Id,
        State = "Planned",
        Requested = run.Request.Count,
        Placed = plan.Picks.Length,
        Instances =
        [
            .. plan.Picks.Select(p => p.Source == PlanAggregator.Own
                ? new PlacedInstance(null, zone, plan.Own.Slots[p.Index].HostName, p.Score, AlternatesOf((null, p.Tie)))
                : new PlacedInstance(null, plan.Offers[p.Source].Child.Name, null, p.Score, AlternatesOf((plan.Offers[p.Source].Child.Id, p.Tie)))),
        ],
        Children = ChildAnswers(),
        ElapsedMs = ElapsedMs(),
        Explained = Explained([], plan.Picks.Length),
        Plan = sealedPlan,
        PlanExpiresAt = expiresAt,
    };

    public RefusalAnswer Refusal()
    {
        var over = run.IsOverQuota ? run.Quota : null;
        return new RefusalAnswer
        {
            ReservationId = run.Draft.Id,
            Detail = Summary(0),
            Requested = run.Request.Count,
            Considered = ExplanationSums.Considered(Local, Children()),
            Filters = ExplanationSums.Filters(Local, Children()),
            Changes = Changes(),
            Children = ChildAnswers(),
            ElapsedMs = ElapsedMs(),
            Tenant = over?.Tenant,
            Class = over?.Class,
            LimitedBy = over?.LimitedBy,
            Limit = over?.Limit,
            Used = over?.Used,
            Leased = over?.Leased,
            Asked = over?.Asked,

            // Of a dry run nothing is kept: what there is to say stands in the answer.
            Explanation = run.Request.DryRun ? null : ExplanationAddress(),
            Explained = run.Request.DryRun ? Explained([], 0) : null,
        };
    }

    /// <summary>The end of a dry run that cannot be committed any more, for the answer and the explanation.</summary>
    /// <param name="changed">What changed, a sentence each; at least one.</param>
    public PlanChangedAnswer Changed(ImmutableArray<string> changed)
    {
        _ending = $"The plan does not hold any more: {changed[0]}{(changed.Length > 1 ? $" ({changed.Length - 1} more)" : "")}. Nothing is placed.";
        return new PlanChangedAnswer { ReservationId = run.Draft.Id, Detail = _ending, Changed = changed, Explanation = ExplanationAddress() };
    }

    /// <summary>Says how it ended in place of what the plan would say.</summary>
    public void End(string sentence) => _ending = sentence;

    public ExplanationRecord Explanation(ImmutableArray<string> conflicts, int placed, DateTimeOffset now) =>
        new(run.Draft.Id, Explained(conflicts, placed), now);

    private PlacementExplanation Explained(ImmutableArray<string> conflicts, int placed) => new()
    {
        Zone = zone,
        Policy = run.Policy.Name,
        PolicyVersion = run.Policy.Version,
        Requested = run.Request.Count,
        Placed = placed,
        Summary = Summary(placed),
        Local = Local,
        Children = Children(),
        Changes = placed == 0 && _ending is null ? Changes() : [],
        Conflicts = conflicts,
        Quota = run.Quota,
        Rounds = run.Rounds,
        ElapsedMs = ElapsedMs(),
    };

    /// <summary>What would have made it fit; when some instances fit and too few, first of all that fewer be asked.</summary>
    private ImmutableArray<RequestChange> Changes()
    {
        if (run.IsOverQuota)
        {
            // What would fit a host does not help a tenant that may have no more.
            return [];
        }

        var merged = ExplanationSums.Changes(Local, Children(), run.Request.Group is { Policy: Groups.GroupPolicy.Affinity });
        if (run.Request.MinCount > 1 && run.Plan?.Spread?.Start.Hard is not null)
        {
            // Zones cannot be added up where a bound on the spread holds over all of them.
            merged = merged.RemoveAll(c => c.Kind != "group");
        }

        if (run.AnyZone is { } anyZone)
        {
            // What the whole tree said counts, not what this zone's hosts would do by themselves.
            merged = [.. merged.Where(c => c.Kind != anyZone.Kind), anyZone];
        }

        var changes = ChangeSums.Enough(merged, run.Request.MinCount);
        if (run.Plan is not { Picks.Length: > 0 } plan)
        {
            return changes;
        }

        // Fewer fit as it is: a change that is not enough either would ask more than it gives.
        var fits = Room;
        var fewer = new RequestChange(
            "count", null, ChangeText.Of(run.Request.MinCount), ChangeText.Of(fits), PlacementRun.HostsOf(plan),
            $"with {fits} instead of {run.Request.MinCount} instances", JsonSerializer.Serialize(new { count = fits, minCount = fits }))
        {
            Instances = fits,
        };
        return [fewer, .. changes.Where(c => c.Instances >= run.Request.MinCount)];
    }

    /// <summary>Instances that the last plan found room for.</summary>
    private int Room => run.Held + (run.Plan?.Picks.Length ?? 0);

    /// <summary>That there is too little room, when some was found; else the filter that dropped most over the whole tree. In a few words.</summary>
    public string MainReason()
    {
        if (run.IsOverQuota)
        {
            return PlacementRun.QuotaReason;
        }

        if (Room is > 0 and var room && room < run.Request.MinCount)
        {
            return $"room for {room} of {run.Request.Count} (at least {run.Request.MinCount} were asked for)";
        }

        return MainDrop() ?? (Room > 0 ? "what was found was taken by somebody else" : "no host was considered");
    }

    private string? MainDrop()
    {
        var worst = ExplanationSums.Filters(Local, Children()).Where(f => f.Dropped > 0).MaxBy(f => f.Dropped);
        return worst is null ? null : worst.Reasons is [var most, ..] ? most.Reason : worst.Filter;
    }

    private LocalExplanation Local => run.Plan?.Own.Explanation ?? LocalExplanation.Nothing;

    private ImmutableArray<ChildExplanation> Children() =>
        run.Plan?.Told() ?? [];

    private ImmutableArray<ChildAnswer> ChildAnswers() =>
        [.. Children().Select(c => new ChildAnswer(c.Zone, c.Outcome, c.Reason, c.ElapsedMs) { Count = c.Count })];

    private string Summary(int placed)
    {
        if (_ending is not null)
        {
            return _ending;
        }

        var considered = ExplanationSums.Considered(Local, Children());
        if (placed > 0)
        {
            // Placed by a plan of which some was lost, the rest has its reason among the conflicts.
            var shortfall = run.Quota is null && placed < run.Request.Count && (Stops() ?? MainDrop()) is { } reason ? $" One more is stopped by: {reason}." : "";
            var limited = run.Quota is null ? "" : $" No more: {run.Quota.Sentence()}.";
            return $"{(run.Request.DryRun ? "Would place" : "Placed")} {placed} of {run.Request.Count}; {considered} hosts were considered.{limited}{shortfall}";
        }

        if (run.IsOverQuota)
        {
            return $"Nothing is placed: {run.Quota!.Sentence()}.";
        }

        var silent = Children().Where(c => c.Outcome is "TimedOut" or "Failed" or "Open").BoundedSum(c => c.Count ?? 1);
        var zones = silent > 0 ? $" {silent} child {(silent == 1 ? "zone" : "zones")} could not be asked." : "";
        return $"No valid host for {run.Request.MinCount} of {run.Request.Count}: {considered} hosts were considered; main reason: {MainReason()}.{(Stops() is { } stops ? $" One more is stopped by: {stops}." : "")}{zones}";
    }

    /// <summary>What stops one more on the hosts that passed every filter, in words.</summary>
    private string? Stops() => StopSums.Say(StopSums.Of(Local, Children()));

    /// <summary>The named hosts without the instance's own.</summary>
    private ImmutableArray<AlternatePlace> AlternatesOf((Guid? ChildZoneId, uint Tie) place) =>
        run.Plan is { Alternates.IsEmpty: false } plan
            ? [.. plan.Alternates.Where(a => (a.ChildZoneId, a.Tie) != place).Take(run.Request.Alternates).Select(a => new AlternatePlace(a.Zone, a.Host, a.Score))]
            : [];

    private string ExplanationAddress() => $"/api/v1/placements/{run.Draft.Id}/explanation";

    private double ElapsedMs() => Math.Round(run.Elapsed.TotalMilliseconds, 3);
}
