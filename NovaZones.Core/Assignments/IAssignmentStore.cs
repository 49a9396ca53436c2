namespace NovaZones.Core.Assignments;

/// <summary>Keeps what hosts say of the instances on them. It is never part of the decision where something goes.</summary>
public interface IAssignmentStore
{
    /// <summary>What a host acknowledged, in no order.</summary>
    Task<IReadOnlyList<Acknowledgement>> ListAcknowledgementsAsync(Guid hostId, CancellationToken cancellationToken);

    /// <summary>Keeps acknowledgements of a host, all or none; one that is older than what is kept changes nothing.</summary>
    Task AcknowledgeAsync(Guid hostId, IReadOnlyList<Acknowledgement> acknowledgements, CancellationToken cancellationToken);

    /// <summary>What a host last said is on it, or null.</summary>
    Task<HostList?> FindListAsync(Guid hostId, CancellationToken cancellationToken);

    /// <summary>Keeps a host's list in place of the one before.</summary>
    Task SaveListAsync(HostList list, CancellationToken cancellationToken);

    /// <summary>The lists of all hosts, one after another, in no order.</summary>
    IAsyncEnumerable<HostList> ReadListsAsync(CancellationToken cancellationToken);

    /// <summary>Deletes what was said of instances and by hosts that are gone.</summary>
    Task PruneAsync(CancellationToken cancellationToken);
}
