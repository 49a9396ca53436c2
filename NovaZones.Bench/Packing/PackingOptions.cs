namespace NovaZones.Bench.Packing;

/// <summary>What a packing experiment is to do, checked.</summary>
/// <param name="Nodes">openb node list.</param>
/// <param name="Pods">openb pod list.</param>
internal sealed record PackingOptions(FileInfo Nodes, FileInfo Pods)
{
    /// <summary>Name of a policy that ships.</summary>
    public string Policy { get; init; } = "packing";

    /// <summary>One run for each.</summary>
    public IReadOnlyList<int> Seeds { get; init; } = [];

    /// <summary>Whether the names of the hosts are dealt out anew in each run.</summary>
    public bool ShuffledNames { get; init; } = true;

    /// <summary>Whether the mix is learned while tasks arrive instead of taken from the whole list beforehand.</summary>
    public bool LearnedMix { get; init; }

    /// <summary>Where to write the results, or null.</summary>
    public FileInfo? Json { get; init; }
}
