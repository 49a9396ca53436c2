namespace NovaZones.Bench.Consoles;

/// <summary>What a zone's process allocated and collected, in all or between two moments.</summary>
/// <param name="Bytes">Managed memory that was allocated.</param>
/// <param name="Collections">Collections of any generation.</param>
/// <param name="PauseSeconds">Time for which they stopped the process.</param>
internal sealed record ZoneAllocations(long Bytes, int Collections, double PauseSeconds)
{
    /// <summary>What came since an earlier moment.</summary>
    public ZoneAllocations Since(ZoneAllocations earlier) => new(Bytes - earlier.Bytes, Collections - earlier.Collections, PauseSeconds - earlier.PauseSeconds);

    /// <value>MiB that were allocated.</value>
    public double Megabytes => Bytes / (1024d * 1024);

    /// <value>Mean length of a pause, in milliseconds; 0 without a collection.</value>
    public double PauseMs => Collections > 0 ? 1000 * PauseSeconds / Collections : 0;
}
