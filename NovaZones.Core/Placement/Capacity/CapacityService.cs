using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Extensions.Options;
using NovaZones.Core.Claims;
using NovaZones.Core.Federation;
using NovaZones.Core.Federation.Wire;
using NovaZones.Core.Fleet;
using NovaZones.Core.Fleet.Aggregates;
using NovaZones.Core.Placement.Groups;
using NovaZones.Core.Policies;
using NovaZones.Core.Quotas;
using NovaZones.Core.Zones;

namespace NovaZones.Core.Placement.Capacity;

/// <summary>Counts, here and in every child, how many more of a request's instances would fit. Nothing is claimed.</summary>
public sealed class CapacityService
{
    private readonly FleetView _view;
    private readonly CapacityForwarder _forwarder;
    private readonly TreePlanner _planner;
    private readonly PlacementRequestParser _parser;
    private readonly RequestGate _gate;
    private readonly PolicyBook _policies;
    private readonly AggregateBook _aggregates;
    private readonly PolicyResolver _resolver;
    private readonly ZoneIdentity _identity;
    private readonly IReservationStore _reservations;
    private readonly SchedulerOptions _scheduler;
    private readonly FederationOptions _federation;
    private readonly TimeProvider _time;

    internal CapacityService(
        FleetView view, CapacityForwarder forwarder, TreePlanner planner, PlacementRequestParser parser, RequestGate gate, PolicyBook policies, AggregateBook aggregates,
        PolicyResolver resolver, ZoneIdentity identity, IReservationStore reservations, IOptions<SchedulerOptions> scheduler, IOptions<FederationOptions> federation, TimeProvider time)
    {
        _view = view;
        _forwarder = forwarder;
        _planner = planner;
        _parser = parser;
        _gate = gate;
        _policies = policies;
        _aggregates = aggregates;
        _resolver = resolver;
        _identity = identity;
        _reservations = reservations;
        _scheduler = scheduler.Value;
        _federation = federation.Value;
        _time = time;
    }

    /// <summary>Counts for a caller of this zone.</summary>
    public async Task<CapacityOutcome> CountAsync(PlacementRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        switch (_gate.Resolve(request, PlacementRequest.NoWeights))
        {
            case RequestResolution.UnknownPolicy(var name):
                return new CapacityOutcome.UnknownPolicy(name);
            case RequestResolution.Invalid(var faults):
                return new CapacityOutcome.Invalid(faults);
            case RequestResolution.Resolved(var policy):
                return await CountHereAndBelowAsync(request, policy, cancellationToken).ConfigureAwait(false);
            default:
                throw new UnreachableException();
        }
    }

    private Task<CapacityOutcome> CountHereAndBelowAsync(PlacementRequest request, ResolvedPolicy policy, CancellationToken cancellationToken)
    {
        var deadline = _time.GetUtcNow() + (request.Deadline ?? _scheduler.DefaultDeadline);
        var ask = new TreeAsk(request, PlacementRequest.NoWeights, 1, [_identity.Id], _federation.HopLimit, deadline);
        return CountAsync(ask, policy, isFromParent: false, cancellationToken);
    }

    /// <summary>Counts for a parent.</summary>
    public async Task<CapacityOutcome> CountForParentAsync(SelectBody body, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(body);
        if (body.Path.Contains(_identity.Id))
        {
            return new CapacityOutcome.Loop();
        }

        if (!_parser.TryRead(body.Request, out var request, out var faults, isOfPeer: true))
        {
            return new CapacityOutcome.Invalid([.. faults.Select(f => f.Under("request"))]);
        }

        if (body.DeadlineMs < 1 || body.DeadlineMs > _parser.Limits.MaxDeadline.TotalMilliseconds || body.Path.Length > 64)
        {
            return new CapacityOutcome.Invalid([new Fault("deadlineMs", $"must be 1 to {_parser.Limits.MaxDeadline.TotalMilliseconds}, with a path of at most 64 zones")]);
        }

        var policy = _policies.Find(request!.Policy) ?? _policies.Find(Policy.DefaultName)!;
        var ask = new TreeAsk(
            request, PlacementRequest.NoWeights, 1, body.Path.Add(_identity.Id), Math.Min(body.HopsLeft, _federation.HopLimit), _time.GetUtcNow() + TimeSpan.FromMilliseconds(body.DeadlineMs));
        var resolved = _resolver.WithNeededFilters(_resolver.Resolve(policy, _scheduler.Driver, PlacementRequest.NoWeights), request);
        return await CountAsync(ask, resolved, isFromParent: true, cancellationToken).ConfigureAwait(false);
    }

