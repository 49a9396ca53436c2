using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using NovaZones.Bench.Openb;
using NovaZones.Client;
using Spectre.Console;

namespace NovaZones.Bench.Packing;

/// <summary>The <c>packing</c> verb: its options, and the outcomes it turns into an exit code.</summary>
internal static class PackingCommand
{
    private const int MaxSeeds = 1_000;
    private static readonly JsonSerializerOptions Json = new(ZoneApi.Json) { WriteIndented = true };

    internal static Command Create()
    {
        var nodes = new Option<FileInfo>("--nodes") { Required = true, Description = "openb node list, .csv or .csv.gz" };
        var pods = new Option<FileInfo>("--pods") { Required = true, Description = "openb pod list, .csv or .csv.gz" };
        var policy = new Option<string>("--policy") { DefaultValueFactory = _ => "packing", Description = "policy that ships: packing or default" };
        var seeds = new Option<IReadOnlyList<int>>("--seeds")
        {
            DefaultValueFactory = _ => [.. Enumerable.Range(42, 10)],
            CustomParser = ParseSeeds,
            Description = "one run for each: 42-51, or 1,2,3",
        };
        var names = new Option<string>("--names") { DefaultValueFactory = _ => "shuffled", Description = "original, or shuffled among the nodes in each run" };
        var mix = new Option<string>("--mix") { DefaultValueFactory = _ => "trace", Description = "typical requests: of the whole trace beforehand, as published, or learned while tasks arrive" };
        var json = new Option<FileInfo?>("--json") { Description = "write the results there as JSON, too" };
        nodes.AcceptExistingOnly();
        pods.AcceptExistingOnly();
        names.AcceptOnlyFromAmong("original", "shuffled");
        mix.AcceptOnlyFromAmong("trace", "learned");
        var command = new Command("packing", "Measures how much GPU of a cluster can be given away before tasks find no place (the experiment of Weng et al., ATC 2023).")
        {
            nodes, pods, policy, seeds, names, mix, json,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new PackingOptions(parsed.GetRequiredValue(nodes), parsed.GetRequiredValue(pods))
            {
                Policy = parsed.GetRequiredValue(policy),
                Seeds = parsed.GetRequiredValue(seeds),
                ShuffledNames = parsed.GetValue(names) == "shuffled",
                LearnedMix = parsed.GetValue(mix) == "learned",
                Json = parsed.GetValue(json),
            },
            cancellationToken));
        return command;
    }

    internal static async Task<int> RunAsync(PackingOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var result = await new PackingRun(options, AnsiConsole.Console).RunAsync(cancellationToken);
            Print(result);
            if (options.Json is not null)
            {
                await File.WriteAllTextAsync(options.Json.FullName, JsonSerializer.Serialize(result, Json), cancellationToken);
            }

            return 0;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Stopped.");
            return 130;
        }
        catch (Exception ex) when (ex is TraceFormatException or PackingOptionException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(ex.Message);
            return 1;
        }
    }

    private static void Print(PackingResult result)
    {
        var table = new Table().AddColumn("GPU arrived %").AddColumn("GPU allocated %").AddColumn("sd");
        foreach (var mark in result.Marks)
        {
            table.AddRow(
                mark.Arrived.ToString(CultureInfo.InvariantCulture), mark.Mean.ToString("0.00", CultureInfo.InvariantCulture), mark.Sd.ToString("0.00", CultureInfo.InvariantCulture));
        }

        AnsiConsole.Write(table);
        var offered = result.Runs.Sum(run => run.Offered);
        AnsiConsole.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Pods}, policy {result.Policy}, names {result.Names}, mix {result.Mix}: {result.Runs.Count} runs, {offered} tasks on {result.Hosts} hosts in {result.ElapsedSeconds:0.0} s."));
    }

    private static IReadOnlyList<int>? ParseSeeds(ArgumentResult argument)
    {
        var text = argument.Tokens.Count == 1 ? argument.Tokens[0].Value : "";
        var seeds = new List<int>();
        foreach (var part in text.Split(','))
        {
            var ends = part.Split('-');
            var right = ends.Length is 1 or 2;
            var first = 0;
            var last = 0;
            right = right && int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out first) && int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out last);
            if (!right || last < first || last - first >= MaxSeeds - seeds.Count)
            {
                argument.AddError($"--seeds must be numbers and ranges such as 42-51 or 1,2,3, at most {MaxSeeds}, not \"{text}\".");
                return null;
            }

            seeds.AddRange(Enumerable.Range(first, last - first + 1));
        }

        if (seeds.Distinct().Count() == seeds.Count)
        {
            return seeds;
        }

        argument.AddError($"--seeds has a seed twice in \"{text}\".");
        return null;
    }
}
