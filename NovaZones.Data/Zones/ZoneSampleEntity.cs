namespace NovaZones.Data.Zones;

/// <summary>A row for the zone with everything below it at a moment.</summary>
internal sealed class ZoneSampleEntity
{
    public required DateTimeOffset At { get; init; }

    /// <summary>Ticks before <see cref="At"/> to which the numbers of requests belong.</summary>
    public required long Span { get; init; }

    public required long Placed { get; init; }

    public required long Refused { get; init; }

    public required int HostsUp { get; init; }

    public required int HostsDown { get; init; }

    public required int HostsDisabled { get; init; }

    /// <summary>Figures of the classes, as <see cref="Fleet.HostSamplePack"/> writes them.</summary>
    public required byte[] Data { get; init; }
}
