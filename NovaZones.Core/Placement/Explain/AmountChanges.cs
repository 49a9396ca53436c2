using System.Collections.Immutable;
using System.Text.Json;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement.Capacity;

namespace NovaZones.Core.Placement.Explain;

/// <summary>Other amounts of one class that would fit: as much as one instance finds, as much as several find, or a little more where units demand it.</summary>
internal static class AmountChanges
{
    private const string Kind = "resources";
    private const string GroupKind = "groups.resources";

    /// <summary>Changes of every amount that is asked, in the request's order.</summary>
    public static IEnumerable<Change> Of(ChangeTrial trial, PlacementRequest request)
    {
        for (var i = 0; i < request.Resources.Length; i++)
        {
            var (at, demand) = (i, request.Resources[i]);
            foreach (var amount in Amounts(trial, demand, request with { Resources = request.Resources.RemoveAt(at) }, a => With(request, at, a)))
            {
                yield return new Change(
                    new RequestChange(
                        Kind, demand.ResourceClass, ChangeText.Of(demand.Amount), ChangeText.Of(amount), 0, Phrase(demand, amount),
                        JsonSerializer.Serialize(new { resources = new Dictionary<string, long> { [demand.ResourceClass] = amount } })),
                    With(request, at, amount));
            }
        }

        foreach (var change in OfGroups(trial, request))
        {
            yield return change;
        }
    }

    private static IEnumerable<Change> OfGroups(ChangeTrial trial, PlacementRequest request)
    {
        var seen = new HashSet<(string, long)>();
        for (var i = 0; i < request.Groups.Length; i++)
        {
            for (var j = 0; j < request.Groups[i].Resources.Length; j++)
            {
                // Groups are mostly alike: what is too much for one is too much for all that ask as much.
                var demand = request.Groups[i].Resources[j];
                if (!seen.Add((demand.ResourceClass, demand.Amount)))
                {
                    continue;
                }

                var alike = request.Groups.SelectMany((g, at) => g.Resources.Select((d, k) => (At: at, K: k, Demand: d))).Where(d => d.Demand == demand).ToList();
                PlacementRequest With(long amount)
                {
                    var groups = request.Groups;
                    foreach (var (at, k, _) in alike)
                    {
                        groups = groups.SetItem(at, groups[at] with { Resources = groups[at].Resources.SetItem(k, demand with { Amount = amount }) });
                    }

                    return request with { Groups = groups };
                }

                var amounts = Amounts(trial, demand, Without(request, demand), With);
                foreach (var amount in amounts)
                {
                    var changed = With(amount);
                    yield return new Change(
                        new RequestChange(
                            GroupKind, demand.ResourceClass, ChangeText.Of(demand.Amount), ChangeText.Of(amount), 0, $"{Phrase(demand, amount)} in groups",
                            JsonSerializer.Serialize(new { groups = GroupJson.Of(changed.Groups) })),
                        changed);
                }
            }
        }
    }

    /// <summary>The request whose groups do not ask this; a group that asks nothing else only stays as part of a subtree.</summary>
    private static PlacementRequest Without(PlacementRequest request, ResourceDemand demand)
    {
        var groups = request.Groups.Select(g => g with { Resources = g.Resources.RemoveAll(d => d == demand) });
        return request with { Groups = [.. groups.Where(g => !request.SameSubtree.IsEmpty || !g.Resources.IsEmpty)] };
    }

    /// <summary>Amounts to try for one class.</summary>
    /// <param name="trial">The fleet.</param>
    /// <param name="demand">What is asked.</param>
    /// <param name="without">The request that hardly minds this class.</param>
    /// <param name="with">The request with another amount.</param>
    private static SortedSet<long> Amounts(ChangeTrial trial, ResourceDemand demand, PlacementRequest without, Func<long, PlacementRequest> with)
    {
        var (found, most) = (new SortedSet<long>(), trial.Context.Request.MinCount);
        var offers = Offers(trial, demand, without, most, out var raised);
        if (raised < long.MaxValue)
        {
            found.Add(raised);
        }

        // As many instances as are wanted, and fewer: another zone may have room for the others.
        for (var want = most; want >= 1 && offers.Count > 0; want = want > 8 ? want / 2 : want - 1)
        {
            var start = offers[Math.Min(want, offers.Count) - 1];
            if (Largest(trial, start, want, with) is var amount and > 0)
            {
                found.Add(amount);
            }
        }

        return found;
    }

    /// <summary>The largest amount, from one down, of which so many fit; 0 when there is none.</summary>
    private static long Largest(ChangeTrial trial, long start, int want, Func<long, PlacementRequest> with)
    {
        if (trial.RoomOf(with(start)).Instances >= want)
        {
            return start;
        }

        // Limits and other groups may leave less than providers have free.
        var (low, high) = (0L, start);
        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = trial.RoomOf(with(middle)).Instances >= want ? (middle, high) : (low, middle);
        }

        return low;
    }

    /// <summary>The largest amounts below what is asked that providers take, one after the other, largest first, at most as many as wanted.</summary>
    private static List<long> Offers(ChangeTrial trial, ResourceDemand demand, PlacementRequest without, int most, out long raised)
    {
        var best = new PriorityQueue<long, long>();
        raised = long.MaxValue;
        var hosts = trial.Passing(
            without,
            (block, row) => block.Resource(demand.ResourceClass) is var column
                && !(column.IsExact && best.Count == most && column.LargestOf(row) <= best.Peek()));
        var bound = trial.Bind(trial.Context with { Request = without });
        foreach (var host in hosts)
        {
            var room = most == 1 ? 1 : HostRoom.Of(bound, host, most);
            foreach (var provider in host.Providers)
            {
                if (provider.IndexOf(demand.ResourceClass) is var at and >= 0)
                {
                    var usage = provider.Inventories[at];
                    raised = Math.Min(raised, Raised(usage, demand.Amount));
                    for (var k = 1; k <= room && Lowered(usage, demand.Amount, k) is var amount and > 0; k++)
                    {
                        if (best.Count == most && best.Peek() >= amount)
                        {
                            break;
                        }

                        best.Enqueue(amount, amount);
                        if (best.Count > most)
                        {
                            best.Dequeue();
                        }
                    }
                }
            }
        }

        var offers = new List<long>();
        while (best.TryDequeue(out var amount, out _))
        {
            offers.Add(amount);
        }

        offers.Reverse();
        return offers;
    }

    /// <summary>Most of a class, and less than asked, that so many claims each find; 0 for none.</summary>
    private static long Lowered(InventoryUsage usage, long asked, int claims)
    {
        var amount = Math.Min(Math.Min(usage.Free / claims, usage.Inventory.MaxUnit), asked - 1);
        amount -= amount % usage.Inventory.StepSize;
        return amount >= usage.Inventory.MinUnit ? amount : 0;
    }

    /// <summary>Least of a class, and more than asked, that a claim may have and finds.</summary>
    private static long Raised(InventoryUsage usage, long asked)
    {
        var (least, step) = (Math.Max(asked + 1, usage.Inventory.MinUnit), usage.Inventory.StepSize);
        var amount = (least + step - 1) / step * step;
        return !usage.Inventory.Accepts(asked) && usage.Fits(amount) ? amount : long.MaxValue;
    }

    private static PlacementRequest With(PlacementRequest request, int at, long amount) =>
        request with { Resources = request.Resources.SetItem(at, request.Resources[at] with { Amount = amount }) };

    private static string Phrase(ResourceDemand demand, long amount) => $"with {demand.ResourceClass} {ChangeText.Of(amount)} instead of {ChangeText.Of(demand.Amount)}";
}
