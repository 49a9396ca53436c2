namespace NovaZones.Core.Replicas;

/// <summary>Another replica committed first; nothing was written. Follow it and decide again.</summary>
public sealed class OvertakenException() : Exception("Another replica of the zone committed first.");
