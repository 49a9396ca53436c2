namespace NovaZones.Core.Fleet.History;

/// <summary>Keeps what hosts offered and used, durably.</summary>
public interface IHostHistoryStore
{
    /// <summary>Adds figures that hold from a moment on, until the next of the same host.</summary>
    Task AppendAsync(DateTimeOffset at, IReadOnlyCollection<HostFigures> figures, CancellationToken cancellationToken);

    /// <summary>A host's figures since a moment, oldest first.</summary>
    Task<IReadOnlyList<HostPoint>> ReadAsync(Guid hostId, DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>Forgets what is older than a moment.</summary>
    Task PruneAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
