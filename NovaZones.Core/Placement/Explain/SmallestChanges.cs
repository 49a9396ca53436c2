using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using NovaZones.Core.Fleet;
using NovaZones.Core.Fleet.Columns;
using NovaZones.Core.Placement.Columns;
using NovaZones.Core.Placement.Filters;

namespace NovaZones.Core.Placement.Explain;

/// <summary>Finds, for a request that fits nowhere, the single changes that would have made it fit.</summary>
/// <remarks>
/// A change is never guessed: it is applied to a copy of the request, the copy is ranked over the same fleet by the same filters, and
/// only if hosts pass is it told, with their number.
/// </remarks>
internal static class SmallestChanges
{
    /// <summary>Changes tried for one request; requests with more conditions are told the changes of the first.</summary>
    private const int MostTried = 40;

    public static ImmutableArray<RequestChange> Find(FleetSnapshot fleet, PlacementContext context)
    {
        if (fleet.Count == 0)
        {
            return [];
        }

        var changes = Candidates(fleet, context).Take(MostTried)
            .Select(c => c.Change with { Hosts = CountPassing(fleet, context with { Request = c.Request }) })
            .Where(c => c.Hosts > 0)
            .Select(c => c with { Text = $"{c.Text}: {c.Hosts} {(c.Hosts == 1 ? "host" : "hosts")}" })
            .ToList();
        if (OfState(fleet, context) is { } state)
        {
            changes.Add(state);
        }

        return [.. changes.OrderByDescending(c => c.Hosts)];
    }

