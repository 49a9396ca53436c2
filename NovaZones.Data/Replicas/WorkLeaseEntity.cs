namespace NovaZones.Data.Replicas;

/// <summary>Who does a piece of work, or that a replica is alive.</summary>
internal sealed class WorkLeaseEntity
{
    public const int NameLength = 64;

    public required string Name { get; init; }

    public required Guid Holder { get; init; }

    /// <summary>Grows with every sign of life: a number that stands still is a holder that is gone.</summary>
    public required long Beat { get; init; }

    /// <summary>Grows with every change of the holder.</summary>
    public required long Fencing { get; init; }

    /// <summary>For people who look at the table; nothing compares it.</summary>
    public required DateTimeOffset BeatAt { get; init; }
}
