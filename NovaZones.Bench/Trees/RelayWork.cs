using System.Diagnostics;

namespace NovaZones.Bench.Trees;

/// <summary>
/// A fixed amount of arithmetic that stands for what a program does with a request. It takes longer where the machine is slower, as the program
/// would; a wait of a fixed length would not.
/// </summary>
internal sealed class RelayWork
{
    private const int Steps = 20_000;
    private const int Tries = 200;

    private readonly long _steps;
    private ulong _state = 1;

    /// <param name="microseconds">What it takes on a processor of this machine that is not disturbed: the shortest of many tries is measured.</param>
    public RelayWork(int microseconds)
    {
        if (microseconds == 0)
        {
            return;
        }

        var shortest = TimeSpan.MaxValue;
        for (var i = 0; i < Tries; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            Do(Steps);
            var taken = Stopwatch.GetElapsedTime(begun);
            shortest = taken < shortest ? taken : shortest;
        }

        _steps = (long)(Steps * (microseconds / shortest.TotalMicroseconds));
    }

    /// <summary>Does it once, on the caller's thread. Several may at the same time.</summary>
    public void Do() => Do(_steps);

    private void Do(long steps)
    {
        var state = _state;
        for (var step = 0L; step < steps; step++)
        {
            state = (state * 6364136223846793005) + 1442695040888963407;
        }

        _state = state;
    }
}
