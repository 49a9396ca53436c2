namespace NovaZones.Core.Federation;

/// <summary>A host of the tree that could take an instance instead of the one it got.</summary>
/// <param name="ChildZoneId">The child that has it or has it below; null for an own host.</param>
/// <param name="Tie">The host's tie bits for the request: the same host has the same wherever it is named.</param>
/// <param name="Score">Score it would have with everything else placed, in this zone's measure.</param>
/// <param name="Zone">Zone path from this zone down.</param>
/// <param name="Host">Its name; null when its zone keeps it to itself.</param>
public sealed record AlternateHost(Guid? ChildZoneId, uint Tie, double Score, string Zone, string? Host);
