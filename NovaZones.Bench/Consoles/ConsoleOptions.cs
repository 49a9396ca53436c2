namespace NovaZones.Bench.Consoles;

/// <summary>What the console is measured with.</summary>
internal sealed record ConsoleOptions
{
    /// <value>Hosts of the zone whose overview is opened.</value>
    public int Hosts { get; init; } = 100_000;

    /// <value>Overviews that are open at the same time.</value>
    public int Consoles { get; init; } = 50;

    /// <value>Placements sent to the zone each second.</value>
    public int Rate { get; init; } = 500;

    /// <value>Seconds of load that are measured in each round, with and without consoles.</value>
    public int Seconds { get; init; } = 10;

    /// <value>Rounds of load, each without consoles and with.</value>
    public int Rounds { get; init; } = 5;

    /// <value>Times that a browser opens the overview.</value>
    public int Paints { get; init; } = 9;

    /// <value>Hosts of the zone on which policies are previewed.</value>
    public int PreviewHosts { get; init; } = 10_000;

    /// <value>Only the part of this name; null for all.</value>
    public string? Only { get; init; }

    /// <value>Where to write the result as JSON, too.</value>
    public FileInfo? Json { get; init; }

    /// <summary>Whether a part is to be measured.</summary>
    public bool Wants(string part) => Only is null || Only == part;
}
