using System.Collections.Immutable;
using NovaZones.Core.Fleet;

namespace NovaZones.Core.Placement;

/// <summary>Finds, inside one host's tree of providers, where each group and each class of a request goes.</summary>
/// <remarks>
/// A depth-first search, groups before single classes and the largest group first. Of the providers that can take a part,
/// the one with the least left over is tried first, so that fractions fill devices that are already broken into; of providers
/// in equal condition only the first is tried. The search gives up after <see cref="MaxSteps"/> steps: a host on which an
/// arrangement is that hard to find counts as not fitting.
/// </remarks>
internal static class ResourceFit
{
    /// <summary>Bound on the search for one host.</summary>
    public const int MaxSteps = 20_000;

    /// <summary>Whether an arrangement exists.</summary>
    public static bool Fits(PlacementRequest request, Host host) =>
        request.Groups.IsEmpty ? TryUngroupedOnly(request, host, null) : new Search(request, host).Run() is not null;

    /// <summary>The arrangement, or null when there is none.</summary>
    public static ImmutableArray<AllocationPart>? Arrange(PlacementRequest request, Host host)
    {
        if (!request.Groups.IsEmpty)
        {
            return new Search(request, host).Run();
        }

        var parts = ImmutableArray.CreateBuilder<AllocationPart>(request.Resources.Length);
        return TryUngroupedOnly(request, host, parts) ? parts.ToImmutable() : null;
    }

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
        private int _steps;

        public Search(PlacementRequest request, Host host)
        {
            _host = host;
            _isolate = request.IsolateGroups;
            _taken = new bool[host.Providers.Length];
            _free = new long[host.Providers.Length][];
            for (var i = 0; i < _free.Length; i++)
            {
                _free[i] = [.. host.Providers[i].Inventories.Select(u => u.Free)];
            }

            // A class asked outside any group is a group of one class that shares freely.
            _groups =
            [
                .. request.Groups.OrderByDescending(g => g.Resources.Sum(r => (double)r.Amount)),
                .. request.Resources.Select(r => new DemandGroup([r], TraitDemand.None)),
            ];
            GroupedCount = request.Groups.Length;
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
                if (Place(index + 1))
                {
                    return true;
                }

                Take(provider, group, -1);
                if (grouped && _isolate)
                {
                    _taken[provider] = false;
                }
            }

            return false;
        }

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

        private static bool Has(ResourceProvider provider, TraitDemand traits) =>
            traits.IsEmpty
            || (traits.Required.All(provider.HasTrait) && !traits.Forbidden.Any(provider.HasTrait) && traits.AnyOf.All(set => set.Any(provider.HasTrait)));

        /// <summary>Interchangeable for the rest of the search: same parent, offers, traits and what is free.</summary>
        private bool SameCondition(int a, int b)
        {
            var first = _host.Providers[a];
            var second = _host.Providers[b];
            return first.Parent == second.Parent && _taken[a] == _taken[b] && _free[a].AsSpan().SequenceEqual(_free[b])
                && first.Traits.AsSpan().SequenceEqual(second.Traits.AsSpan())
                && first.Inventories.Length == second.Inventories.Length
                && first.Inventories.Zip(second.Inventories).All(p => p.First.ResourceClass == p.Second.ResourceClass && p.First.Inventory == p.Second.Inventory);
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
