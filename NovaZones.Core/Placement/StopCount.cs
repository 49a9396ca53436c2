namespace NovaZones.Core.Placement;

/// <summary>Hosts that passed every filter and took instances of the request, and why they take no more.</summary>
/// <param name="Filter">The filter that would reject one more.</param>
/// <param name="Reason">Its reason.</param>
/// <param name="Attribute">The class, limit or group that is used up; null when the filter names none.</param>
/// <param name="Hosts">Number of such hosts.</param>
public sealed record StopCount(string Filter, string Reason, string? Attribute, int Hosts);
