using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace NovaZones.Bench.Decisions;

/// <summary>The <c>decisions</c> verb: plans the workloads of a file and prints how long a decision takes.</summary>
internal static class DecisionsCommand
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    internal static Command Create()
    {
        var workloads = new Option<FileInfo>("--workloads")
        {
            DefaultValueFactory = _ => new FileInfo(Path.Combine(AppContext.BaseDirectory, "Workloads", "decisions.json")),
            Description = "file of workloads",
        };
        var only = new Option<string?>("--only") { Description = "measure only workloads whose name contains this" };
        var json = new Option<FileInfo?>("--json") { Description = "write the results there as JSON, too" };
        workloads.AcceptExistingOnly();
        var command = new Command("decisions", "Measures how long one thread takes to decide, beside the straightforward form of the same rules.") { workloads, only, json };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(workloads), parsed.GetValue(only), parsed.GetValue(json)));
        return command;
    }

    private static int Run(FileInfo file, string? only, FileInfo? json)
    {
        try
        {
            var chosen = Workload.Read(file.FullName).Where(w => only is null || w.Name.Contains(only, StringComparison.OrdinalIgnoreCase)).ToList();
            if (chosen.Count == 0)
            {
                AnsiConsole.MarkupLineInterpolated($"[red]--only: no workload of {file.Name} contains \"{only}\".[/]");
                return 1;
            }

            var results = new List<DecisionResult>();
            foreach (var workload in chosen)
            {
                results.Add(DecisionRun.Run(workload));
                Print(results[^1]);
            }

            if (json is not null)
            {
                File.WriteAllText(json.FullName, JsonSerializer.Serialize(results, Indented));
            }

            return 0;
        }
        catch (JsonException wrong)
        {
            AnsiConsole.MarkupLineInterpolated($"[red]--workloads: {wrong.Message}[/]");
            return 1;
        }
    }

    private static void Print(DecisionResult result)
    {
        var rate = result.PlacementsPerSecond is { } perSecond ? string.Create(CultureInfo.InvariantCulture, $"  {perSecond:N0} placements/s") : "";
        var beside = result.StraightforwardMicroseconds is { } objects ? string.Create(CultureInfo.InvariantCulture, $"  straightforward {objects:N0} µs ({result.Ratio:N1}x)") : "";
        var target = result.Target is { } wanted ? string.Create(CultureInfo.InvariantCulture, $"  target {wanted:N0} {(result.Reached == true ? "reached" : "MISSED")}") : "";
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Name,-34} {result.Hosts,9:N0} hosts, {result.Passed,9:N0} pass  median {result.MicrosecondsMedian,9:N1} µs  p90 {result.MicrosecondsP90,9:N1} µs  {result.AllocatedBytes,7:N0} B{rate}{beside}{target}  peak {result.PeakMegabytes:N0} MB"));
    }
}
