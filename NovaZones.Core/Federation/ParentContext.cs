using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using NovaZones.Core.Claims;
using NovaZones.Core.Fleet.Aggregates;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Mix;
using NovaZones.Core.Policies;
using NovaZones.Core.Zones;

namespace NovaZones.Core.Federation;

/// <summary>What filters and weighers of this zone may know when a parent asks: its measure, our rules.</summary>
internal sealed class ParentContext(
    PolicyBook policies, AggregateBook aggregates, PolicyResolver resolver, IReservationStore reservations, ZoneIdentity identity, IOptions<SchedulerOptions> scheduler, TimeProvider time)
{
    // A parent's multipliers change with its policies: nearly every question has those of the one before.
    private readonly ConditionalWeakTable<Policy, Resolution> _resolved = [];

    /// <param name="request">What is asked.</param>
    /// <param name="weights">Multipliers in force at the root.</param>
    /// <param name="mix">What is typically asked at the root.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public async Task<PlacementContext> OfAsync(PlacementRequest request, ImmutableSortedDictionary<string, double> weights, RequestMix mix, CancellationToken cancellationToken)
    {
        // The parent's multipliers, all of them and no others; the filters are this zone's own: it protects its hosts by its own rules.
        var policy = policies.Find(request.Policy) ?? policies.Find(Policy.DefaultName) ?? throw new UnreachableException("The default policy is always there.");

        return new PlacementContext(request, resolver.WithNeededFilters(Resolve(policy, weights), request), time.GetUtcNow(), scheduler.Value.StaleAfter)
        {
            ZoneName = identity.Name,
            Aggregates = aggregates.Rules,
            Mix = mix,
            HostLimits = policy.Limits.Over(scheduler.Value.HostLimits),
            HintedHosts = await HintedHosts.FindAsync(request, reservations, cancellationToken).ConfigureAwait(false),
        };
    }

    private ResolvedPolicy Resolve(Policy policy, ImmutableSortedDictionary<string, double> weights)
    {
        if (_resolved.TryGetValue(policy, out var known) && (known.Weights == weights || known.Weights.SequenceEqual(weights)))
        {
            return known.Policy;
        }

        // Of the driver two things count here: whether to ask on, and the filter it brings. What it would do with the weights is the root's affair.
        var own = policy.Driver ?? scheduler.Value.Driver;
        var driver = own == Drivers.Distributed ? Drivers.Distributed : Drivers.Filter;
        var resolved = DriverRules.WithFilters(resolver.Resolve(policy with { Weights = PlacementRequest.NoWeights, Driver = driver }, driver, weights), own);
        _resolved.AddOrUpdate(policy, new Resolution(weights, resolved));
        return resolved;
    }

    private sealed record Resolution(ImmutableSortedDictionary<string, double> Weights, ResolvedPolicy Policy);
}
