using System.Diagnostics;

namespace NovaZones.Bench.Fleets;

/// <summary>How evenly the machine gives its processors. What others on the same hardware take is often told to nobody, but shows in what a plain loop gets done.</summary>
/// <param name="SlowTwentieth">What one moment of 20 had at most, as a share of the usual: 1 on a machine of one's own.</param>
/// <param name="SlowHundredth">What one moment of 100 had at most.</param>
internal sealed record ProcessorEvenness(double SlowTwentieth, double SlowHundredth)
{
    private const double MomentMs = 50;
    private const int StepsBetweenLooks = 10_000;

    /// <summary>Keeps every processor busy for a while, and counts what each gets done in every 50 ms.</summary>
    /// <param name="time">For how long; some seconds, so that a hundredth is more than one moment.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<ProcessorEvenness> MeasureAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        var moments = (int)(time.TotalMilliseconds / MomentMs);
        var loops = Enumerable.Range(0, Environment.ProcessorCount)
            .Select(_ => Task.Factory.StartNew(() => Count(moments, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        var done = (await Task.WhenAll(loops)).SelectMany(counts => counts).Order().ToList();
        double usual = done[done.Count / 2];
        return new ProcessorEvenness(Math.Round(done[done.Count / 20] / usual, 2), Math.Round(done[done.Count / 100] / usual, 2));
    }

    private static List<long> Count(int moments, CancellationToken cancellationToken)
    {
        var done = new List<long>(moments);
        ulong state = 1;
        for (var moment = 0; moment < moments && !cancellationToken.IsCancellationRequested; moment++)
        {
            var begun = Stopwatch.GetTimestamp();
            long looks = 0;
            for (; Stopwatch.GetElapsedTime(begun).TotalMilliseconds < MomentMs; looks++)
            {
                for (var step = 0; step < StepsBetweenLooks; step++)
                {
                    state = (state * 6364136223846793005) + 1442695040888963407;
                }
            }

            done.Add(looks);
        }

        // Read, so that the loop is not compiled away.
        return state == 0 ? [] : done;
    }
}
