namespace NovaZones.Data.Replicas;

/// <summary>What one transaction of one replica changed, for the others to read again.</summary>
internal sealed class ChangeEntity
{
    /// <summary>Without gaps, in the order in which transactions committed.</summary>
    public required long Sequence { get; init; }

    public required Guid ReplicaId { get; init; }

    public required int Kind { get; init; }

    /// <summary>Keys of the rows to read again, as JSON.</summary>
    public required string Body { get; init; }

    /// <summary>By the clock of the replica that wrote it; only pruning looks at it.</summary>
    public required DateTimeOffset At { get; init; }
}
