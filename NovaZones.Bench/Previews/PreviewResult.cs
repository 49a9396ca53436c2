namespace NovaZones.Bench.Previews;

/// <summary>How long previews of a policy took.</summary>
internal sealed record PreviewResult
{
    public required int Hosts { get; init; }

    /// <value>Requests that were tried under both versions.</value>
    public required int Requests { get; init; }

    /// <value>Of them, those that the other version would place elsewhere.</value>
    public required int Moved { get; init; }

    public required int Runs { get; init; }

    public required double MedianMs { get; init; }

    public required double P90Ms { get; init; }

    /// <value>The machine's load average at the end; null where there is none.</value>
    public string? MachineLoad { get; init; }
}
