namespace NovaZones.Core.Audit;

/// <summary>Where the audit log is kept. Changes of other stores write their record themselves, with the change.</summary>
public interface IAuditStore
{
    /// <summary>Records an act that stands in no transaction of a store.</summary>
    /// <param name="draft">The act.</param>
    /// <param name="cancellationToken">Gives up before it is recorded.</param>
    Task AppendAsync(AuditDraft draft, CancellationToken cancellationToken);

    /// <summary>Lists records, newest first.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<AuditEntry>> ListAsync(AuditFilter filter, CancellationToken cancellationToken);

    /// <summary>Reads records in the order of the chain.</summary>
    /// <param name="after">The number to begin behind; less than the first for all.</param>
    /// <param name="limit">Most records.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<AuditEntry>> ReadAsync(long after, int limit, CancellationToken cancellationToken);

    /// <summary>The end of the chain as it is kept beside the records.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    Task<AuditHead> ReadHeadAsync(CancellationToken cancellationToken);

    /// <summary>Where the newest pruning that is recorded ended; null when nothing was ever pruned.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    Task<AuditEntry?> FindAnchorAsync(CancellationToken cancellationToken);

    /// <summary>Deletes the oldest records, and records in the same transaction where the chain goes on.</summary>
    /// <param name="before">Records of this moment or later stay.</param>
    /// <param name="cancellationToken">Gives up before anything is deleted.</param>
    /// <returns>How many were deleted.</returns>
    Task<int> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
