namespace NovaZones.Core.Replicas;

/// <summary>
/// A row that a decision wants to write belongs to somebody else: its retry key, plan or claim was used, or its end was written. Nothing of the
/// group was written. Of a group the others are decided without it.
/// </summary>
public sealed class TakenException(string message, Exception? failure = null) : Exception(message, failure);
