using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using NovaZones.Core.Claims;
using NovaZones.Core.Fleet;
using NovaZones.Core.Fleet.Aggregates;
using NovaZones.Core.Placement.Columns;
using NovaZones.Core.Placement.Groups;
using NovaZones.Core.Placement.Mix;
using NovaZones.Core.Policies;
using NovaZones.Core.Zones;

namespace NovaZones.Core.Placement.Compare;

/// <summary>Puts hosts of this zone side by side: what each filter says, what each weigher gives. Nothing is claimed.</summary>
public sealed class ComparisonService
{
    private readonly FleetView _view;
    private readonly RequestGate _gate;
    private readonly AggregateBook _aggregates;
    private readonly RequestMixRecorder _mixes;
    private readonly ZoneIdentity _identity;
    private readonly IReservationStore _reservations;
    private readonly SchedulerOptions _scheduler;
    private readonly TimeProvider _time;

    internal ComparisonService(
        FleetView view, RequestGate gate, AggregateBook aggregates, RequestMixRecorder mixes,
        ZoneIdentity identity, IReservationStore reservations, IOptions<SchedulerOptions> scheduler, TimeProvider time)
    {
        _view = view;
        _gate = gate;
        _aggregates = aggregates;
        _mixes = mixes;
        _identity = identity;
        _reservations = reservations;
        _scheduler = scheduler.Value;
        _time = time;
    }

    /// <summary>Compares.</summary>
    /// <param name="request">What is asked, checked.</param>
    /// <param name="hosts">Names of hosts of this zone, each once.</param>
    /// <param name="cancellationToken">Gives the answer up.</param>
    public async Task<ComparisonOutcome> CompareAsync(PlacementRequest request, IReadOnlyList<string> hosts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(hosts);
        var resolution = _gate.Resolve(request, request.Weights);
        if (resolution is RequestResolution.UnknownPolicy(var name))
        {
            return new ComparisonOutcome.UnknownPolicy(name);
        }

        var faults = resolution is RequestResolution.Invalid(var found) ? found.Select(f => f.Under("request")).ToList() : [];
        var fleet = _view.Current;
        for (var i = 0; i < hosts.Count; i++)
        {
            if (fleet.Find(hosts[i]) is null)
            {
                faults.Add(new Fault($"hosts[{i}]", $"there is no host {hosts[i]} in this zone"));
            }
        }

        if (faults.Count > 0 || resolution is not RequestResolution.Resolved(var policy))
        {
            return new ComparisonOutcome.Invalid(faults);
        }

        var context = new PlacementContext(request, policy, _time.GetUtcNow(), _scheduler.StaleAfter)
        {
            ZoneName = _identity.Name,
            Aggregates = _aggregates.Rules,
            Mix = _mixes.Current,
            HostLimits = policy.Limits.Over(_scheduler.HostLimits),
            HintedHosts = await HintedHosts.FindAsync(request, _reservations, cancellationToken).ConfigureAwait(false),
        };
        context = context with { Group = GroupState.Of(fleet, context) };
        return new ComparisonOutcome.Compared(new ComparisonAnswer(policy.Name, policy.Version, [.. hosts.Select(h => Judge(context, fleet.Find(h)!))]));
    }

    private static ComparedHost Judge(PlacementContext context, Host host)
    {
        var candidate = new Candidate();
        candidate.MoveTo(host);
        var filters = context.Policy.Filters
            .Select(f => (Filter: f, Verdict: f.Evaluate(context, candidate)))
            .Select(f => new ComparedFilter(f.Filter.Name, f.Verdict.Passed, f.Verdict.Reason, f.Verdict.Passed ? [] : [.. f.Filter.Obstacles(context, candidate)]))
            .ToImmutableArray();
        var weighers = context.Policy.Weighers
            .Select(w => (w.Weigher.Name, w.Multiplier, Share: w.Weigher.Weigh(context, candidate)))
            .Select(w => new ComparedWeigher(w.Name, w.Multiplier, w.Share, w.Multiplier * w.Share))
            .ToImmutableArray();
        var passes = filters.All(f => f.Passed);
        return new ComparedHost(host.Name, passes, passes ? Score.Of(context, candidate) : null, filters, weighers);
    }
}
