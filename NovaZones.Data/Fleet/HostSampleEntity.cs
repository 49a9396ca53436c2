namespace NovaZones.Data.Fleet;

/// <summary>A row for what changed of the hosts of one shard until a moment.</summary>
internal sealed class HostSampleEntity
{
    public required int Shard { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>As <see cref="HostSamplePack"/> writes it.</summary>
    public required byte[] Data { get; init; }
}
