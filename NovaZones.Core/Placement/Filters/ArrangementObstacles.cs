using System.Collections.Immutable;
using NovaZones.Core.Fleet;

namespace NovaZones.Core.Placement.Filters;

/// <summary>Says why a host that has enough in sum still cannot take a request: units, single providers, traits of groups, groups that must part or stay together.</summary>
/// <remarks>Asked only of a host that is told as an example, so it may search where a filter must not.</remarks>
internal static class ArrangementObstacles
{
    /// <summary>What stands in the way; one general line when each part fits alone and only all of them do not.</summary>
    public static IReadOnlyList<Obstacle> Of(PlacementRequest request, Host host)
    {
        var found = new List<Obstacle>();
        foreach (var demand in request.Resources.Where(d => !host.Providers.Any(p => Takes(p, d))))
        {
            found.Add(OfClass("", demand, host.Providers));
        }

        for (var i = 0; i < request.Groups.Length; i++)
        {
            AddGroup(request.Groups[i], NameOf(request, i), host, found);
        }

        if (found.Count == 0)
        {
            AddTogether(request, host, found);
        }

        if (found.Count == 0)
        {
            found.Add(new Obstacle("arrangement", "every class and group in providers that take it", "no providers that take them together"));
        }

        return found;
    }

    /// <summary>What one group lacks of the provider that comes nearest.</summary>
    private static void AddGroup(DemandGroup group, string name, Host host, List<Obstacle> found)
    {
        var able = host.Providers.Where(p => group.Resources.All(d => Takes(p, d))).ToList();
        if (able.Any(p => Has(p, group.Traits)))
        {
            return;
        }

        // Providers without the traits are no place for the group, however much is free there; but only where some has them at all.
        var before = found.Count;
        var marked = group.Traits.IsEmpty ? [] : host.Providers.Where(p => Has(p, group.Traits) && group.Resources.All(d => p.IndexOf(d.ResourceClass) >= 0)).ToList();
        if (marked.Count == 0)
        {
            var offering = able.Count > 0 ? able : [.. host.Providers.Where(p => group.Resources.All(d => p.IndexOf(d.ResourceClass) >= 0))];
            found.AddRange((offering.Count > 0 ? offering : host.Providers.AsEnumerable()).Select(p => OfTraits(name, group.Traits, p)).MinBy(o => o.Count)!);
        }

        if (able.Count > 0 && marked.Count == 0)
        {
            return;
        }

        var places = marked.Count > 0 ? marked : [.. host.Providers];
        foreach (var demand in group.Resources.Where(d => !places.Exists(p => Takes(p, d))))
        {
            found.Add(OfClass(name + " ", demand, places));
        }

        if (found.Count == before)
        {
            found.Add(new Obstacle(name, $"{string.Join(" and ", group.Resources.Select(d => $"{d.Amount} {d.ResourceClass}"))} on one provider", "no provider has them all free"));
        }
    }

    /// <summary>Whether the groups fit once they need not part, or need not stay together.</summary>
    private static void AddTogether(PlacementRequest request, Host host, List<Obstacle> found)
    {
        if (request.IsolateGroups && ResourceFit.Fits(request with { IsolateGroups = false }, host))
        {
            var all = Enumerable.Range(0, request.Groups.Length);
            found.Add(new Obstacle(NamesOf(request, all), "a provider of its own for each", "fit only where some share one"));
        }

        for (var i = 0; i < request.SameSubtree.Length; i++)
        {
            if (ResourceFit.Fits(request with { SameSubtree = request.SameSubtree.RemoveAt(i) }, host))
            {
                found.Add(new Obstacle(NamesOf(request, request.SameSubtree[i]), "providers in one subtree with one of them on top", "fit only in different subtrees"));
            }
        }
    }

    /// <summary>Why no provider takes one amount: the units where none allows it, else what is free on one.</summary>
    private static Obstacle OfClass(string prefix, ResourceDemand demand, IEnumerable<ResourceProvider> providers)
    {
        var attribute = prefix + demand.ResourceClass;
        var offers = providers.Where(p => p.IndexOf(demand.ResourceClass) >= 0).Select(p => p.Inventories[p.IndexOf(demand.ResourceClass)]).ToList();
        var allowing = offers.Where(o => o.Inventory.Accepts(demand.Amount)).ToList();
        if (offers.Count == 0)
        {
            return new Obstacle(attribute, $"{demand.Amount}", "none");
        }

        if (allowing.Count > 0)
        {
            return new Obstacle(attribute, $"{demand.Amount} on one provider", $"at most {Math.Max(0, allowing.Max(o => o.Free))} free on one");
        }

        // Of several the one with most free: the others would need more than another unit.
        var units = offers.MaxBy(o => o.Free).Inventory;
        var actual = demand.Amount < units.MinUnit ? $"at least {units.MinUnit} at once"
            : demand.Amount > units.MaxUnit ? $"at most {units.MaxUnit} at once"
            : $"steps of {units.StepSize}";
        return new Obstacle(attribute, $"{demand.Amount}", actual);
    }

    private static List<Obstacle> OfTraits(string name, TraitDemand traits, ResourceProvider provider) =>
    [
        .. traits.Required.Where(t => !provider.HasTrait(t)).Select(t => new Obstacle($"{name} trait {t}", "present", "absent")),
        .. traits.Forbidden.Where(provider.HasTrait).Select(t => new Obstacle($"{name} trait {t}", "absent", "present")),
        .. traits.AnyOf.Where(s => !s.Any(provider.HasTrait)).Select(s => new Obstacle($"{name} traits {string.Join(", ", s)}", "one present", "none present")),
    ];

    private static bool Takes(ResourceProvider provider, ResourceDemand demand)
    {
        var at = provider.IndexOf(demand.ResourceClass);
        return at >= 0 && provider.Inventories[at].Fits(demand.Amount);
    }

    private static bool Has(ResourceProvider provider, TraitDemand traits) => traits.IsEmpty || traits.IsMetBy(provider, static (p, trait) => p.HasTrait(trait));

    /// <summary>As the request names it, else by its place, counted from 1.</summary>
    private static string NameOf(PlacementRequest request, int group) => $"group {request.Groups[group].Name ?? $"{group + 1}"}";

    private static string NamesOf(PlacementRequest request, IEnumerable<int> groups) =>
        "groups " + string.Join(", ", groups.Select(g => request.Groups[g].Name ?? $"{g + 1}"));
}
