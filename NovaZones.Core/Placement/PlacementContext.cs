using System.Collections.Immutable;
using NovaZones.Core.Placement.Mix;
using NovaZones.Core.Policies;

namespace NovaZones.Core.Placement;

/// <summary>Everything that filters and weighers may know beside the host (immutable).</summary>
/// <param name="Request">What is asked.</param>
/// <param name="Policy">Filters and weighers with their multipliers, resolved.</param>
/// <param name="Now">One instant for the whole decision, UTC.</param>
/// <param name="StaleAfter">Silence after which a host counts as down.</param>
internal sealed record PlacementContext(PlacementRequest Request, ResolvedPolicy Policy, DateTimeOffset Now, TimeSpan StaleAfter)
{
    /// <summary>What is typically asked; the root's, wherever in the tree the host is.</summary>
    public RequestMix Mix { get; init; } = RequestMix.Empty;

    /// <summary>Every class asked for with the sum for one instance over resources and groups.</summary>
    public ImmutableArray<ResourceDemand> Totals { get; } = SumUp(Request);

    /// <summary>Name of the zone whose hosts are looked at.</summary>
    public string ZoneName { get; init; } = "";

    /// <summary>Rules of the zone's aggregates.</summary>
    public Fleet.Aggregates.AggregateRules Aggregates { get; init; } = Fleet.Aggregates.AggregateRules.None;

    /// <summary>Bounds that the policy, else the zone sets for its hosts.</summary>
    public HostLimits HostLimits { get; init; }

    /// <summary>Hosts of the instances that the request's hints name, as far as they are in this zone.</summary>
    public ImmutableDictionary<Guid, Guid> HintedHosts { get; init; } = ImmutableDictionary<Guid, Guid>.Empty;

    /// <summary>Makes <c>random</c> differ from request to request, for the drivers that choose by chance; 0 elsewhere.</summary>
    public ulong Salt { get; init; }

    /// <summary>Whether a host holds one of these instances.</summary>
    public bool HoldsAny(Guid hostId, ImmutableArray<Guid> instances)
    {
        foreach (var instance in instances)
        {
            if (HintedHosts.TryGetValue(instance, out var holder) && holder == hostId)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Where the members of the request's server group are; null when it has none, or outside planning.</summary>
    public Groups.GroupState? Group { get; init; }

    /// <summary>Of a spread over several zones: what the other zones have; null when this zone's hosts are all there are.</summary>
    public Lanes.Elsewhere? Elsewhere { get; init; }

    /// <summary>Whether the groups are one group of one class that is not asked otherwise, without traits.</summary>
    public bool IsOneSimpleGroup { get; } = Request.Groups is [{ Resources: [var demand], Traits.IsEmpty: true }]
        && Request.Resources.All(r => r.ResourceClass != demand.ResourceClass);

    private static ImmutableArray<ResourceDemand> SumUp(PlacementRequest request)
    {
        if (request.Groups.IsEmpty && IsAscending(request.Resources))
        {
            return request.Resources;
        }

        var classes = request.Resources.Concat(request.Groups.SelectMany(g => g.Resources)).Select(d => d.ResourceClass);
        return [.. classes.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(c => new ResourceDemand(c, request.TotalOf(c)))];
    }

    private static bool IsAscending(ImmutableArray<ResourceDemand> demands)
    {
        for (var i = 1; i < demands.Length; i++)
        {
            if (string.CompareOrdinal(demands[i - 1].ResourceClass, demands[i].ResourceClass) >= 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>What one instance asks of a class in all; 0 when it asks none.</summary>
    public long TotalOf(string resourceClass)
    {
        foreach (var demand in Totals)
        {
            if (demand.ResourceClass == resourceClass)
            {
                return demand.Amount;
            }
        }

        return 0;
    }
}
