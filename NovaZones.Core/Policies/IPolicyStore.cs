namespace NovaZones.Core.Policies;

/// <summary>Keeps policies and all their versions durably.</summary>
public interface IPolicyStore
{
    /// <summary>The newest version of every policy.</summary>
    Task<IReadOnlyList<Policy>> ListAsync(CancellationToken cancellationToken);

    /// <summary>All versions of one policy, newest first, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<Policy>> ListVersionsAsync(string name, int limit, CancellationToken cancellationToken);

    /// <summary>Adds a version.</summary>
    /// <returns>False when somebody else saved that version first, or removed the policy meanwhile; nothing was written.</returns>
    Task<bool> TryAddAsync(Policy policy, CancellationToken cancellationToken);

    /// <summary>Requests under a policy that are still to be decided.</summary>
    Task<int> CountPendingAsync(string name, CancellationToken cancellationToken);

    /// <summary>Removes a policy with all its versions.</summary>
    /// <param name="name">The policy.</param>
    /// <param name="version">The version that must be in force.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False when another version is in force, or none: somebody else was first.</returns>
    Task<bool> TryRemoveAsync(string name, int version, CancellationToken cancellationToken);
}
