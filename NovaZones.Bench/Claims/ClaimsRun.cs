using System.Diagnostics;
using System.Runtime;

namespace NovaZones.Bench.Claims;

/// <summary>Measures the three modes one after another on one zone, with bare appends around each.</summary>
internal static class ClaimsRun
{
    /// <summary>Callers in the mode of batches.</summary>
    public const int BatchCallers = 4;

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);
    private const int LeastSettling = 3;
    private const int MostSettling = 30;

    // The runtime compiles hot code anew for seconds; below this part of a second it has come to an end.
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(15);
    private static readonly TimeSpan Appending = TimeSpan.FromSeconds(0.5);

    public static async IAsyncEnumerable<ClaimsResult> RunAsync(ClaimsOptions options)
    {
        var zone = await ClaimsZone.CreateAsync(options.Directory, options.Hosts, CancellationToken.None).ConfigureAwait(false);
        await using (zone.ConfigureAwait(false))
        {
            (string Mode, int Callers, int Slots, double? Target, double? TargetAppends)[] modes =
            [
                ("single caller", 1, 1, null, 2),
                ("callers", options.Callers, 1, 20_000, null),
                ("batches", BatchCallers, options.Batch, 100_000, null),
            ];
            foreach (var (mode, callers, slots, target, targetAppends) in modes.Where(m => options.Only is null || m.Mode.Contains(options.Only, StringComparison.Ordinal)))
            {
                yield return await MeasureAsync(zone, options, mode, callers, slots, target, targetAppends).ConfigureAwait(false);
            }
        }
    }

    private static async Task<ClaimsResult> MeasureAsync(
        ClaimsZone zone, ClaimsOptions options, string mode, int callers, int slots, double? target, double? targetAppends)
    {
        await SettleAsync(zone, callers, slots).ConfigureAwait(false);
        var appends = new List<double>();
        BareAppend.Measure(options.Directory, BareAppend.Page, Appending, appends);
        zone.Store.Clear();
        var written = WrittenBytes.OfThisProcess();
        var allocated = GC.GetTotalAllocatedBytes();
        var processor = Environment.CpuUsage.TotalTime;
        var from = Stopwatch.GetTimestamp();
        var (taken, waits) = await LoadAsync(zone, callers, slots, options.Time).ConfigureAwait(false);
        var seconds = Stopwatch.GetElapsedTime(from).TotalSeconds;
        processor = Environment.CpuUsage.TotalTime - processor;
        written = WrittenBytes.OfThisProcess() - written;
        BareAppend.Measure(options.Directory, BareAppend.Page, Appending, appends);

        // What the disk asks for as many bytes as a group writes, without any of the work.
        var alike = new List<double>();
        BareAppend.Measure(options.Directory, (int)Math.Clamp(written / zone.Store.Groups.Count, BareAppend.Page, 16 << 20), Appending, alike);
        return new ClaimsResult(
            mode, callers, slots, taken / seconds, At(waits, 0.5), At(waits, 0.99), zone.Store.Groups.Average(), zone.Store.Groups.Max(), At(appends, 0.5), target)
        {
            TargetAppends = targetAppends,
            ProcessorMicroseconds = processor.TotalMicroseconds / taken,
            CommitMicroseconds = At([.. zone.Store.Times], 0.5),
            AllocatedBytes = (GC.GetTotalAllocatedBytes() - allocated) / (double)taken,
            WrittenBytes = written / (double)taken,
            AppendAlikeMicroseconds = At(alike, 0.5),
        };
    }

    private static async Task SettleAsync(ClaimsZone zone, int callers, int slots)
    {
        for (var second = 1; second <= MostSettling; second++)
        {
            var compiled = JitInfo.GetCompilationTime();
            await LoadAsync(zone, callers, slots, Settling).ConfigureAwait(false);
            if (second >= LeastSettling && JitInfo.GetCompilationTime() - compiled < Quiet)
            {
                return;
            }
        }
    }

    private static async Task<(long Taken, List<double> Waits)> LoadAsync(ClaimsZone zone, int callers, int slots, TimeSpan time)
    {
        var from = Stopwatch.GetTimestamp();
        var results = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(() => CallAsync(zone, caller, callers, slots, from, time)))).ConfigureAwait(false);
        return (results.Sum(r => r.Taken), [.. results.SelectMany(r => r.Waits)]);
    }

    private static async Task<(long Taken, List<double> Waits)> CallAsync(ClaimsZone zone, int caller, int callers, int slots, long started, TimeSpan time)
    {
        // Every caller walks over hosts of its own, so that nobody loses a slot: what is measured is the claim, not planning anew.
        var own = zone.Hosts / callers;
        var (first, last) = (caller * own, (caller * own) + Math.Max(own - slots, 1));
        var random = new Random(caller);
        var waits = new List<double>();
        long taken = 0;
        while (Stopwatch.GetElapsedTime(started) < time)
        {
            var from = Stopwatch.GetTimestamp();
            taken += await zone.ClaimAsync(random.Next(first, last), slots).ConfigureAwait(false);
            waits.Add(Stopwatch.GetElapsedTime(from).TotalMicroseconds);
        }

        return (taken, waits);
    }

    private static double At(List<double> times, double part)
    {
        times.Sort();
        return times[Math.Min((int)(times.Count * part), times.Count - 1)];
    }
}
