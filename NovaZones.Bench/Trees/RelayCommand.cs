using System.Collections.Concurrent;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using NovaZones.Bench.Fleets;
using NovaZones.Web.Demo.Zones;

namespace NovaZones.Bench.Trees;

/// <summary>
/// The <c>relay</c> verb: the least that any request through three processes takes on a machine. Each of them does nothing but write 4 KiB
/// durably and hand the request on, so what this takes no scheduler can be faster than. With <c>--work</c> each of them computes, too: how much
/// a program may do with a request before the machine makes it late.
/// </summary>
internal static class RelayCommand
{
    private const int Levels = 3;

    internal static Command Create()
    {
        var defaults = new TreeOptions();
        var rate = NumberOption.Create("--rate", defaults.Rate, 1, 10_000, "requests a second, sent whatever became of the earlier ones");
        var seconds = NumberOption.Create("--seconds", defaults.Seconds, 1, 3_600, "seconds that are measured");
        var warmUp = NumberOption.Create("--warm-up", defaults.WarmUpSeconds, 0, 600, "seconds at the same rate before");
        var work = NumberOption.Create("--work", 0, 0, 100_000, "microseconds that each process computes for a request, as measured where the machine is at its best");
        var command = new Command("relay", "Measures the latency of requests through three processes that only write them down and hand them on: the machine's own part of `tree`.") { rate, seconds, warmUp, work };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(rate), parsed.GetValue(seconds), parsed.GetValue(warmUp), parsed.GetValue(work), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(int rate, int seconds, int warmUp, int work, CancellationToken cancellationToken)
    {
        try
        {
            await using var chain = await RelayChain.StartAsync(Levels, work, cancellationToken);
            var samples = new ConcurrentBag<TreeSample>();
            async Task SendAsync(int number, long due)
            {
                await chain.SendAsync(cancellationToken);
                samples.Add(new TreeSample(due, Stopwatch.GetTimestamp()));
            }

            await FixedRate.RunAsync(rate, warmUp, SendAsync, cancellationToken);
            samples.Clear();
            var before = chain.ProcessorTime();
            using var probe = new SpeedProbe();
            await FixedRate.RunAsync(rate, seconds, SendAsync, cancellationToken);
            var speed = probe.End();
            var processor = (chain.ProcessorTime() - before) / samples.Count;
            var all = Percentiles.Of(samples.Select(s => s.Milliseconds));
            var beside = Percentiles.Of(samples.Where(s => speed.IsClear(s.Due, s.Answered, TreeCommand.Recovery)).Select(s => s.Milliseconds));
            void Line(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
            Line($"{rate} requests/s for {seconds} s through {Levels} processes that {(work == 0 ? "do nothing" : $"compute for {work} us each")}, measured from the intended moment of sending:");
            Line($"request  p50 {all.P50:0.0} ms, p90 {all.P90:0.0} ms, p99 {all.P99:0.0} ms, longest {all.Max:0.0} ms");
            Line($"processor, ms a request, all three: {processor.TotalMilliseconds:0.00}");
            Console.WriteLine($"meanwhile: {speed}");
            Line($"requests neither in such a spell nor within {TreeCommand.Recovery.TotalMilliseconds:0} ms of its end: p50 {beside.P50:0.0} ms, p90 {beside.P90:0.0} ms, p99 {beside.P99:0.0} ms, longest {beside.Max:0.0} ms");
            return 0;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Stopped; nothing is left running.");
            return 130;
        }
        catch (Exception ex) when (ex is ZoneProcessException or HttpRequestException or OperationCanceledException)
        {
            await Console.Error.WriteLineAsync(ex.Message);
            return 1;
        }
    }
}
