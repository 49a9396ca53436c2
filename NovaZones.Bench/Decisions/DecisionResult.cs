namespace NovaZones.Bench.Decisions;

/// <summary>What one workload took.</summary>
/// <param name="Name">The workload.</param>
/// <param name="Hosts">Hosts looked at by every request.</param>
/// <param name="Passed">Hosts that passed every filter at the first request.</param>
/// <param name="MicrosecondsMedian">Median of one request, columns.</param>
/// <param name="MicrosecondsP90">Nine of ten requests took no longer, columns.</param>
/// <param name="AllocatedBytes">Garbage of one request, columns.</param>
/// <param name="PlacementsPerSecond">Placements planned and depleted in a second, where the workload depletes.</param>
/// <param name="StraightforwardMicroseconds">Median of one request, hosts judged one by one; null when not measured.</param>
/// <param name="PeakMegabytes">Peak working set of the process so far.</param>
/// <param name="Target">What must be reached, or null.</param>
internal sealed record DecisionResult(
    string Name,
    int Hosts,
    int Passed,
    double MicrosecondsMedian,
    double MicrosecondsP90,
    long AllocatedBytes,
    double? PlacementsPerSecond,
    double? StraightforwardMicroseconds,
    double PeakMegabytes,
    double? Target)
{
    /// <summary>How many times faster than the straightforward form.</summary>
    public double? Ratio => StraightforwardMicroseconds / MicrosecondsMedian;

    /// <summary>Whether the target is reached; null when there is none.</summary>
    public bool? Reached => Target is not { } target ? null : PlacementsPerSecond is { } rate ? rate >= target : MicrosecondsMedian <= target;
}
