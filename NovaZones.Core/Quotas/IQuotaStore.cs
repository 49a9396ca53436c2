namespace NovaZones.Core.Quotas;

/// <summary>Keeps quotas and leases. Every write is durable when it returns.</summary>
public interface IQuotaStore
{
    /// <summary>All quotas.</summary>
    Task<IReadOnlyList<Quota>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Adds or replaces a quota.</summary>
    Task SaveAsync(Quota quota, CancellationToken cancellationToken);

    /// <summary>Removes a quota; none is no error.</summary>
    Task RemoveAsync(string tenant, CancellationToken cancellationToken);

    /// <summary>Everything that was lent to children.</summary>
    Task<IReadOnlyList<LeaseOut>> ListGrantedAsync(CancellationToken cancellationToken);

    /// <summary>Forgets what was lent to a child. What is lent is written with the ledger's decisions.</summary>
    Task RemoveGrantedAsync(Guid childZoneId, CancellationToken cancellationToken);

    /// <summary>The newest lease of each parent for each tenant.</summary>
    Task<IReadOnlyList<LeaseIn>> ListReceivedAsync(CancellationToken cancellationToken);

    /// <summary>Adds or replaces leases of parents, all or nothing. Where another replica stored a newer offer, that one stays.</summary>
    Task SaveReceivedAsync(IReadOnlyCollection<LeaseIn> leases, CancellationToken cancellationToken);
}
