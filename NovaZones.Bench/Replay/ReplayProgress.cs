using System.Diagnostics;
using Spectre.Console;

namespace NovaZones.Bench.Replay;

/// <summary>Shows how far a replay is: a bar on a terminal, a plain line every ten seconds elsewhere.</summary>
internal static class ReplayProgress
{
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(10);

    /// <summary>Runs <paramref name="work"/>, which calls its argument once for each finished task, from any thread.</summary>
    internal static Task ShowAsync(IAnsiConsole console, int tasks, Func<Action, Task> work) =>
        console.Profile.Capabilities.Interactive && !Console.IsOutputRedirected ? WithBarAsync(console, tasks, work) : WithLinesAsync(console, tasks, work);

    private static Task WithBarAsync(IAnsiConsole console, int tasks, Func<Action, Task> work) => console.Progress()
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(), new ElapsedTimeColumn())
        .StartAsync(async context =>
        {
            var bar = context.AddTask("Offering tasks", maxValue: Math.Max(1, tasks));
            await work(() => bar.Increment(1));
            bar.Value = bar.MaxValue;
        });

    private static async Task WithLinesAsync(IAnsiConsole console, int tasks, Func<Action, Task> work)
    {
        var done = 0;
        var nextLine = PlainInterval.Ticks;
        var started = Stopwatch.GetTimestamp();
        await work(() =>
        {
            var count = Interlocked.Increment(ref done);
            var elapsed = Stopwatch.GetElapsedTime(started);
            var due = Interlocked.Read(ref nextLine);

            // Of several threads that find the line due, the one that moves the mark writes it.
            if (elapsed.Ticks >= due && Interlocked.CompareExchange(ref nextLine, elapsed.Ticks + PlainInterval.Ticks, due) == due)
            {
                console.WriteLine($"{count} of {tasks} offered, {count / elapsed.TotalSeconds:0} a second");
            }
        });
    }
}
