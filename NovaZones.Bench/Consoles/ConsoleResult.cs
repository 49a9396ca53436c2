using NovaZones.Bench.Previews;
using NovaZones.Bench.Trees;

namespace NovaZones.Bench.Consoles;

/// <summary>What was measured of the console; parts that were not are null.</summary>
internal sealed record ConsoleResult
{
    public required int Hosts { get; init; }

    public required int Consoles { get; init; }

    /// <value>First sight of the overview; null without a browser, too.</value>
    public PaintResult? Paint { get; init; }

    public MemoryResult? Memory { get; init; }

    public LoadResult? Load { get; init; }

    public PreviewResult? Preview { get; init; }

    /// <value>The machine's load average at the end; null where there is none.</value>
    public string? MachineLoad { get; init; }
}

/// <summary>Milliseconds from asking for the overview, in a fresh browser profile.</summary>
internal sealed record PaintResult
{
    public required int Runs { get; init; }

    /// <value>Figures and tree are painted.</value>
    public required Percentiles UsefulMs { get; init; }

    /// <value>The page is live.</value>
    public required Percentiles LiveMs { get; init; }

    /// <value>A tile of every host is painted.</value>
    public required Percentiles MapMs { get; init; }
}

/// <summary>Managed memory of the zone after full collections.</summary>
internal sealed record MemoryResult
{
    /// <value>With nothing open, in MiB.</value>
    public required double WithoutMegabytes { get; init; }

    /// <value>With all consoles open, in MiB.</value>
    public required double WithMegabytes { get; init; }

    /// <value>The difference for one of them, in MiB.</value>
    public required double PerConsoleMegabytes { get; init; }
}

/// <summary>The same load without and with open consoles, in turns on the same zone.</summary>
internal sealed record LoadResult
{
    public required int Rate { get; init; }

    /// <value>Seconds that were measured in each round, without and with.</value>
    public required int Seconds { get; init; }

    public required IReadOnlyList<LoadRound> Rounds { get; init; }

    /// <value>Median of the rounds' p99 with consoles to the median without.</value>
    public double SlowerBy => Median(r => r.With.P99) / Median(r => r.Without.P99);

    /// <value>Placements and releases without a usable answer.</value>
    public int Unanswered => Rounds.Sum(r => r.Unanswered);

    /// <summary>The median of the rounds.</summary>
    public double Median(Func<LoadRound, double> of)
    {
        var sorted = Rounds.Select(of).Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}

/// <summary>One round.</summary>
internal sealed record LoadRound
{
    /// <value>Placements without a console, from the moment at which each should have been sent.</value>
    public required Percentiles Without { get; init; }

    /// <value>The same with all consoles open.</value>
    public required Percentiles With { get; init; }

    /// <value>How often a second the figures of a console changed: the median console.</value>
    public required double UpdatesPerSecond { get; init; }

    /// <value>The same of the slowest console.</value>
    public required double FewestUpdatesPerSecond { get; init; }

    /// <value>KiB a second that were sent to one console.</value>
    public required double KilobytesPerSecond { get; init; }

    /// <value>Placements and releases without a usable answer, in both.</value>
    public required int Unanswered { get; init; }

    /// <value>Share of one processor that the zone used without consoles.</value>
    public required double ProcessorWithout { get; init; }

    /// <value>The same with all consoles open.</value>
    public required double ProcessorWith { get; init; }

    /// <value>What the zone allocated and collected without consoles.</value>
    public required ZoneAllocations AllocatedWithout { get; init; }

    /// <value>The same with all consoles open.</value>
    public required ZoneAllocations AllocatedWith { get; init; }

    /// <value>Updates of all consoles that were counted.</value>
    public required int Updates { get; init; }

    /// <value>KiB that the zone allocated for one update of one console: what it allocated more, by the updates.</value>
    public double KilobytesPerUpdate => (AllocatedWith.Bytes - AllocatedWithout.Bytes) / 1024d / Math.Max(1, Updates);

    /// <value>Milliseconds of a processor for one update of one console, by the same reckoning.</value>
    public double ProcessorMsPerUpdate => 1000 * Seconds * (ProcessorWith - ProcessorWithout) / Math.Max(1, Updates);

    /// <value>Seconds that were measured with consoles open.</value>
    public required double Seconds { get; init; }
}
