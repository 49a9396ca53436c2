using System.Collections.Immutable;
using NovaZones.Core.Placement.Filters;

namespace NovaZones.Core.Placement.Pending;

/// <summary>What could change the verdict of a filter on a host, for one request.</summary>
internal static class RequestLacks
{
    /// <summary>Filters that taking a slot on a host may turn against the next one.</summary>
    private static readonly string[] Depleting =
        [ResourcesFilter.FilterName, NumInstancesFilter.FilterName, MaxCoresFilter.FilterName, JsonQueryFilter.FilterName, ServerGroupFilter.FilterName];

    /// <summary>Lacks of a request for which some instances fit and too few: whatever could make room for more.</summary>
    public static IEnumerable<Lack> OfDepletion(PlacementContext context) =>
        context.Policy.Filters.Where(f => Depleting.Contains(f.Name, StringComparer.Ordinal) && !f.IsIdle(context)).SelectMany(f => Of(f.Name, context));

    /// <summary>Lacks behind a filter's rejection. None where no change of a host can help.</summary>
    public static ImmutableArray<Lack> Of(string filter, PlacementContext context)
    {
        var request = context.Request;
        switch (filter)
        {
            case ResourcesFilter.FilterName:
                // A group's traits are asked of the provider that serves it.
                return
                [
                    .. context.Totals.Select(t => new Lack(LackKind.Resource, t.ResourceClass)),
                    .. request.Groups.SelectMany(g => Names(g.Traits)),
                ];
            case TraitsFilter.FilterName:
                return [.. Names(request.Traits)];
            case CapabilitiesFilter.FilterName:
                return [.. request.Capabilities.Select(c => new Lack(LackKind.Capability, c.Key))];
            case IoOpsFilter.FilterName:
                return [new Lack(LackKind.Capability, IoOpsFilter.Capability)];
            case AggregatesFilter.FilterName:
                var asked = request.Aggregates;
                return [.. asked.MemberOf.Concat(asked.NotMemberOf).Concat(asked.AnyOf.SelectMany(s => s)).Select(a => new Lack(LackKind.Aggregate, a))];
            case AggregateIsolationFilter.FilterName or TenancyFilter.FilterName:
                return [new Lack(LackKind.Aggregate)];
            case AvailabilityZoneFilter.FilterName:
                return [new Lack(LackKind.AvailabilityZone)];
            case HostStateFilter.FilterName:
                return [new Lack(LackKind.HostState)];
            case NumInstancesFilter.FilterName or SameHostFilter.FilterName or DifferentHostFilter.FilterName:
                return [new Lack(LackKind.Instances)];
            case MaxCoresFilter.FilterName:
                return [new Lack(LackKind.Resource, "VCPU")];
            case ServerGroupFilter.FilterName when request.Group is { Capability: { } capability } group:
                // The domains of a spread are weighed against each other: hosts that come or go count, too.
                return [new Lack(LackKind.Group, group.Key), new Lack(LackKind.Capability, capability), new Lack(LackKind.HostState)];
            case ServerGroupFilter.FilterName when request.Group is { } group:
                return [new Lack(LackKind.Group, group.Key)];
            case ZonePathFilter.FilterName or IgnoreHostsFilter.FilterName or ForceHostsFilter.FilterName:
                return [];
            default:
                return [new Lack(LackKind.Any)];
        }
    }

    private static IEnumerable<Lack> Names(TraitDemand traits) =>
        traits.Required.Concat(traits.Forbidden).Concat(traits.AnyOf.SelectMany(s => s)).Select(t => new Lack(LackKind.Trait, t));
}
