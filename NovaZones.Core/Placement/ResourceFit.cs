using System.Collections.Immutable;
using NovaZones.Core.Fleet;

namespace NovaZones.Core.Placement;

/// <summary>Finds, inside one host's tree of providers, where each group and each class of a request goes.</summary>
/// <remarks>
/// A depth-first search, groups before single classes and the largest group first. Of the providers that can take a part,
/// the one with the least left over is tried first, so that fractions fill devices that are already broken into; of providers
/// in equal condition only the first is tried. The search gives up after <see cref="MaxSteps"/> steps: a host on which an
/// arrangement is that hard to find counts as not fitting. Where groups belong to one subtree, a branch is left as soon as what is
/// placed of them can have no common top any more.
/// </remarks>
internal static class ResourceFit
{
    /// <summary>Bound on the search for one host.</summary>
    public const int MaxSteps = 20_000;

    /// <summary>Providers up to which equal portions are dealt out without allocating.</summary>
    private const int MaxDealt = 256;

    /// <summary>Whether an arrangement exists.</summary>
    public static bool Fits(PlacementRequest request, Host host) =>
        request.Groups.IsEmpty ? TryUngroupedOnly(request, host, null)
        : IsDealt(request, host) ? TryDeal(request, host, null) && TryUngroupedOnly(request, host, null)
        : new Search(request, host).Run() is not null;

    /// <summary>The arrangement, or null when there is none.</summary>
    public static ImmutableArray<AllocationPart>? Arrange(PlacementRequest request, Host host)
    {
        var dealt = !request.Groups.IsEmpty && IsDealt(request, host);
        if (!request.Groups.IsEmpty && !dealt)
        {
            return ArrangeBySearch(request, host);
        }

        var parts = ImmutableArray.CreateBuilder<AllocationPart>(request.Groups.Length + request.Resources.Length);
        return (!dealt || TryDeal(request, host, parts)) && TryUngroupedOnly(request, host, parts) ? parts.DrainToImmutable() : null;
    }

    /// <summary>The arrangement that the search finds, which is the specification of the shorter ways.</summary>
    internal static ImmutableArray<AllocationPart>? ArrangeBySearch(PlacementRequest request, Host host) => new Search(request, host).Run();

    /// <summary>
    /// Whether the groups are equal portions of one class that is not asked otherwise. Then the first choice of the search is never
    /// wrong: which provider a portion takes leaves as many portions elsewhere, and nothing else competes.
    /// </summary>
    private static bool IsDealt(PlacementRequest request, Host host)
    {
        var first = request.Groups[0];
        if (!request.SameSubtree.IsEmpty || first.Resources.Length != 1 || host.Providers.Length > MaxDealt)
        {
            return false;
        }

        foreach (var group in request.Groups)
        {
            if (group.Resources.Length != 1 || group.Resources[0] != first.Resources[0] || !AreEqual(group.Traits, first.Traits))
            {
                return false;
            }
        }

        foreach (var demand in request.Resources)
        {
            if (demand.ResourceClass == first.Resources[0].ResourceClass)
            {
                return false;
            }
        }

        return true;
    }

