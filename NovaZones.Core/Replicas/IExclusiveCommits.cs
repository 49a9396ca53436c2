using NovaZones.Core.Claims;

namespace NovaZones.Core.Replicas;

/// <summary>Commits that no other replica can be ahead of.</summary>
public interface IExclusiveCommits
{
    /// <summary>Keeps every other replica from committing, decides, and writes what was decided in the same transaction.</summary>
    /// <param name="decide">Reads what is new and decides; may run again when the database asks for it.</param>
    /// <param name="cancellationToken">Gives up before the commit.</param>
    /// <exception cref="UncertainCommitException">As with <see cref="IClaimStore.CommitAsync"/>.</exception>
    Task CommitExclusivelyAsync(Func<Task<FleetChanges>> decide, CancellationToken cancellationToken);
}
