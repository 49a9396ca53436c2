using NovaZones.Core.Fleet;
using NovaZones.Core.Quotas;

namespace NovaZones.Core.Claims;

/// <summary>Makes the fleet and what is claimed on it durable. Safe to call from several threads; one write runs at a time.</summary>
public interface IClaimStore
{
    /// <summary>Everything that decides claims, read at start.</summary>
    Task<LoadedFleet> LoadAsync(CancellationToken cancellationToken);

    /// <summary>Writes a group of changes in one transaction; when it returns they survive any crash.</summary>
    /// <exception cref="StaleFleetException">A host's stored generation is not that of <see cref="HostChange.Before"/>; nothing was written.</exception>
    /// <exception cref="StoreFaultException">The database cannot be written; nothing was.</exception>
    /// <exception cref="UncertainCommitException">The database failed while it committed; whether the group counts shows when it is read again.</exception>
    Task CommitAsync(FleetChanges changes, CancellationToken cancellationToken);

    /// <summary>Writes times of last reports and fast-moving capabilities of known hosts; those of unknown hosts are passed over.</summary>
    Task FlushAsync(IReadOnlyList<Host> hosts, CancellationToken cancellationToken);
}

/// <summary>What <see cref="IClaimStore.LoadAsync"/> found.</summary>
/// <param name="Hosts">All hosts; what is used is the sum of the stored allocations.</param>
/// <param name="LocalInstances">All instances on hosts of this zone, with their parts.</param>
public sealed record LoadedFleet(IReadOnlyList<Host> Hosts, IReadOnlyList<Instance> LocalInstances)
{
    /// <summary>What every stored instance counts against its tenant, those that children hold included.</summary>
    public IReadOnlyDictionary<Guid, InstanceCharge> Charges { get; init; } = new Dictionary<Guid, InstanceCharge>();
}

/// <summary>Another replica changed a host that this group decided on; load again and decide again.</summary>
public sealed class StaleFleetException(string message) : Exception(message);

/// <summary>The database failed while it committed a group: it may be durable, whole, or not at all.</summary>
public sealed class UncertainCommitException(Exception failure)
    : Exception("The database failed while it committed; whether the group is durable is not known until the fleet is loaded again.", failure);

/// <summary>The database itself is at fault (full, read-only, locked, damaged); the message is one line for the operator that names it.</summary>
public sealed class StoreFaultException(string message, Exception failure) : Exception(message, failure);
