using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using NovaZones.Core.Fleet.Aggregates;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Mix;
using NovaZones.Core.Policies;
using NovaZones.Core.Zones;

namespace NovaZones.Core.Trials;

/// <summary>What this zone would do with requests on fleets that are not its own: nothing is claimed, stored or asked of a child.</summary>
internal sealed class TrialGround(
    PolicyResolver resolver, AggregateBook aggregates, RequestMixRecorder mixes, FrequentRequests frequent, ZoneIdentity identity, IOptions<SchedulerOptions> scheduler, TimeProvider time)
{
    /// <summary>Begins a trial: one moment, one mix and one state of the aggregates' rules for all of it.</summary>
    public Trial Begin() => new(resolver, aggregates.Rules, mixes.Current, frequent.Current(), identity.Name, scheduler.Value, time.GetUtcNow());
}

/// <summary>One trial (immutable).</summary>
internal sealed class Trial(
    PolicyResolver resolver, AggregateRules rules, RequestMix mix, ImmutableArray<PlacementRequest> frequent, string zone, SchedulerOptions scheduler, DateTimeOffset now)
{
    /// <summary>The moment that counts, UTC.</summary>
    public DateTimeOffset Now => now;

    /// <summary>Places a request in a world.</summary>
    /// <returns>Its hosts, or none and why.</returns>
    public (ImmutableArray<string> Hosts, string? Reason) Place(TrialWorld world, Policy policy, RecordedRequest recorded)
    {
        var resolved = resolver.Resolve(policy, scheduler.Driver, recorded.Request.Weights);
        if (resolver.CheckFilters(resolved, recorded.Request).ToList() is [var unmet, ..])
        {
            world.Refuse();
            return ([], $"{unmet.Field} {unmet.Message}");
        }

        var context = ContextOf(recorded.Request, policy, resolved) with
        {
            HintedHosts = recorded.HintedHosts,

            // A throw, but the same one in every world.
            Salt = DriverRules.IsByChance(resolved.Driver) ? StableHash.OfName(recorded.ReservationId) : 0,
        };
        var hosts = world.Place(recorded, context);
        return (hosts, hosts.IsEmpty ? world.WhyNot(context) : null);
    }

    /// <summary>For each request that is asked often its circumstances under a policy.</summary>
    public List<PlacementContext> FrequentUnder(Policy policy) =>
        [.. frequent.Select(r => ContextOf(r, policy, resolver.Resolve(policy, scheduler.Driver, PlacementRequest.NoWeights)))];

    /// <summary>A request's circumstances under a policy, with every filter that it needs.</summary>
    public PlacementContext ContextOf(PlacementRequest request, Policy policy) => ContextOf(request, policy, resolver.Resolve(policy, scheduler.Driver, request.Weights));

    private PlacementContext ContextOf(PlacementRequest request, Policy policy, ResolvedPolicy resolved) =>
        new(request, resolver.WithNeededFilters(resolved, request), now, scheduler.StaleAfter)
        {
            ZoneName = zone,
            Aggregates = rules,
            Mix = mix,
            HostLimits = policy.Limits.Over(scheduler.HostLimits),
        };
}
