using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using NovaZones.Client;

namespace NovaZones.Bench.Simulation;

/// <summary>The <c>simulate</c> verb: big trees of real zones in this process, over a network that may delay, lose and part.</summary>
internal static class SimulateCommand
{
    private static readonly JsonSerializerOptions Json = new(ZoneApi.Json) { WriteIndented = true };

    internal static Command Create()
    {
        var defaults = new SimulationOptions();
        var zones = NumberOption.Create("--zones", defaults.Zones, 2, 2_000, "zones in the tree, the root included");
        var depth = NumberOption.Create("--depth", defaults.Depth, 2, 8, "levels of the tree, the root included");
        var hosts = NumberOption.Create("--hosts", defaults.Hosts, 1, 2_000_000, "hosts in all, spread over the zones that have no children");
        var requests = NumberOption.Create("--requests", defaults.Requests, 1, 10_000_000, "placements offered to the root; half of what is placed is released again");
        var inFlight = NumberOption.Create("--in-flight", defaults.InFlight, 1, 256, "placements in flight; with 1 a run can be repeated exactly");
        var delay = new Option<DelayRange>("--delay-ms") { DefaultValueFactory = _ => defaults.Delay, CustomParser = ParseDelay, Description = "time that every message takes: 5, or 1-20" };
        var loss = new Option<double>("--loss") { Description = "share of messages that are lost, 0 to 0.9: half of them before they are read, half of the answers" };
        var partition = new Option<Partition?>("--partition") { CustomParser = ParsePartition, Description = "10:20-60 cuts 10 % of the zones off from their parents from 20 % to 60 % of the requests" };
        var seed = new Option<int>("--seed") { DefaultValueFactory = _ => defaults.Seed, Description = "decides hosts, requests and the fate of messages" };
        var json = new Option<FileInfo?>("--json") { Description = "write the results there as JSON, too" };
        loss.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (>= 0 and <= 0.9))
            {
                result.AddError("--loss must be 0 to 0.9.");
            }
        });
        var command = new Command("simulate", "Runs a big tree of real zones in this process and checks the books after it has healed.")
        {
            zones, depth, hosts, requests, inFlight, delay, loss, partition, seed, json,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new SimulationOptions
            {
                Zones = parsed.GetValue(zones),
                Depth = parsed.GetValue(depth),
                Hosts = parsed.GetValue(hosts),
                Requests = parsed.GetValue(requests),
                InFlight = parsed.GetValue(inFlight),
                Delay = parsed.GetRequiredValue(delay),
                Loss = parsed.GetValue(loss),
                Partition = parsed.GetValue(partition),
                Seed = parsed.GetValue(seed),
                Json = parsed.GetValue(json),
            },
            cancellationToken));
        return command;
    }

    internal static IEnumerable<string> Lines(SimulationResult result)
    {
        string F(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
        yield return F($"zones               {result.Zones} on {result.Depth} levels, {result.MemoryPerZoneMb:0.0} MB each without hosts");
        yield return F($"hosts               {result.Hosts}");
        yield return F($"placements          {result.PlacementsPerSecond:0.0}/s: {result.Placed} placed, {result.Released} released again");
        yield return F($"latency             p50 {result.P50Ms:0.0} ms, p90 {result.P90Ms:0.0} ms, p99 {result.P99Ms:0.0} ms");
        yield return F($"asked               {result.AskedPercent:0.0} % of the zones below the root a request");
        yield return F($"refused             {result.Refused}, not answered {result.Failed}, messages lost {result.LostMessages}");
        yield return F($"healed              in {result.HealingRounds} round(s) of polling and settling");
        yield return F($"books               {result.Beliefs} beliefs over all levels, {result.InstancesOnHosts} instances on hosts");
        yield return F($"peak memory         {result.PeakMemoryMb:0} MB");
        yield return F($"took                {result.StartSeconds:0} s to start, {result.ReportSeconds:0} s to report hosts, {result.LoadSeconds:0} s of requests; machine load {result.MachineLoad ?? "unknown"}");
        foreach (var fault in result.Faults)
        {
            yield return "FAULT: " + fault;
        }

        yield return result.Faults.Count == 0 ? "The books agree: what is believed is what is stored." : "THE BOOKS DO NOT AGREE.";
    }

    private static async Task<int> RunAsync(SimulationOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var result = await new SimulationRun(options, Console.WriteLine).RunAsync(cancellationToken);
            foreach (var line in Lines(result))
            {
                Console.WriteLine(line);
            }

            if (options.Json is not null)
            {
                await File.WriteAllTextAsync(options.Json.FullName, JsonSerializer.Serialize(result, Json), cancellationToken);
            }

            return result.Faults.Count == 0 ? 0 : 1;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Stopped.");
            return 130;
        }
    }

    private static DelayRange? ParseDelay(ArgumentResult argument)
    {
        var text = argument.Tokens.Count == 1 ? argument.Tokens[0].Value : "";
        if (!DelayRange.TryParse(text, out var range))
        {
            argument.AddError($"--delay-ms must be milliseconds such as 5 or 1-20, at most 60000, not \"{text}\".");
        }

        return range;
    }

    private static Partition? ParsePartition(ArgumentResult argument)
    {
        var text = argument.Tokens.Count == 1 ? argument.Tokens[0].Value : "";
        if (!Partition.TryParse(text, out var partition))
        {
            argument.AddError($"--partition must be percents such as 10:20-60, not \"{text}\".");
        }

        return partition;
    }
}
