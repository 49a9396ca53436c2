namespace NovaZones.Core.Placement.Explain;

/// <summary>What a change makes room for.</summary>
/// <param name="Hosts">Hosts that then pass every filter.</param>
/// <param name="Instances">Instances that then fit, counted up to the fewest that are of use.</param>
internal readonly record struct ChangeRoom(int Hosts, int Instances);
