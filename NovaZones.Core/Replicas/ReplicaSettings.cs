namespace NovaZones.Core.Replicas;

/// <summary>That this process is one of several replicas of its zone; registered only where it is.</summary>
/// <param name="Id">This process, from its start to its end.</param>
/// <param name="PollInterval">How often the others' changes are looked for.</param>
/// <param name="LeaseTime">How long a replica may be silent before the others take over what it did.</param>
public sealed record ReplicaSettings(Guid Id, TimeSpan PollInterval, TimeSpan LeaseTime);
