using System.Collections.Immutable;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement.Filters;

namespace NovaZones.Core.Placement.Explain;

/// <summary>What the hosts' operator could do: bring hosts back, raise a limit, add some of a class.</summary>
internal static class HostSideChanges
{
    /// <summary>Kind of a change that adds to hosts.</summary>
    public const string Host = "host";

    private static readonly (string Filter, string Kind, string Phrase)[] Lifted =
    [
        (HostStateFilter.FilterName, "host-state", "with hosts that are down or disabled back in use"),
        (MaxCoresFilter.FilterName, "limit", "with more cores allowed on each host"),
        (NumInstancesFilter.FilterName, "limit", "with more instances allowed on each host"),
        (IoOpsFilter.FilterName, "limit", "with more builds at once allowed on each host"),
    ];

    public static IEnumerable<RequestChange> Of(ChangeTrial trial)
    {
        var context = trial.Context;
        foreach (var (filter, kind, phrase) in Lifted)
        {
            var without = context.Policy with { Filters = [.. context.Policy.Filters.Where(f => f.Name != filter)] };
            if (without.Filters.Length < context.Policy.Filters.Length && trial.RoomOf(context with { Policy = without }) is { Instances: > 0 } room)
            {
                yield return ChangeText.With(new RequestChange(kind, kind == "limit" ? filter : null, null, null, 0, "", null), phrase, room.Hosts, room.Instances);
            }
        }

        foreach (var demand in context.Totals)
        {
            if (More(trial, demand.ResourceClass) is { } more)
            {
                yield return more;
            }
        }
    }

    /// <summary>The sentence of a change that adds to hosts.</summary>
    public static string Phrase(string resourceClass, string amount, int instances, int hosts) =>
        $"{amount} more {resourceClass} on {(instances <= 1 ? "any" : ChangeText.Of(instances))} of {ChangeText.Of(hosts)} {(hosts == 1 ? "host" : "hosts")}";

    /// <summary>The least of a class that, added to one provider of a host, lets one instance fit there; and how many hosts lack no more.</summary>
    private static RequestChange? More(ChangeTrial trial, string resourceClass)
    {
        var request = trial.Context.Request;
        var without = request with
        {
            Resources = request.Resources.RemoveAll(d => d.ResourceClass == resourceClass),
            Groups = [.. request.Groups.Select(g => g with { Resources = g.Resources.RemoveAll(d => d.ResourceClass == resourceClass) }).Where(g => !request.SameSubtree.IsEmpty || !g.Resources.IsEmpty)],
        };
        var asked = request.Resources.Concat(request.Groups.SelectMany(g => g.Resources)).Where(d => d.ResourceClass == resourceClass).Select(d => d.Amount).Distinct().ToList();
        var (least, hosts) = (long.MaxValue, 0);

        // A host whose largest piece is smaller than the largest host's by more than is lacking there cannot lack less.
        foreach (var host in trial.Passing(without, (block, row) => !block.Resource(resourceClass).IsExact || least == long.MaxValue || asked.Exists(a => a - block.Resource(resourceClass).LargestOf(row) <= least)))
        {
            var lacks = Lack(request, host, resourceClass, asked, least);
            (least, hosts) = lacks < least ? (lacks, 1) : lacks == least && lacks < long.MaxValue ? (least, hosts + 1) : (least, hosts);
        }

        return hosts == 0
            ? null
            : new RequestChange(Host, resourceClass, null, ChangeText.Of(least), hosts, Phrase(resourceClass, ChangeText.Of(least), 1, hosts), null) { Instances = hosts };
    }

    private static long Lack(PlacementRequest request, Host host, string resourceClass, List<long> asked, long most)
    {
        var least = long.MaxValue;
        foreach (var provider in host.Providers)
        {
            if (provider.IndexOf(resourceClass) is not (var at and >= 0))
            {
                continue;
            }

            var usage = provider.Inventories[at];
            foreach (var amount in asked)
            {
                var lack = amount - usage.Free;
                if (lack > 0 && lack < least && lack <= most && usage.Inventory.Accepts(amount)
                    && ResourceFit.Fits(request, host.WithoutInstance([new AllocationPart(provider.Id, resourceClass, lack)])))
                {
                    least = lack;
                }
            }
        }

        return least;
    }
}