    private static bool AreEqual(TraitDemand a, TraitDemand b)
    {
        if (ReferenceEquals(a, b) || (a.IsEmpty && b.IsEmpty))
        {
            return true;
        }

        if (!a.Required.AsSpan().SequenceEqual(b.Required.AsSpan()) || !a.Forbidden.AsSpan().SequenceEqual(b.Forbidden.AsSpan()) || a.AnyOf.Length != b.AnyOf.Length)
        {
            return false;
        }

        for (var i = 0; i < a.AnyOf.Length; i++)
        {
            if (!a.AnyOf[i].AsSpan().SequenceEqual(b.AnyOf[i].AsSpan()))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Each portion to the provider with the least left over, as the search would.</summary>
    private static bool TryDeal(PlacementRequest request, Host host, ImmutableArray<AllocationPart>.Builder? parts)
    {
        var group = request.Groups[0];
        var (resourceClass, amount) = group.Resources[0];
        Span<long> free = stackalloc long[host.Providers.Length];
        for (var i = 0; i < free.Length; i++)
        {
            var provider = host.Providers[i];
            var at = provider.IndexOf(resourceClass);
            free[i] = at >= 0 && provider.Inventories[at].Fits(amount) && Has(provider, group.Traits) ? provider.Inventories[at].Free : -1;
        }

        for (var portion = 0; portion < request.Groups.Length; portion++)
        {
            var best = -1;
            for (var i = 0; i < free.Length; i++)
            {
                if (free[i] >= amount && (best < 0 || free[i] < free[best]))
                {
                    best = i;
                }
            }

            if (best < 0)
            {
                return false;
            }

            free[best] = request.IsolateGroups ? -1 : free[best] - amount;
            if (parts is not null)
            {
                AddTo(parts, host.Providers[best].Id, resourceClass, amount);
            }
        }

        return true;
    }

    /// <summary>Parts on the same provider and class are one allocation.</summary>
    private static void AddTo(ImmutableArray<AllocationPart>.Builder parts, Guid providerId, string resourceClass, long amount)
    {
        for (var i = 0; i < parts.Count; i++)
        {
            if (parts[i].ProviderId == providerId && parts[i].ResourceClass == resourceClass)
            {
                parts[i] = parts[i] with { Amount = parts[i].Amount + amount };
                return;
            }
        }

        parts.Add(new AllocationPart(providerId, resourceClass, amount));
    }

    private static bool Has(ResourceProvider provider, TraitDemand traits) =>
        traits.IsEmpty || traits.IsMetBy(provider, static (p, trait) => p.HasTrait(trait));

    /// <summary>Without groups each class is independent: no search, no allocation.</summary>
    private static bool TryUngroupedOnly(PlacementRequest request, Host host, ImmutableArray<AllocationPart>.Builder? parts)
    {
        foreach (var demand in request.Resources)
        {
            ResourceProvider? best = null;
            var bestFree = long.MaxValue;
            foreach (var provider in host.Providers)
            {
                var index = provider.IndexOf(demand.ResourceClass);
                if (index >= 0 && provider.Inventories[index].Fits(demand.Amount) && provider.Inventories[index].Free < bestFree)
                {
                    best = provider;
                    bestFree = provider.Inventories[index].Free;
                }
            }

            if (best is null)
            {
                return false;
            }

            parts?.Add(new AllocationPart(best.Id, demand.ResourceClass, demand.Amount));
        }

        return true;
    }

    private sealed class Search
    {
        private readonly Host _host;
        private readonly DemandGroup[] _groups;
        private readonly bool[] _taken;
        private readonly bool _isolate;
        private readonly long[][] _free;
        private readonly Stack<AllocationPart> _parts = new();
        private readonly Subtrees? _subtrees;
        private int _steps;

        public Search(PlacementRequest request, Host host)
        {
            _host = host;
            _isolate = request.IsolateGroups;
            _taken = new bool[host.Providers.Length];
            _free = new long[host.Providers.Length][];
            for (var i = 0; i < _free.Length; i++)
            {
                _free[i] = host.Providers[i].Inventories.Free();
            }

            // A class asked outside any group is a group of one class that shares freely.
            var order = Enumerable.Range(0, request.Groups.Length).OrderByDescending(g => request.Groups[g].Resources.Sum(r => (double)r.Amount)).ToArray();
            _groups =
            [
                .. order.Select(g => request.Groups[g]),
                .. request.Resources.Select(r => new DemandGroup([r], TraitDemand.None)),
            ];
            GroupedCount = request.Groups.Length;
            _subtrees = request.SameSubtree.IsEmpty ? null : new Subtrees(request, host, order);
        }

        private int GroupedCount { get; }

        /// <summary>Parts on the same provider and class are one allocation.</summary>
        public ImmutableArray<AllocationPart>? Run() => !Place(0)
            ? null
            : [.. _parts.Reverse().GroupBy(p => (p.ProviderId, p.ResourceClass)).Select(g => new AllocationPart(g.Key.ProviderId, g.Key.ResourceClass, g.Sum(p => p.Amount)))];

        private bool Place(int index)
        {
            if (index == _groups.Length)
            {
                return true;
            }

            var group = _groups[index];
            var grouped = index < GroupedCount;

            foreach (var provider in Order(group, grouped))
            {
                if (++_steps > MaxSteps)
                {
                    return false;
                }

                Take(provider, group, +1);
                _taken[provider] |= grouped && _isolate;
                _subtrees?.Put(index, provider);
                if ((_subtrees is null || !grouped || _subtrees.MayHold(index, MayTop)) && Place(index + 1))
                {
                    return true;
                }

                _subtrees?.Put(index, Subtrees.Nowhere);
                Take(provider, group, -1);
                if (grouped && _isolate)
                {
                    _taken[provider] = false;
                }
            }

            return false;
        }

        /// <summary>Whether a group that is still to be placed could go on a provider, as things are.</summary>
        private bool MayTop(int group, int provider) => !(_isolate && _taken[provider]) && CanTake(provider, _groups[group]);

        private List<int> Order(DemandGroup group, bool grouped)
        {
            var result = new List<int>();
            for (var i = 0; i < _host.Providers.Length; i++)
            {
                if (!(grouped && _isolate && _taken[i]) && CanTake(i, group) && !result.Exists(j => SameCondition(i, j)))
                {
                    result.Add(i);
                }
            }

            result.Sort((a, b) =>
            {
                var byLeft = Left(a, group).CompareTo(Left(b, group));
                return byLeft != 0 ? byLeft : a.CompareTo(b);
            });
            return result;
        }

        private bool CanTake(int index, DemandGroup group)
        {
            var provider = _host.Providers[index];
            foreach (var demand in group.Resources)
            {
                var at = provider.IndexOf(demand.ResourceClass);
                if (at < 0 || _free[index][at] < demand.Amount || !provider.Inventories[at].Inventory.Accepts(demand.Amount))
                {
                    return false;
                }
            }

            return Has(provider, group.Traits);
        }

        /// <summary>Interchangeable for the rest of the search: same parent, offers, traits and what is free.</summary>
        private bool SameCondition(int a, int b)
        {
            var first = _host.Providers[a];
            var second = _host.Providers[b];
            return (_subtrees is null || (_subtrees.IsBareLeaf(a) && _subtrees.IsBareLeaf(b))) && first.Parent == second.Parent && _taken[a] == _taken[b] && _free[a].AsSpan().SequenceEqual(_free[b])
                && first.Traits.AsSpan().SequenceEqual(second.Traits.AsSpan())
                && first.Inventories.OffersSameAs(second.Inventories);
        }

        private long Left(int index, DemandGroup group)
        {
            long left = 0;
            foreach (var demand in group.Resources)
            {
                left += _free[index][_host.Providers[index].IndexOf(demand.ResourceClass)] - demand.Amount;
            }

            return left;
        }

        private void Take(int index, DemandGroup group, int sign)
        {
            foreach (var demand in group.Resources)
            {
                _free[index][_host.Providers[index].IndexOf(demand.ResourceClass)] -= sign * demand.Amount;
                if (sign > 0)
                {
                    _parts.Push(new AllocationPart(_host.Providers[index].Id, demand.ResourceClass, demand.Amount));
                }
                else
                {
                    _parts.Pop();
                }
            }
        }
    }
}
