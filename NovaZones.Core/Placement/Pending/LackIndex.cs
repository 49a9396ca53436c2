namespace NovaZones.Core.Placement.Pending;

/// <summary>Waiting requests by what they lack, so that a change looks at those alone whom it may help. Not thread-safe.</summary>
internal sealed class LackIndex
{
    private readonly Dictionary<Lack, HashSet<PendingEntry>> _waiters = [];

    /// <summary>Whether anybody is in it under this key.</summary>
    public bool Has(Lack lack) => _waiters.ContainsKey(lack);

    /// <summary>Adds one more key of a waiter.</summary>
    public void Add(Lack lack, PendingEntry waiter)
    {
        if (!_waiters.TryGetValue(lack, out var waiters))
        {
            waiters = _waiters[lack] = [];
        }

        waiters.Add(waiter);
    }

    /// <summary>Takes a waiter out under every one of its keys.</summary>
    public void Remove(IEnumerable<Lack> lacks, PendingEntry waiter)
    {
        foreach (var lack in lacks)
        {
            if (_waiters.TryGetValue(lack, out var waiters) && waiters.Remove(waiter) && waiters.Count == 0)
            {
                _waiters.Remove(lack);
            }
        }
    }

    /// <summary>Everybody who lacks one of these, in order of arrival.</summary>
    public IReadOnlyCollection<PendingEntry> Lacking(IEnumerable<Lack> lacks)
    {
        SortedSet<PendingEntry>? found = null;
        foreach (var lack in lacks)
        {
            if (_waiters.TryGetValue(lack, out var waiters))
            {
                found ??= [];
                found.UnionWith(waiters);
            }
        }

        return found is null ? [] : found;
    }
}
