namespace NovaZones.Core.Federation;

/// <summary>Keeps the child zones and what they last told, durably.</summary>
public interface IChildZoneStore
{
    /// <summary>All child zones by name.</summary>
    Task<IReadOnlyList<ChildZone>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Adds or replaces a child zone by id. False when another one has the name.</summary>
    Task<bool> TrySaveAsync(ChildZone child, CancellationToken cancellationToken);

    /// <summary>Removes a child zone; one that is gone already is no error.</summary>
    Task RemoveAsync(Guid childZoneId, CancellationToken cancellationToken);

    /// <summary>The last summary of each child as JSON, with the time it was seen.</summary>
    Task<IReadOnlyList<StoredSummary>> ListSummariesAsync(CancellationToken cancellationToken);

    /// <summary>Replaces the last summary of a child.</summary>
    Task SaveSummaryAsync(StoredSummary summary, CancellationToken cancellationToken);
}

/// <summary>What a child last told.</summary>
/// <param name="ChildZoneId">Which child.</param>
/// <param name="Json">The serialised <see cref="Zones.ZoneInfo"/>.</param>
/// <param name="SeenAt">When, UTC.</param>
public sealed record StoredSummary(Guid ChildZoneId, string Json, DateTimeOffset SeenAt);