    private static IEnumerable<(RequestChange Change, PlacementRequest Request)> Candidates(FleetSnapshot fleet, PlacementContext context)
    {
        var request = context.Request;
        foreach (var (change, changed) in Lowered(fleet, context))
        {
            yield return (change, changed);
        }

        if (request.AvailabilityZone is { } zone)
        {
            yield return (Drop("availabilityZone", null, zone, $"outside availability zone {zone}", new { availabilityZone = (string?)null }), request with { AvailabilityZone = null });
        }

        var traits = request.Traits;
        foreach (var trait in traits.Required)
        {
            var left = traits.Required.Remove(trait);
            yield return (Drop("traits.required", trait, trait, $"without trait {trait}", new { traits = new { required = left } }), request with { Traits = traits with { Required = left } });
        }

        foreach (var trait in traits.Forbidden)
        {
            var left = traits.Forbidden.Remove(trait);
            yield return (Drop("traits.forbidden", trait, trait, $"with trait {trait} allowed", new { traits = new { forbidden = left } }), request with { Traits = traits with { Forbidden = left } });
        }

        for (var i = 0; i < traits.AnyOf.Length; i++)
        {
            var left = traits.AnyOf.RemoveAt(i);
            var set = string.Join(", ", traits.AnyOf[i]);
            yield return (Drop("traits.anyOf", set, set, $"without one of {set}", new { traits = new { anyOf = left } }), request with { Traits = traits with { AnyOf = left } });
        }

        for (var i = 0; i < request.Capabilities.Length; i++)
        {
            var (name, expression) = request.Capabilities[i];
            yield return (
                Drop("capabilities", name, expression.Text, $"without capability {name} {expression.Text}", new { capabilities = new Dictionary<string, string?> { [name] = null } }),
                request with { Capabilities = request.Capabilities.RemoveAt(i) });
        }

        if (request.Query is not null)
        {
            yield return (Drop("query", null, null, "without the query", new { query = (string?)null }), request with { Query = null });
        }

        foreach (var aggregate in AggregateIsolationFilter.Closed(context))
        {
            var more = traits.Required.Union(aggregate.RequiredTraits, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToImmutableArray();
            var names = string.Join(", ", aggregate.RequiredTraits.Except(traits.Required, StringComparer.Ordinal));
            yield return (
                // Without the aggregate's name, which a parent need not know.
                new RequestChange("traits.required", names, null, names, 0, $"requiring {names}, as an aggregate demands", JsonSerializer.Serialize(new { traits = new { required = more } })),
                request with { Traits = traits with { Required = more } });
        }

        if (request.Aggregates != AggregateDemand.None)
        {
            yield return (Drop("aggregates", null, null, "whatever the aggregates", new { aggregates = (string?)null }), request with { Aggregates = AggregateDemand.None });
        }

        if (request.Zones is not { Only.IsEmpty: true, Not.IsEmpty: true })
        {
            yield return (Drop("zones", null, null, "in any zone", new { zones = (string?)null }), request with { Zones = request.Zones with { Only = [], Not = [] } });
        }

        if (request.Hints != PlacementHints.None)
        {
            yield return (Drop("hints", null, null, "without the hints", new { hints = (string?)null }), request with { Hints = PlacementHints.None });
        }

        if (request.Group is { IsHard: true } group)
        {
            yield return (Drop("group", group.Name, group.Policy.ToString(), $"outside server group {group.Name}", new { group = (string?)null }), request with { Group = null });
        }

        if (request.IsolateGroups)
        {
            yield return (
                new RequestChange("groupPolicy", null, "isolate", "none", 0, "with groups sharing a provider", """{"groupPolicy":"none"}"""),
                request with { IsolateGroups = false });
        }

        if (!request.SameSubtree.IsEmpty)
        {
            yield return AnySubtree(request);
            yield break;
        }

        for (var left = request.Groups.Length - 1; left >= 1; left--)
        {
            // Groups are mostly alike, so that dropping the last is dropping any.
            yield return (
                Fewer(request, left), request with { Groups = request.Groups[..left] });
        }
    }

    /// <summary>Groups without resources only stand for providers of a subtree: they go with it.</summary>
    private static (RequestChange Change, PlacementRequest Request) AnySubtree(PlacementRequest request)
    {
        var groups = request.Groups.RemoveAll(g => g.Resources.IsEmpty);
        object change = groups.Length == request.Groups.Length
            ? new { sameSubtree = (string?)null }
            : new { sameSubtree = (string?)null, groups = groups.Select(GroupJson) };
        return (Drop("sameSubtree", null, null, "with groups in any subtree", change), request with { SameSubtree = [], Groups = groups });
    }

    private static RequestChange Fewer(PlacementRequest request, int left) => new(
        "groups", null, Text(request.Groups.Length), Text(left), 0, $"with {left} instead of {request.Groups.Length} groups",
        JsonSerializer.Serialize(new { groups = request.Groups[..left].Select(GroupJson) }));

    private static Dictionary<string, object> GroupJson(DemandGroup group)
    {
        var json = new Dictionary<string, object>(StringComparer.Ordinal) { ["resources"] = group.Resources.ToDictionary(r => r.ResourceClass, r => r.Amount) };
        if (group.Name is not null)
        {
            json["name"] = group.Name;
        }

        if (!group.Traits.IsEmpty)
        {
            json["traits"] = new { required = group.Traits.Required, forbidden = group.Traits.Forbidden, anyOf = group.Traits.AnyOf };
        }

        return json;
    }

    /// <summary>For each class asked outside groups, the largest amount that one provider of some otherwise fitting host still takes.</summary>
    private static IEnumerable<(RequestChange Change, PlacementRequest Request)> Lowered(FleetSnapshot fleet, PlacementContext context)
    {
        var request = context.Request;
        for (var i = 0; i < request.Resources.Length; i++)
        {
            var demand = request.Resources[i];
            var without = request with { Resources = request.Resources.RemoveAt(i) };
            var most = LargestTakeable(fleet, context with { Request = without }, demand);
            if (most >= 1 && most < demand.Amount)
            {
                var lowered = request with { Resources = request.Resources.SetItem(i, demand with { Amount = most }) };
                yield return (
                    new RequestChange(
                        "resources", demand.ResourceClass, Text(demand.Amount), Text(most), 0, $"with {demand.ResourceClass} {Text(most)} instead of {Text(demand.Amount)}",
                        JsonSerializer.Serialize(new { resources = new Dictionary<string, long> { [demand.ResourceClass] = most } })),
                    lowered);
            }
        }
    }

    private static long LargestTakeable(FleetSnapshot fleet, PlacementContext context, ResourceDemand demand)
    {
        var funnel = new ColumnFunnel(Bind(fleet, context));
        Span<ulong> active = stackalloc ulong[RowSet.Words];
        long most = 0;
        foreach (var block in fleet.Blocks)
        {
            funnel.Run(block, active);
            var column = block.Resource(demand.ResourceClass);
            foreach (var row in RowSet.Each(active))
            {
                if (column.IsExact && column.LargestOf(row) <= most)
                {
                    continue;
                }

                foreach (var provider in block.Hosts[row]!.Providers)
                {
                    if (provider.IndexOf(demand.ResourceClass) is var at and >= 0)
                    {
                        var usage = provider.Inventories[at];
                        var largest = Math.Min(Math.Min(usage.Free, usage.Inventory.MaxUnit), demand.Amount);
                        largest -= largest % usage.Inventory.StepSize;
                        most = largest >= usage.Inventory.MinUnit ? Math.Max(most, largest) : most;
                    }
                }
            }
        }

        return most;
    }

    /// <summary>Hosts that would do if they were up and enabled.</summary>
    private static RequestChange? OfState(FleetSnapshot fleet, PlacementContext context)
    {
        var without = context.Policy with { Filters = [.. context.Policy.Filters.Where(f => f.Name != HostStateFilter.FilterName)] };
        var hosts = CountPassing(fleet, context with { Policy = without });
        return hosts == 0
            ? null
            : new RequestChange("host-state", null, null, null, hosts, $"with hosts that are down or disabled back in use: {hosts} {(hosts == 1 ? "host" : "hosts")}", null);
    }

    private static int CountPassing(FleetSnapshot fleet, PlacementContext context)
    {
        var funnel = new ColumnFunnel(Bind(fleet, context));
        Span<ulong> active = stackalloc ulong[RowSet.Words];
        foreach (var block in fleet.Blocks)
        {
            funnel.Run(block, active);
        }

        return funnel.Passed;
    }

    // Made anew, because what a context has worked out beforehand belongs to the request it was made with.
    private static PlacementContext Bind(FleetSnapshot fleet, PlacementContext context)
    {
        var bound = new PlacementContext(context.Request, context.Policy, context.Now, context.StaleAfter)
        {
            ZoneName = context.ZoneName,
            Aggregates = context.Aggregates,
            HostLimits = context.HostLimits,
            HintedHosts = context.HintedHosts,
            Salt = context.Salt,
            Elsewhere = context.Elsewhere,
        };
        return bound with { Group = Groups.GroupState.Of(fleet, bound) };
    }

    private static RequestChange Drop(string kind, string? attribute, string? from, string text, object change) =>
        new(kind, attribute, from, null, 0, text, JsonSerializer.Serialize(change));

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
