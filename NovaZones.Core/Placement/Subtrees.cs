using NovaZones.Core.Fleet;

namespace NovaZones.Core.Placement;

/// <summary>Watches, while groups are placed on a host's providers, over those that must lie in one subtree.</summary>
/// <remarks>Positions of groups are those of the search. Used by one search; not thread-safe.</remarks>
internal sealed class Subtrees
{
    /// <summary>The provider of a group that is not placed.</summary>
    public const int Nowhere = -1;

    private readonly Host _host;
    private readonly int[][] _sets;
    private readonly int[] _placed;
    private readonly bool[] _hasChildren;

    /// <param name="request">What is asked.</param>
    /// <param name="host">Where.</param>
    /// <param name="order">The request's groups in the order in which the search places them.</param>
    public Subtrees(PlacementRequest request, Host host, int[] order)
    {
        _host = host;
        _sets = [.. request.SameSubtree.Select(set => set.Select(group => Array.IndexOf(order, group)).ToArray())];
        _placed = new int[request.Groups.Length];
        Array.Fill(_placed, Nowhere);
        _hasChildren = new bool[host.Providers.Length];
        foreach (var provider in host.Providers)
        {
            if (provider.Parent >= 0)
            {
                _hasChildren[provider.Parent] = true;
            }
        }
    }

    /// <summary>Notes where a group is; classes outside groups are of no interest.</summary>
    public void Put(int group, int provider)
    {
        if (group < _placed.Length)
        {
            _placed[group] = provider;
        }
    }

    /// <summary>Whether nothing is below the provider and no group on it, so that an equal sibling is as good for any subtree.</summary>
    public bool IsBareLeaf(int provider) => !_hasChildren[provider] && !_placed.AsSpan().Contains(provider);

    /// <summary>Whether every set that a group is in has, or can still get, a top.</summary>
    /// <param name="group">The group placed last.</param>
    /// <param name="mayTop">Whether a group that is not placed yet could go on a provider.</param>
    public bool MayHold(int group, Func<int, int, bool> mayTop)
    {
        foreach (var set in _sets)
        {
            if (set.Contains(group) && !HasTop(set, mayTop))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The top is one of the set's providers that has all others below it: placed already, or still to be placed there.</summary>
    private bool HasTop(int[] set, Func<int, int, bool> mayTop)
    {
        for (var top = _placed[Array.Find(set, g => _placed[g] != Nowhere)]; top >= 0; top = _host.Providers[top].Parent)
        {
            if (set.All(g => _placed[g] == Nowhere || IsWithin(_placed[g], top)) && set.Any(g => _placed[g] == Nowhere ? mayTop(g, top) : _placed[g] == top))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsWithin(int provider, int top)
    {
        while (provider >= 0 && provider != top)
        {
            provider = _host.Providers[provider].Parent;
        }

        return provider == top;
    }
}
