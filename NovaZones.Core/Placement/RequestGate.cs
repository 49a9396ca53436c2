using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using NovaZones.Core.Federation;
using NovaZones.Core.Policies;
using NovaZones.Core.Zones;

namespace NovaZones.Core.Placement;

/// <summary>The step with which every answer to a caller of this zone begins: what the request means here, or what is wrong with it.</summary>
/// <remarks>One place, so that placing, counting and comparing cannot come to refuse different requests.</remarks>
internal sealed class RequestGate(PolicyBook policies, PolicyResolver resolver, ChildZoneRegistry registry, ZoneIdentity identity, IOptions<SchedulerOptions> scheduler)
{
    /// <summary>Finds the request's policy and checks its weights, its zones, and that the policy has the filters that it needs.</summary>
    /// <param name="request">What is asked, checked by itself already.</param>
    /// <param name="weights">Multipliers that replace the policy's: the request's own, or none where scores do not matter.</param>
    public RequestResolution Resolve(PlacementRequest request, ImmutableSortedDictionary<string, double> weights)
    {
        if (policies.Find(request.Policy) is not { } policy)
        {
            return new RequestResolution.UnknownPolicy(request.Policy);
        }

        var faults = resolver.CheckWeights(request.Weights, "weights").Concat(KnownZones.Check(request.Zones, identity.Name, registry)).ToList();
        if (faults.Count > 0)
        {
            return new RequestResolution.Invalid(faults);
        }

        var resolved = resolver.Resolve(policy, scheduler.Value.Driver, weights);
        return resolver.CheckFilters(resolved, request).ToList() is { Count: > 0 } unmet
            ? new RequestResolution.Invalid(unmet)
            : new RequestResolution.Resolved(resolver.WithNeededFilters(resolved, request));
    }

    /// <summary>The same for a request that was checked when its plan was made: only a policy that is gone stands in its way.</summary>
    public RequestResolution ResolvePlanned(PlacementRequest request) => policies.Find(request.Policy) is { } policy
        ? new RequestResolution.Resolved(resolver.WithNeededFilters(resolver.Resolve(policy, scheduler.Value.Driver, request.Weights), request))
        : new RequestResolution.UnknownPolicy(request.Policy);
}

/// <summary>How <see cref="RequestGate"/> ended.</summary>
internal abstract record RequestResolution
{
    private RequestResolution()
    {
    }

    /// <summary>The policy's plugins, with every filter that the request needs.</summary>
    public sealed record Resolved(ResolvedPolicy Policy) : RequestResolution;

    /// <summary>There is no policy of that name.</summary>
    public sealed record UnknownPolicy(string Policy) : RequestResolution;

    /// <summary>The request is wrong for this zone; show the faults.</summary>
    public sealed record Invalid(IReadOnlyList<Fault> Faults) : RequestResolution;
}
