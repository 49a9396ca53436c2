namespace NovaZones.Client.Models;

/// <summary>How many more of a request would fit.</summary>
/// <param name="Total">In all zones that answered.</param>
/// <param name="LargestOnOneHost">On the host that holds most.</param>
/// <param name="Zones">Zone by zone.</param>
public sealed record CapacityCount(long Total, int LargestOnOneHost, IReadOnlyList<ZoneCount> Zones);

/// <summary>How many more would fit in one zone.</summary>
/// <param name="Zone">Its path.</param>
/// <param name="Count">How many.</param>
/// <param name="LargestOnOneHost">On the host that holds most.</param>
/// <param name="Outcome">Answered, Skipped, TimedOut, Failed or Open.</param>
/// <param name="Reason">Why it did not answer, or null.</param>
public sealed record ZoneCount(string Zone, long Count, int LargestOnOneHost, string Outcome, string? Reason);
