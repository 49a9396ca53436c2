namespace NovaZones.Bench.Claims;

/// <summary>What the <c>claims</c> verb was asked for.</summary>
/// <param name="Callers">Concurrent callers that claim one instance each.</param>
/// <param name="Batch">Slots of one claim in the mode of batches.</param>
/// <param name="Hosts">Hosts of the zone.</param>
/// <param name="Time">How long each mode is measured.</param>
/// <param name="Directory">Where the zone's file is made, and the bare appends.</param>
/// <param name="Only">Part of the names of the modes to measure; null for all.</param>
internal sealed record ClaimsOptions(int Callers, int Batch, int Hosts, TimeSpan Time, string Directory, string? Only);
