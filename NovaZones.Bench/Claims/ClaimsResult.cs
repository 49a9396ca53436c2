namespace NovaZones.Bench.Claims;

/// <summary>What one mode gave.</summary>
/// <param name="Mode">Which.</param>
/// <param name="Callers">Concurrent callers.</param>
/// <param name="SlotsPerClaim">Instances of one claim.</param>
/// <param name="ClaimsPerSecond">Instances made durable in a second.</param>
/// <param name="MedianMicroseconds">What a caller waits for an answer, median.</param>
/// <param name="P99Microseconds">The same, 99 of 100.</param>
/// <param name="DecisionsPerGroup">Decisions that shared one commit, in the mean.</param>
/// <param name="LargestGroup">The most that did.</param>
/// <param name="AppendMicroseconds">A bare synced append of 4 KiB, measured before and after this mode, median.</param>
/// <param name="Target">Claims a second that must be reached, or null.</param>
internal sealed record ClaimsResult(
    string Mode,
    int Callers,
    int SlotsPerClaim,
    double ClaimsPerSecond,
    double MedianMicroseconds,
    double P99Microseconds,
    double DecisionsPerGroup,
    int LargestGroup,
    double AppendMicroseconds,
    double? Target)
{
    /// <summary>Of the mode with one caller: the most bare appends that a claim may take.</summary>
    public double? TargetAppends { get; init; }

    /// <summary>The store's own part of a group's time: writing and committing, median microseconds.</summary>
    public required double CommitMicroseconds { get; init; }

    /// <summary>Processor time of the whole process for one instance; unlike the rest hardly touched by what else the machine does.</summary>
    public required double ProcessorMicroseconds { get; init; }

    /// <summary>Bytes that the process wrote for one instance.</summary>
    public required double WrittenBytes { get; init; }

    /// <summary>Bytes that the process allocated for one instance, the bench's own part included.</summary>
    public required double AllocatedBytes { get; init; }

    /// <summary>A bare synced append of as many bytes as a group of this mode writes, median microseconds.</summary>
    public required double AppendAlikeMicroseconds { get; init; }

    /// <summary>A caller's wait in bare appends.</summary>
    public double Appends => MedianMicroseconds / AppendMicroseconds;

    /// <summary>Whether the aim is reached.</summary>
    public bool Reached => (Target is not { } target || ClaimsPerSecond >= target) && (TargetAppends is not { } appends || Appends <= appends);
}
