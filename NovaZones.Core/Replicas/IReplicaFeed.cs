using NovaZones.Core.Claims;

namespace NovaZones.Core.Replicas;

/// <summary>What all replicas of the zone changed, in the order in which it became durable.</summary>
public interface IReplicaFeed
{
    /// <summary>The end of the feed now. Waits while another replica commits.</summary>
    Task<FeedHead> HeadAsync(CancellationToken cancellationToken);

    /// <summary>What came after a number. When an entry is seen, all smaller ones were.</summary>
    Task<FeedPage> ReadAsync(long after, CancellationToken cancellationToken);

    /// <summary>
    /// These hosts and instances as they are stored now. What is missing does not exist. A host is never older than its generation says,
    /// but may be newer; then the change that made it so follows in the feed.
    /// </summary>
    /// <param name="hosts">Hosts, to be read with all instances on them.</param>
    /// <param name="instances">Instances; those that children hold are found only if they are named here.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<LoadedFleet> ReadFleetAsync(IReadOnlyCollection<Guid> hosts, IReadOnlyCollection<Guid> instances, CancellationToken cancellationToken);

    /// <summary>Forgets changes older than a time, never the newest one.</summary>
    /// <returns>How many were forgotten.</returns>
    Task<int> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
