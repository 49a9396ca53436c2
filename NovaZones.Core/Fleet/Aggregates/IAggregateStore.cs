namespace NovaZones.Core.Fleet.Aggregates;

/// <summary>Keeps the rules of aggregates durably.</summary>
public interface IAggregateStore
{
    /// <summary>All, by name.</summary>
    Task<IReadOnlyList<Aggregate>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Adds or replaces one by name.</summary>
    Task SaveAsync(Aggregate aggregate, CancellationToken cancellationToken);

    /// <summary>Removes one; one that is gone already is no error.</summary>
    Task RemoveAsync(string name, CancellationToken cancellationToken);
}
