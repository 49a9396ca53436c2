namespace NovaZones.Core.Json;

/// <summary>Faults of a document that a peer wrote, perhaps a newer one: what is unknown in it is no fault.</summary>
internal sealed class PeerFaults : List<Fault>;
