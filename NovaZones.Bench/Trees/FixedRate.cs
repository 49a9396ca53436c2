using System.Diagnostics;

namespace NovaZones.Bench.Trees;

/// <summary>Begins something so many times a second, whatever became of the earlier times.</summary>
internal static class FixedRate
{
    /// <summary>Runs for that long and waits for the last one.</summary>
    /// <param name="rate">How often a second.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="act">Gets its number, from 0, and the moment at which it was due on the monotonic clock.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public static async Task RunAsync(int rate, int seconds, Func<int, long, Task> act, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var running = new List<Task>(rate * seconds);
        for (var number = 0; number < rate * seconds; number++)
        {
            var due = TimeSpan.FromSeconds((double)number / rate);
            var wait = due - Stopwatch.GetElapsedTime(started);
            if (wait > TimeSpan.FromMilliseconds(0.5))
            {
                await Task.Delay(wait, TimeProvider.System, cancellationToken);
            }

            // Beside this loop: one that is late must not make the next one late.
            var (its, moment) = (number, started + (long)(due.TotalSeconds * Stopwatch.Frequency));
            running.Add(Task.Run(() => act(its, moment), cancellationToken));
        }

        await Task.WhenAll(running);
    }
}
