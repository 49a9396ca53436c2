namespace NovaZones.Bench.Replay;

/// <summary>What to replay against what.</summary>
internal sealed record ReplayOptions(FileInfo Nodes, FileInfo Pods)
{
    /// <value>A running zone; null starts own ones.</value>
    internal Uri? Url { get; init; }

    internal string? Token { get; init; }

    internal int Zones { get; init; } = 1;

    internal bool Departures { get; init; }

    internal int Concurrency { get; init; } = 1;

    internal int? Limit { get; init; }

    internal string? Policy { get; init; }

    internal FileInfo? Json { get; init; }
}
