using NovaZones.Bench.Fleets;

namespace NovaZones.Bench.Trees;

/// <summary>What was measured.</summary>
internal sealed record TreeResult
{
    public required int Zones { get; init; }

    public required int Hosts { get; init; }

    public required int Rate { get; init; }

    public required int Seconds { get; init; }

    public required int Placed { get; init; }

    public required int Refused { get; init; }

    /// <value>Placements and releases without a usable answer.</value>
    public required int Unanswered { get; init; }

    /// <value>From the moment at which a placement should have been sent to its answer.</value>
    public required Percentiles Placement { get; init; }

    /// <value>From sending a release to its answer.</value>
    public required Percentiles Release { get; init; }

    /// <value>Most requests in flight at once.</value>
    public required int MostInFlight { get; init; }

    /// <value>Processor time of each zone for one placement and one release, what it uses otherwise included.</value>
    public required IReadOnlyDictionary<string, double> ProcessorMs { get; init; }

    /// <value>How fast the machine was with nothing of this running.</value>
    public required MachineSpeed MachineIdle { get; init; }

    /// <value>How fast it was during what was measured. Slow spells on an idle machine, too, are not the zones'.</value>
    public required MachineSpeed MachineMeanwhile { get; init; }

    /// <value>Of the placements beside the machine's slow spells. The figure is <see cref="Placement"/>; this says how much of it is the machine's.</value>
    public required Percentiles PlacementBesideSpells { get; init; }

    /// <value>The machine's load average at the end; null where there is none.</value>
    public string? MachineLoad { get; init; }
}

/// <summary>A distribution of times in milliseconds.</summary>
internal sealed record Percentiles(double P50, double P90, double P99, double Max)
{
    public static Percentiles Of(IEnumerable<double> milliseconds)
    {
        var sorted = milliseconds.Order().ToList();
        double At(double share) => sorted.Count == 0 ? 0 : sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))];
        return new Percentiles(At(0.5), At(0.9), At(0.99), sorted.Count == 0 ? 0 : sorted[^1]);
    }
}
