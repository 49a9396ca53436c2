namespace NovaZones.Bench.Trees;

/// <summary>What the measurement of a tree of processes is run with.</summary>
internal sealed record TreeOptions
{
    /// <value>Zones at the lowest level; all hosts are theirs.</value>
    public int Leaves { get; init; } = 2;

    /// <value>Hosts in all.</value>
    public int Hosts { get; init; } = 3_000;

    /// <value>Placements sent to the root each second, whatever became of the earlier ones.</value>
    public int Rate { get; init; } = 200;

    /// <value>Seconds that are measured.</value>
    public int Seconds { get; init; } = 20;

    /// <value>Seconds at the same rate before, while the runtime compiles what is hot.</value>
    public int WarmUpSeconds { get; init; } = 10;

    /// <value>Reservations that are held; beyond, each placement is followed by the release of the oldest.</value>
    public int Held { get; init; } = 1_000;

    /// <value>Where to write the result as JSON, too.</value>
    public FileInfo? Json { get; init; }

    /// <value>Where to write each placement's moment and wait as CSV, to lay beside what a tracer saw.</value>
    public FileInfo? Samples { get; init; }
}
