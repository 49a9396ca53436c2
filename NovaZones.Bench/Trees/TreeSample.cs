using System.Diagnostics;

namespace NovaZones.Bench.Trees;

/// <summary>When a placement was to be sent and when it was answered, in ticks of <see cref="Stopwatch"/>.</summary>
internal readonly record struct TreeSample(long Due, long Answered)
{
    public double Milliseconds => Stopwatch.GetElapsedTime(Due, Answered).TotalMilliseconds;

    /// <value>Seconds on the machine's monotonic clock, as tracers print them.</value>
    public double DueSeconds => (double)Due / Stopwatch.Frequency;
}
