namespace NovaZones.Core.Federation.History;

/// <summary>Keeps the last changes of each child's state, durably.</summary>
public interface IChildEventStore
{
    /// <summary>Changes that are kept of one child; the oldest beyond are forgotten.</summary>
    const int MostPerChild = 200;

    /// <summary>Adds a change; passed over is one of a child that was removed meanwhile, one into the state that is the newest already, and one that is not newer: another replica was faster.</summary>
    Task AppendAsync(ChildEvent change, CancellationToken cancellationToken);

    /// <summary>A child's changes, newest first.</summary>
    Task<IReadOnlyList<ChildEvent>> ListAsync(Guid childZoneId, int limit, CancellationToken cancellationToken);

    /// <summary>The newest change of every child that has any.</summary>
    Task<IReadOnlyList<ChildEvent>> ListLatestAsync(CancellationToken cancellationToken);
}

/// <summary>A child went into a state.</summary>
/// <param name="ChildZoneId">The child.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Health">The state.</param>
/// <param name="Reason">Why, when it told or was told.</param>
public sealed record ChildEvent(Guid ChildZoneId, DateTimeOffset At, ChildHealth Health, string? Reason);