    private async Task<CapacityOutcome> CountAsync(TreeAsk ask, ResolvedPolicy resolved, bool isFromParent, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        var context = new PlacementContext(ask.Request, resolved, _time.GetUtcNow(), _scheduler.StaleAfter)
        {
            ZoneName = _identity.Name,
            Aggregates = _aggregates.Rules,
            HostLimits = resolved.Limits.Over(_scheduler.HostLimits),
            HintedHosts = await HintedHosts.FindAsync(ask.Request, _reservations, cancellationToken).ConfigureAwait(false),
        };
        if (ask.Request.Group?.Policy == GroupPolicy.Spread && _planner.SpreadsOverZones(context))
        {
            return new CapacityOutcome.Counted(await CountSpreadAsync(ask, context, started, cancellationToken).ConfigureAwait(false));
        }

        var children = resolved.Driver == Drivers.Distributed
            ? _forwarder.AskAsync(ask, cancellationToken)
            : Task.FromResult(ImmutableArray<ZoneCapacity>.Empty);
        var affinity = ask.Request.Group is { Policy: GroupPolicy.Affinity } group ? group : null;
        var zones = ImmutableArray.CreateBuilder<ZoneCapacity>();
        if (ZonePath.AllowsOwnHosts(ask.Request.Zones, _identity.Name))
        {
            var room = ZoneRoom.Of(_view.Current, context, cancellationToken);
            zones.Add(new ZoneCapacity(_identity.Name, room.Count, room.LargestOnOneHost, "Answered") { GroupMembers = room.GroupMembers });
        }
        else if (affinity is not null && GroupState.Of(_view.Current, context) is { Members: > 0 and var members })
        {
            zones.Add(new ZoneCapacity(_identity.Name, 0, 0, "Skipped", $"left out by the request, though members of {affinity.Name} are there") { GroupMembers = members });
        }

        zones.AddRange(await children.ConfigureAwait(false));
        // Where members are decides before how many more the tenant may have.
        if (affinity is not null)
        {
            var together = AffinityRoom.Of(zones.ToImmutable(), affinity.Name);
            zones.Clear();
            zones.AddRange(together);
        }

        var quota = _view.Tenants.RoomFor(InstanceCharge.Of(ask.Request, isFromParent), _time.GetUtcNow());
        var isLimited = QuotaCut.Apply(zones, quota);
        var largest = zones.Select(z => z.LargestOnOneHost).DefaultIfEmpty().Max();
        return new CapacityOutcome.Counted(new CapacityAnswer
        {
            // Members of one affinity group stand on one host, wherever that is.
            Total = affinity is not null ? largest : zones.Aggregate(0L, (sum, zone) => Figures.Add(sum, zone.Count)),
            LargestOnOneHost = largest,
            Quota = isLimited ? quota.For(1) : null,
            Zones = zones.ToImmutable(),
            ElapsedMs = Math.Round(_time.GetElapsedTime(started).TotalMilliseconds, 3),
        });
    }

    /// <summary>How many more a spread takes depends on all zones together: it is counted by planning it.</summary>
    private async Task<CapacityAnswer> CountSpreadAsync(TreeAsk ask, PlacementContext context, long started, CancellationToken cancellationToken)
    {
        ask = ask with
        {
            Weights = context.Policy.Multipliers,
            Count = Math.Min(ZoneRoom.MostSpread, _parser.Limits.MaxCount),
        };
        var plan = await _planner.PlanAsync(ask, context, cancellationToken).ConfigureAwait(false);
        var zones = ImmutableArray.CreateBuilder<ZoneCapacity>();
        if (ZonePath.AllowsOwnHosts(ask.Request.Zones, _identity.Name))
        {
            zones.Add(Of(_identity.Name, PlanAggregator.Own, "Answered", null));
        }

        zones.AddRange(plan.Offers.Select((o, i) => Of(o.Child.Name, i, o.Explanation.Outcome, o.Explanation.Reason)));
        return new CapacityAnswer
        {
            Total = plan.Picks.Length,
            LargestOnOneHost = zones.Select(z => z.LargestOnOneHost).DefaultIfEmpty().Max(),
            Zones = zones.ToImmutable(),
            ElapsedMs = Math.Round(_time.GetElapsedTime(started).TotalMilliseconds, 3),
        };

        // The tie bits tell one host from another without naming it.
        ZoneCapacity Of(string zone, int source, string outcome, string? reason)
        {
            var slots = plan.Picks.Where(p => p.Source == source).ToList();
            return new ZoneCapacity(zone, slots.Count, slots.CountBy(p => p.Tie).Select(t => t.Value).DefaultIfEmpty().Max(), outcome, reason);
        }
    }
}
