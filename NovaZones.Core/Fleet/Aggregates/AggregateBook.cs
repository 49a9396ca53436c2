using System.Collections.Immutable;
using NovaZones.Core.Live;

namespace NovaZones.Core.Fleet.Aggregates;

/// <summary>The rules of aggregates in force: read from memory on every decision, saved durably before they count.</summary>
/// <remarks>Thread-safe. Reading takes no lock; changes are made one after another, so that memory and store agree.</remarks>
public sealed class AggregateBook(IAggregateStore store, FleetView fleet, ChangeFeed feed, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private ImmutableSortedDictionary<string, Aggregate> _aggregates = ImmutableSortedDictionary.Create<string, Aggregate>(StringComparer.Ordinal);
    private AggregateRules _rules = AggregateRules.None;

    /// <summary>What filters ask.</summary>
    internal AggregateRules Rules => Volatile.Read(ref _rules);

    /// <summary>Reads the rules from the store.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var all = await store.ListAsync(cancellationToken).ConfigureAwait(false);
            Publish(all.ToImmutableSortedDictionary(a => a.Name, a => a, StringComparer.Ordinal));
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Every aggregate that has rules or hosts, by name, with the number of its hosts in this zone.</summary>
    public IReadOnlyList<AggregateMembers> List()
    {
        var hosts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var name in fleet.Current.Hosts.SelectMany(h => h.Aggregates))
        {
            hosts[name] = hosts.GetValueOrDefault(name) + 1;
        }

        var known = Volatile.Read(ref _aggregates);
        return
        [
            .. hosts.Keys.Union(known.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
                .Select(name => new AggregateMembers(known.GetValueOrDefault(name) ?? new Aggregate { Name = name }, hosts.GetValueOrDefault(name))),
        ];
    }

    /// <summary>One aggregate with the number of its hosts, or null when it has neither rules nor hosts.</summary>
    public AggregateMembers? Find(string name)
    {
        var hosts = fleet.Current.Hosts.Count(h => h.IsIn(name));
        return Volatile.Read(ref _aggregates).TryGetValue(name, out var aggregate) ? new AggregateMembers(aggregate, hosts)
            : hosts > 0 ? new AggregateMembers(new Aggregate { Name = name }, hosts)
            : null;
    }

    /// <summary>Saves the rules of one aggregate, which count from the next decision on. True when it had none before.</summary>
    public async Task<bool> SaveAsync(Aggregate aggregate, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(aggregate);
        aggregate = aggregate with { ChangedAt = time.GetUtcNow() };
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await store.SaveAsync(aggregate, cancellationToken).ConfigureAwait(false);
            var isNew = !_aggregates.ContainsKey(aggregate.Name);
            Publish(_aggregates.SetItem(aggregate.Name, aggregate));
            return isNew;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Takes the rules of an aggregate away; its hosts go on naming it. False when it has none.</summary>
    public async Task<bool> RemoveAsync(string name, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_aggregates.ContainsKey(name))
            {
                return false;
            }

            await store.RemoveAsync(name, cancellationToken).ConfigureAwait(false);
            Publish(_aggregates.Remove(name));
            return true;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private void Publish(ImmutableSortedDictionary<string, Aggregate> aggregates)
    {
        Volatile.Write(ref _aggregates, aggregates);
        Volatile.Write(ref _rules, AggregateRules.Of(aggregates.Values));
        feed.Publish(ChangeTopic.Policies);
    }
}

/// <summary>An aggregate and how many hosts of this zone belong to it.</summary>
public sealed record AggregateMembers(Aggregate Aggregate, int Hosts);
