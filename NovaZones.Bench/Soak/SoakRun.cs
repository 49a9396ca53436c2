using System.Diagnostics;
using System.Text.Json;
using NovaZones.Bench.Drill;
using NovaZones.Client;

namespace NovaZones.Bench.Soak;

/// <summary>Loads and disturbs a tree of real zone processes for a while, then lets it settle and audits it.</summary>
internal sealed class SoakRun(SoakOptions options)
{
    private const int HostsPerZone = 20;
    private const int Callers = 2;
    private const int MostUnderWay = 64;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly FaultWindows _windows = new(TimeProvider.System);

    public async Task<SoakVerdict> RunAsync(CancellationToken cancellationToken)
    {
        var answers = new AnswerLog(_windows);
        var layout = new DrillZonesOptions
        {
            HostsPerZone = HostsPerZone,
            CallTimeout = TimeSpan.FromSeconds(30),
            Observe = zone => new AnswerObserver(zone, answers, TimeProvider.System),
        };

        // Starting is no part of what is judged: the parents ask before the children listen.
        _windows.Open();
        await using var zones = await DrillZones.StartAsync(layout, cancellationToken);
        _windows.Close();
        var clients = zones.All.Select(z => new SoakClient(z, answers, TimeProvider.System)).ToList();
        var watches = SoakFaults.Survivors(zones).Select(z => new MemoryWatch(z)).ToList();
        try
        {
            return await RunAsync(zones, clients, watches, answers, cancellationToken);
        }
        finally
        {
            clients.ForEach(c => c.Dispose());
            watches.ForEach(w => w.Dispose());
        }
    }

    private async Task<SoakVerdict> RunAsync(DrillZones zones, List<SoakClient> clients, List<MemoryWatch> watches, AnswerLog answers, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var stopListening = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var load = new DrillLoad(zones.Root.Client, options.Seed, TimeSpan.FromSeconds(Callers * 2d / options.Rate));
        var debts = new SoakDebts();
        var faults = new SoakFaults(zones, _windows, options.Seed);
        var errands = new SoakErrands(clients, debts, HostsPerZone);
        var survivors = watches.Count;
        var processes = SoakFaults.Survivors(zones).Select(z => z.Process).ToList();
        stop.CancelAfter(options.WarmUp + options.Length);
        var listening = SoakListeners.RunAsync(clients, stopListening.Token);
        var measuring = watches.ConvertAll(w => w.RunAsync(options.WarmUp, options.MeasureInterval, stop.Token, cancellationToken));
        await Task.WhenAll([
            faults.RunAsync(stop.Token), RunErrandsAsync(errands, stop.Token), .. measuring,
            .. Enumerable.Range(0, Callers).Select(caller => load.RunAsync(1, caller, stop.Token)),
        ]);
        await stopListening.CancelAsync();
        await listening;
        cancellationToken.ThrowIfCancellationRequested();
        if (!processes.SequenceEqual(SoakFaults.Survivors(zones).Select(z => z.Process)) || survivors != processes.Count)
        {
            throw new InvalidOperationException("A zone that was to live throughout was started again.");
        }

        var books = await AuditAsync(zones, clients, load, debts, cancellationToken);
        return new SoakVerdict
        {
            Memory = [.. watches.SelectMany(w => w.Judged)],
            Told = [.. watches.SelectMany(w => w.Told)],
            Answers = new SortedDictionary<string, int>(answers.Counts.ToDictionary(), StringComparer.Ordinal),
            Errors = [.. answers.Findings, .. load.Wrong, .. zones.All.SelectMany(z => ZoneLogLines.ErrorsOf(z.Name, z.LogPath))],
            Books = books,
            Disturbances = faults.Told,
        };
    }

    /// <summary>Begins errands at the rate, whatever became of the earlier ones, as long as not too many are under way.</summary>
    private async Task RunErrandsAsync(SoakErrands errands, CancellationToken stop)
    {
        using var room = new SemaphoreSlim(MostUnderWay);
        var started = Stopwatch.GetTimestamp();
        for (var number = 0; !stop.IsCancellationRequested; number++)
        {
            var wait = TimeSpan.FromSeconds((double)number / options.Rate) - Stopwatch.GetElapsedTime(started);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, CancellationToken.None);
            }

            await room.WaitAsync(CancellationToken.None);
            _ = RunErrandAsync(errands, number, room);
        }

        for (var i = 0; i < MostUnderWay; i++)
        {
            await room.WaitAsync(CancellationToken.None);
        }
    }

    private async Task RunErrandAsync(SoakErrands errands, int number, SemaphoreSlim room)
    {
        // Beside the loop: the next must not wait for what this one does before its first answer.
        await Task.Yield();
        try
        {
            await errands.RunAsync(options.Seed, number);
        }
        finally
        {
            room.Release();
        }
    }

    private static async Task<IReadOnlyList<string>> AuditAsync(DrillZones zones, List<SoakClient> clients, DrillLoad load, SoakDebts debts, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        await load.EndAsync(Patience, cancellationToken);
        DrillFindings findings;
        do
        {
            await debts.SettleAsync();
            await Task.Delay(Pause, cancellationToken);
            findings = DrillAudit.Read(zones.All, load.Standing);
        }
        while ((debts.Count > 0 || !findings.IsClean) && Stopwatch.GetElapsedTime(started) < Patience);

        var differ = new List<string>();
        if (debts.Count > 0)
        {
            differ.Add($"{debts.Count} placements of errands were not answered or not given back");
        }

        if (!findings.IsClean)
        {
            differ.AddRange([findings.ToString(), .. findings.Open]);
        }

        foreach (var client in clients)
        {
            var answer = await client.SendAsync(HttpMethod.Post, "api/v1/zone/ledger-check", null, cancellationToken);
            if (answer is not { Status: 200 } || !JsonSerializer.Deserialize<JsonElement>(answer.Body, ZoneApi.Json).GetProperty("consistent").GetBoolean())
            {
                differ.Add($"{client.Zone.Name}: ledger check: {answer?.Body ?? "no answer"}");
            }
        }

        return differ;
    }
}
