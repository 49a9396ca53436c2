namespace NovaZones.Bench.Simulation;

/// <summary>What a simulation found.</summary>
internal sealed record SimulationResult
{
    public required int Zones { get; init; }

    public required int Depth { get; init; }

    public required int Hosts { get; init; }

    public required int Requests { get; init; }

    public required int Seed { get; init; }

    public required int Placed { get; init; }

    public required int Refused { get; init; }

    /// <value>Requests that were not answered with 201 or 409.</value>
    public required int Failed { get; init; }

    public required int Released { get; init; }

    public required double PlacementsPerSecond { get; init; }

    public required double P50Ms { get; init; }

    public required double P90Ms { get; init; }

    public required double P99Ms { get; init; }

    /// <value>Share of the zones below the root that one request asked, in percent.</value>
    public required double AskedPercent { get; init; }

    public required long LostMessages { get; init; }

    public required int HealingRounds { get; init; }

    /// <value>Instances that zones and callers believe in, added up over every level.</value>
    public required long Beliefs { get; init; }

    public required long InstancesOnHosts { get; init; }

    public required IReadOnlyList<string> Faults { get; init; }

    /// <value>Memory of one zone without hosts.</value>
    public required double MemoryPerZoneMb { get; init; }

    public required double PeakMemoryMb { get; init; }

    public required double StartSeconds { get; init; }

    public required double ReportSeconds { get; init; }

    public required double LoadSeconds { get; init; }

    /// <value>The machine's load average when the requests ended; null where there is none.</value>
    public string? MachineLoad { get; init; }
}
