namespace NovaZones.Client.Models;

/// <summary>Something that changed in a zone.</summary>
/// <param name="Topic">What: Zone, Hosts, Placements, Children, Jobs, …</param>
/// <param name="Tree">The tree as it is now, with topic Zone; else null.</param>
public sealed record ZoneEvent(string Topic, ZoneTree? Tree);
