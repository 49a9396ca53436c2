using System.Diagnostics;
using System.Text.Json;
using NovaZones.Bench.Openb;
using NovaZones.Client;
using Spectre.Console;

namespace NovaZones.Bench.Replay;

/// <summary>One replay from reading the files to checking the books.</summary>
internal sealed class ReplayRun(ReplayOptions options, IAnsiConsole console)
{
    private static readonly JsonSerializerOptions Json = new(ZoneApi.Json) { WriteIndented = true };
    private readonly TimeProvider _time = TimeProvider.System;

    internal async Task<ReplayResult> RunAsync(CancellationToken cancellationToken)
    {
        var nodes = OpenbReader.ReadNodes(options.Nodes.FullName);
        var tasks = OpenbReader.ReadTasks(options.Pods.FullName);
        if (options.Limit is { } limit)
        {
            tasks = [.. tasks.Take(limit)];
        }

        console.WriteLine($"{nodes.Count} nodes, {tasks.Count} tasks.");
        await using var zones = await OpenAsync(nodes, cancellationToken);
        await ReplayHosts.LoadAsync(zones, cancellationToken);

        // A zone behind --url may hold more than this trace; what is used there already is not ours.
        var before = await CapacityCheck.ReadAsync(Named(zones), cancellationToken);
        if (before.Hosts < nodes.Count)
        {
            throw new HttpRequestException($"{nodes.Count} nodes were reported, and the zones list {before.Hosts} hosts.");
        }

        if (!await zones.WaitForTreeAsync(cancellationToken))
        {
            console.WriteLine("The root does not show every zone with its hosts; going on.");
        }

        var result = await OfferAsync(nodes, tasks, zones, before, cancellationToken);
        ReplayReport.Print(console, result);
        if (options.Json is not null)
        {
            await File.WriteAllTextAsync(options.Json.FullName, JsonSerializer.Serialize(result, Json), cancellationToken);
        }

        return result;
    }

    private async Task<ReplayZones> OpenAsync(IReadOnlyList<OpenbNode> nodes, CancellationToken cancellationToken)
    {
        if (options.Url is { } url)
        {
            return ReplayZones.Connect(url, options.Token ?? "", nodes);
        }

        var tree = TreeCut.Cut(nodes, options.Zones);
        foreach (var line in TreeCut.Describe(tree))
        {
            console.WriteLine("  " + line);
        }

        var started = Stopwatch.GetTimestamp();
        var zones = await ReplayZones.StartAsync(tree, cancellationToken);
        console.WriteLine($"{tree.Count} own zones are ready after {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s.");
        return zones;
    }

    private async Task<ReplayResult> OfferAsync(
        IReadOnlyList<OpenbNode> nodes, IReadOnlyList<OpenbTask> tasks, ReplayZones zones, Books before, CancellationToken cancellationToken)
    {
        var tally = new ReplayTally();
        var offer = new TaskOffer(zones, options, tally, await OwnNameAsync(zones, cancellationToken), _time);
        using var keeping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var keeper = ReplayHosts.KeepAsync(zones, _time, keeping.Token);
        try
        {
            var started = Stopwatch.GetTimestamp();
            await ReplayProgress.ShowAsync(console, tasks.Count, offered => offer.OfferAsync(tasks, offered, cancellationToken));
            var elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
            var figures = tally.Figures();
            var books = await CapacityCheck.ReadAsync(Named(zones), cancellationToken);
            var (atEnd, nowAtEnd) = await ReleaseRestAsync(offer, tally, zones, cancellationToken);
            return new ReplayResult(
                options.Nodes.Name, options.Pods.Name, zones.All.Count(), options.Concurrency, options.Departures, figures, Amounts.Of(nodes),
                elapsed, (figures.Offered + figures.Released) / elapsed, before.Hosts, books, before.Used.Plus(figures.Now), atEnd,
                before.Used.Plus(nowAtEnd));
        }
        finally
        {
            await keeping.CancelAsync();
            await keeper;
        }
    }

    private async Task<(Books? AtEnd, Amounts Now)> ReleaseRestAsync(
        TaskOffer offer, ReplayTally tally, ReplayZones zones, CancellationToken cancellationToken)
    {
        if (!options.Departures)
        {
            return (null, default);
        }

        console.WriteLine("Releasing the rest in order of deletion.");
        await offer.ReleaseRestAsync(cancellationToken);
        return (await CapacityCheck.ReadAsync(Named(zones), cancellationToken), tally.Figures().Now);
    }

    private static IEnumerable<(string Name, ZoneApi Client)> Named(ReplayZones zones) => zones.All.Select(zone => (zone.Zone.Name, zone.Client));

    private static async Task<string?> OwnNameAsync(ReplayZones zones, CancellationToken cancellationToken)
    {
        var zone = await zones.Root.GetZoneAsync(cancellationToken);
        return zone.Name;
    }
}
