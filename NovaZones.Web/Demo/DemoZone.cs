using NovaZones.Client;
using NovaZones.Web.Demo.Zones;

namespace NovaZones.Web.Demo;

/// <summary>One zone of the demo's tree.</summary>
/// <param name="Parent">The zone above it; null for the root.</param>
/// <param name="Process">How its process is started, the same way each time.</param>
/// <param name="Client">Speaks to it; outlives a restart of the process.</param>
internal sealed record DemoZone(string? Parent, ZoneProcessOptions Process, ZoneApi Client)
{
    internal string Name => Process.Name;
}
