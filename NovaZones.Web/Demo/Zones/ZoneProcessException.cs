namespace NovaZones.Web.Demo.Zones;

/// <summary>A zone process did not become ready; the message carries the end of its log.</summary>
internal sealed class ZoneProcessException(string message) : Exception(message);
