namespace NovaZones.Core.Policies;

/// <summary>Keeps policies and all their versions durably.</summary>
public interface IPolicyStore
{
    /// <summary>The newest version of every policy.</summary>
    Task<IReadOnlyList<Policy>> ListAsync(CancellationToken cancellationToken);

    /// <summary>All versions of one policy, newest first, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<Policy>> ListVersionsAsync(string name, int limit, CancellationToken cancellationToken);

    /// <summary>Adds a version.</summary>
    /// <returns>False when that version exists already: somebody else saved first.</returns>
    Task<bool> TryAddAsync(Policy policy, CancellationToken cancellationToken);
}
