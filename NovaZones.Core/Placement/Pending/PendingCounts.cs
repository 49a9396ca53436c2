namespace NovaZones.Core.Placement.Pending;

/// <summary>How the pending requests of a zone stand.</summary>
/// <param name="Queued">Not tried yet.</param>
/// <param name="Trying">Being planned or claimed.</param>
/// <param name="Waiting">Did not fit, and wait for capacity.</param>
public readonly record struct PendingCounts(int Queued, int Trying, int Waiting);
