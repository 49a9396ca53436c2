namespace NovaZones.Bench.Simulation;

/// <summary>What a simulation is run with.</summary>
internal sealed record SimulationOptions
{
    /// <value>Zones in the tree, the root included.</value>
    public int Zones { get; init; } = 50;

    /// <value>Levels of the tree, the root included.</value>
    public int Depth { get; init; } = 3;

    /// <value>Hosts in all, spread evenly over the zones that have no children.</value>
    public int Hosts { get; init; } = 50_000;

    /// <value>Placements offered to the root.</value>
    public int Requests { get; init; } = 1_000;

    /// <value>Placements in flight.</value>
    public int InFlight { get; init; } = 8;

    /// <value>Time that every message takes, drawn anew for each.</value>
    public DelayRange Delay { get; init; } = new(0, 0);

    /// <value>Share of messages that are lost, 0 to 1.</value>
    public double Loss { get; init; }

    /// <value>Zones that are cut off for a while, or null.</value>
    public Partition? Partition { get; init; }

    /// <value>Everything that is drawn is drawn from it.</value>
    public int Seed { get; init; } = 42;

    /// <value>Where to write the result as JSON, too.</value>
    public FileInfo? Json { get; init; }
}
