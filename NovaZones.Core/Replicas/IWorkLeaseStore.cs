namespace NovaZones.Core.Replicas;

/// <summary>Keeps leases. Every write is one conditional statement: it says whether it hit, and needs no clock.</summary>
public interface IWorkLeaseStore
{
    /// <summary>All leases.</summary>
    Task<IReadOnlyList<WorkLease>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Gives a sign of life. False when this replica does not hold it (any more).</summary>
    Task<bool> TryRenewAsync(string name, CancellationToken cancellationToken);

    /// <summary>Takes a lease that nobody ever held. False when somebody did.</summary>
    Task<bool> TryAddAsync(string name, CancellationToken cancellationToken);

    /// <summary>Takes a lease over. False when it is not as it was seen any more.</summary>
    Task<bool> TryTakeAsync(WorkLease seen, CancellationToken cancellationToken);

    /// <summary>Gives this replica's lease back, so that the next one need not wait.</summary>
    Task GiveBackAsync(string name, CancellationToken cancellationToken);

    /// <summary>Removes a replica's sign of life: its own when it stops, or that of one that is gone.</summary>
    Task RemoveAsync(WorkLease lease, CancellationToken cancellationToken);

    /// <summary>Claims that replicas are asking children for.</summary>
    Task<IReadOnlyList<OpenClaim>> ListOpenClaimsAsync(CancellationToken cancellationToken);

    /// <summary>Makes a claim that a replica left behind this replica's, whose former replica can then write nothing of it any more. False when somebody was faster.</summary>
    Task<bool> TryTakeOverAsync(OpenClaim claim, CancellationToken cancellationToken);

    /// <summary>Forgets a claim of this replica.</summary>
    Task CloseClaimAsync(string reservationId, CancellationToken cancellationToken);
}

/// <summary>A reservation for which a replica is asking children.</summary>
/// <param name="ReservationId">The reservation.</param>
/// <param name="ReplicaId">The replica.</param>
public sealed record OpenClaim(string ReservationId, Guid ReplicaId);
