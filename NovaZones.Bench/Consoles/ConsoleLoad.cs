using System.Diagnostics;
using NovaZones.Bench.Fleets;
using NovaZones.Bench.Trees;
using NovaZones.Web.Demo.Client;
using NovaZones.Web.Demo.Zones;

namespace NovaZones.Bench.Consoles;

/// <summary>What open consoles hold, and what they cost those who place.</summary>
internal sealed class ConsoleLoad(ZoneProcess zone, ConsoleSession session, ConsoleOptions options)
{
    private const int WarmUpSeconds = 10;
    private const int SettleSeconds = 4;
    private const double Megabyte = 1024 * 1024;

    /// <summary>Managed memory with all consoles open, and without.</summary>
    public async Task<MemoryResult> MemoryAsync(HttpClient client, CancellationToken cancellationToken)
    {
        // What the first console makes the zone compile and keep for all that follow is not a console's own.
        await (await ConsoleCircuit.OpenAsync(session, cancellationToken).ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
        var without = await ZoneHeap.BytesAsync(zone, client, cancellationToken).ConfigureAwait(false);
        var consoles = await OpenAsync(cancellationToken).ConfigureAwait(false);
        var with = await ZoneHeap.BytesAsync(zone, client, cancellationToken).ConfigureAwait(false);
        await CloseAsync(consoles).ConfigureAwait(false);
        return new MemoryResult
        {
            WithoutMegabytes = Math.Round(without / Megabyte, 1),
            WithMegabytes = Math.Round(with / Megabyte, 1),
            PerConsoleMegabytes = Math.Round((with - without) / Megabyte / options.Consoles, 2),
        };
    }

    /// <summary>The same load without consoles and with, in turns, so that what disturbs the machine for a moment meets both.</summary>
    public async Task<LoadResult> LoadAsync(HttpClient metrics, CancellationToken cancellationToken)
    {
        using var client = ZoneCalls.Open(zone.Options.Url, zone.Options.Token, TimeSpan.FromMinutes(1));
        var load = new TreeLoad(client, new TreeOptions { Rate = options.Rate, Seconds = options.Seconds });
        await load.RunAsync(WarmUpSeconds, cancellationToken).ConfigureAwait(false);
        var rounds = new List<LoadRound>();
        for (var round = 0; round < options.Rounds; round++)
        {
            rounds.Add(await RoundAsync(load, metrics, cancellationToken).ConfigureAwait(false));
        }

        return new LoadResult { Rate = options.Rate, Seconds = options.Seconds, Rounds = rounds };
    }

    private async Task<LoadRound> RoundAsync(TreeLoad load, HttpClient metrics, CancellationToken cancellationToken)
    {
        await load.RunAsync(SettleSeconds, cancellationToken).ConfigureAwait(false);
        var (without, processorWithout, allocatedWithout) = await MeasureAsync(load, metrics, cancellationToken).ConfigureAwait(false);
        var unanswered = load.Unanswered;

        var consoles = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await load.RunAsync(SettleSeconds, cancellationToken).ConfigureAwait(false);
        var before = consoles.ConvertAll(console => (console.Updates.Count, console.Bytes));
        var started = Stopwatch.GetTimestamp();
        var (with, processorWith, allocatedWith) = await MeasureAsync(load, metrics, cancellationToken).ConfigureAwait(false);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var updates = consoles.Select((console, i) => (console.Updates.Count - before[i].Count) / seconds).Order().ToList();
        var all = consoles.Select((console, i) => console.Updates.Count - before[i].Count).Sum();
        var bytes = consoles.Select((console, i) => console.Bytes - before[i].Bytes).Sum();
        await CloseAsync(consoles).ConfigureAwait(false);
        return new LoadRound
        {
            Without = without,
            With = with,
            UpdatesPerSecond = Math.Round(updates[updates.Count / 2], 2),
            FewestUpdatesPerSecond = Math.Round(updates[0], 2),
            KilobytesPerSecond = Math.Round(bytes / 1024d / seconds / consoles.Count, 1),
            Unanswered = unanswered + load.Unanswered,
            ProcessorWithout = processorWithout,
            ProcessorWith = processorWith,
            AllocatedWithout = allocatedWithout,
            AllocatedWith = allocatedWith,
            Updates = all,
            Seconds = Math.Round(seconds, 2),
        };
    }

    private async Task<(Percentiles Times, double Processor, ZoneAllocations Allocated)> MeasureAsync(TreeLoad load, HttpClient metrics, CancellationToken cancellationToken)
    {
        load.Reset();
        var allocated = await ZoneHeap.AllocationsAsync(metrics, cancellationToken).ConfigureAwait(false);
        var before = ProcessFigures.Of(zone.ProcessId).ProcessorSeconds;
        var started = Stopwatch.GetTimestamp();
        await load.RunAsync(options.Seconds, cancellationToken).ConfigureAwait(false);
        var processor = (ProcessFigures.Of(zone.ProcessId).ProcessorSeconds - before) / Stopwatch.GetElapsedTime(started).TotalSeconds;
        allocated = (await ZoneHeap.AllocationsAsync(metrics, cancellationToken).ConfigureAwait(false)).Since(allocated);
        return (Percentiles.Of(load.Placements.Select(p => p.Milliseconds)), Math.Round(processor, 2), allocated);
    }

    private async Task<List<ConsoleCircuit>> OpenAsync(CancellationToken cancellationToken)
    {
        var consoles = new List<ConsoleCircuit>();
        try
        {
            for (var i = 0; i < options.Consoles; i++)
            {
                consoles.Add(await ConsoleCircuit.OpenAsync(session, cancellationToken).ConfigureAwait(false));
            }

            return consoles;
        }
        catch
        {
            await CloseAsync(consoles).ConfigureAwait(false);
            throw;
        }
    }

    private static async Task CloseAsync(List<ConsoleCircuit> consoles)
    {
        foreach (var console in consoles)
        {
            await console.DisposeAsync().ConfigureAwait(false);
        }
    }
}
