using System.CommandLine;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Playwright;
using NovaZones.Bench.Fleets;
using NovaZones.Bench.Previews;
using NovaZones.Web.Demo.Client;
using NovaZones.Web.Demo.Zones;

namespace NovaZones.Bench.Consoles;

/// <summary>The <c>console</c> verb: what operators see how soon, what open consoles hold, and what they cost those who place.</summary>
internal static class ConsoleCommand
{
    private const double MostPaintMs = 1000;
    private const double MostMegabytes = 5;
    private const double MostSlower = 1.5;
    private const double LeastUpdates = 2;
    private const double MostPreviewMs = 1000;
    private const int PreviewRequests = 1000;
    private const int PreviewRuns = 9;

    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    internal static Command Create()
    {
        var normal = new ConsoleOptions();
        var hosts = new Option<int>("--hosts") { DefaultValueFactory = _ => normal.Hosts, Description = "hosts of the zone whose overview is opened" };
        var consoles = new Option<int>("--consoles") { DefaultValueFactory = _ => normal.Consoles, Description = "overviews that are open at the same time" };
        var rate = new Option<int>("--rate") { DefaultValueFactory = _ => normal.Rate, Description = "placements a second" };
        var seconds = new Option<int>("--seconds") { DefaultValueFactory = _ => normal.Seconds, Description = "seconds of load that are measured in each round, without consoles and with" };
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => normal.Rounds, Description = "rounds of load" };
        var only = new Option<string?>("--only") { Description = "measure only this: paint, memory, load, preview" };
        only.AcceptOnlyFromAmong("paint", "memory", "load", "preview");
        var json = new Option<FileInfo?>("--json") { Description = "write the results there as JSON, too" };
        var command = new Command("console", "Measures the console of a real zone: first sight, memory, cost under load, previews of policies.") { hosts, consoles, rate, seconds, rounds, only, json };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new ConsoleOptions
            {
                Hosts = parsed.GetValue(hosts),
                Consoles = parsed.GetValue(consoles),
                Rate = parsed.GetValue(rate),
                Seconds = parsed.GetValue(seconds),
                Rounds = parsed.GetValue(rounds),
                Only = parsed.GetValue(only),
                Json = parsed.GetValue(json),
            },
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ConsoleOptions options, CancellationToken cancellationToken)
    {
        if (Fault(options) is { } fault)
        {
            await Console.Error.WriteLineAsync(fault);
            return 1;
        }

        try
        {
            var result = new ConsoleResult { Hosts = options.Hosts, Consoles = options.Consoles };
            if (options.Wants("paint") || options.Wants("memory") || options.Wants("load"))
            {
                result = await OverviewAsync(options, result, cancellationToken);
            }

            if (options.Wants("preview"))
            {
                result = result with { Preview = await PreviewRun.RunAsync(options.PreviewHosts, PreviewRequests, PreviewRuns, cancellationToken) };
            }

            result = result with { MachineLoad = File.Exists("/proc/loadavg") ? (await File.ReadAllTextAsync("/proc/loadavg", cancellationToken)).Split(' ')[0] : null };
            Print(result);
            if (options.Json is not null)
            {
                await File.WriteAllTextAsync(options.Json.FullName, JsonSerializer.Serialize(result, Indented), cancellationToken);
            }

            return 0;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Stopped; nothing is left running.");
            return 130;
        }
        catch (Exception ex) when (ex is ZoneProcessException or InvalidDataException or TimeoutException or PlaywrightException || ZoneCalls.IsUnanswered(ex, cancellationToken))
        {
            await Console.Error.WriteLineAsync(ex.Message);
            return 1;
        }
    }

    private static async Task<ConsoleResult> OverviewAsync(ConsoleOptions options, ConsoleResult result, CancellationToken cancellationToken)
    {
        var directory = Directory.CreateTempSubdirectory("novazones-console-").FullName;
        try
        {
            await FleetFile.MakeAsync(directory, options.Hosts, 0, 1, cancellationToken);
            await using var zone = await FleetZone.StartAsync(directory, cancellationToken);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"a zone with {options.Hosts:N0} hosts is ready"));
            using var session = await ConsoleSession.SignInAsync(zone, cancellationToken);
            var consoles = new ConsoleLoad(zone, session, options);
            if (options.Wants("paint"))
            {
                if (PaintRun.FindBrowser() is { } browser)
                {
                    result = result with { Paint = await PaintRun.RunAsync(browser, session, options.Hosts, options.Paints, cancellationToken) };
                }
                else
                {
                    Console.WriteLine("First sight is not measured, for want of a Chromium: install Debian's chromium, or name one in NOVAZONES_TEST_CHROMIUM.");
                }
            }

            using var metrics = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = zone.Options.Url, Timeout = TimeSpan.FromMinutes(2) };
            metrics.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", zone.Options.Token);
            if (options.Wants("memory"))
            {
                result = result with { Memory = await consoles.MemoryAsync(metrics, cancellationToken) };
            }

            return options.Wants("load") ? result with { Load = await consoles.LoadAsync(metrics, cancellationToken) } : result;
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static void Print(ConsoleResult result)
    {
        void Line(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
        if (result.Paint is { } paint)
        {
            Line($"overview with {result.Hosts:N0} hosts in a fresh browser, {paint.Runs} times: figures and tree painted after {paint.UsefulMs.P50:0} ms (median; longest {paint.UsefulMs.Max:0})  aim {MostPaintMs:0} ms {Reached(paint.UsefulMs.P50 <= MostPaintMs)}; live after {paint.LiveMs.P50:0} ms, every host's tile after {paint.MapMs.P50:0} ms");
        }

        if (result.Memory is { } memory)
        {
            Line($"managed memory after full collections: {memory.WithoutMegabytes:0.0} MiB without a console, {memory.WithMegabytes:0.0} MiB with {result.Consoles}: {memory.PerConsoleMegabytes:0.00} MiB each  aim {MostMegabytes:0} {Reached(memory.PerConsoleMegabytes <= MostMegabytes)}");
        }

        if (result.Load is { } load)
        {
            foreach (var round in load.Rounds)
            {
                Line($"  round: without p50 {round.Without.P50:0.0} ms, p99 {round.Without.P99:0.0} ms, {round.ProcessorWithout:0.00} processors; with {result.Consoles} p50 {round.With.P50:0.0} ms, p99 {round.With.P99:0.0} ms, {round.ProcessorWith:0.00} processors");
                Line($"    allocated {round.AllocatedWithout.Megabytes:0} and {round.AllocatedWith.Megabytes:0} MiB, {round.KilobytesPerUpdate:0} KiB and {round.ProcessorMsPerUpdate:0.00} ms of a processor for each of {round.Updates} updates; collections {round.AllocatedWithout.Collections} of {round.AllocatedWithout.PauseMs:0.0} ms and {round.AllocatedWith.Collections} of {round.AllocatedWith.PauseMs:0.0} ms");
            }

            Line($"{load.Rate} placements/s, medians of {load.Rounds.Count} rounds of twice {load.Seconds} s: p99 {load.Median(r => r.Without.P99):0.0} ms without a console, {load.Median(r => r.With.P99):0.0} ms with {result.Consoles}; ratio {load.SlowerBy:0.00}  aim {MostSlower:0.0} {Reached(load.Unanswered == 0 && load.SlowerBy <= MostSlower)}; unanswered {load.Unanswered}");
            Line($"one update of one console: {load.Median(r => r.KilobytesPerUpdate):0} KiB allocated, {load.Median(r => r.ProcessorMsPerUpdate):0.00} ms of a processor (medians); pauses together {load.Median(r => 1000 * r.AllocatedWithout.PauseSeconds):0} ms without consoles, {load.Median(r => 1000 * r.AllocatedWith.PauseSeconds):0} ms with");
            Line($"updates of a console each second: {load.Median(r => r.UpdatesPerSecond):0.00} (median), {load.Rounds.Min(r => r.FewestUpdatesPerSecond):0.00} (slowest of all rounds), {load.Median(r => r.KilobytesPerSecond):0.0} KiB/s  aim {LeastUpdates:0} {Reached(load.Median(r => r.UpdatesPerSecond) >= LeastUpdates)}");
        }

        if (result.Preview is { } preview)
        {
            Line($"{preview.Requests} requests on {preview.Hosts:N0} hosts tried under both versions of a policy: median {preview.MedianMs:0.0} ms, p90 {preview.P90Ms:0.0} ms of {preview.Runs} runs  aim {MostPreviewMs:0} ms {Reached(preview.MedianMs <= MostPreviewMs)}");
        }

        Line($"machine load {result.MachineLoad ?? "unknown"}");
    }

    private static string Reached(bool isReached) => isReached ? "reached" : "MISSED";

    private static string? Fault(ConsoleOptions options) => options switch
    {
        { Hosts: < 1 or > 500_000 } => "--hosts must be 1 to 500000.",
        { Consoles: < 1 or > 1_000 } => "--consoles must be 1 to 1000.",
        { Rate: < 1 or > 20_000 } => "--rate must be 1 to 20000.",
        { Seconds: < 1 or > 3_600 } => "--seconds must be 1 to 3600.",
        { Rounds: < 1 or > 100 } => "--rounds must be 1 to 100.",
        _ => null,
    };
}
