namespace NovaZones.Web.Composition;

/// <summary>One thing that must be well for the zone to serve.</summary>
/// <param name="Name">What, a constant word.</param>
/// <param name="IsWell">Whether it is.</param>
/// <param name="Reason">Why not; null when it is well.</param>
public sealed record HealthCheck(string Name, bool IsWell, string? Reason);
