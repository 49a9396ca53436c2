using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace NovaZones.Bench.Previews;

/// <summary>The <c>preview</c> verb: how long a real zone takes to say what another policy would do with the last requests.</summary>
internal static class PreviewCommand
{
    internal static Command Create()
    {
        var hosts = new Option<int>("--hosts") { DefaultValueFactory = _ => 10_000, Description = "hosts of the zone" };
        var requests = new Option<int>("--requests") { DefaultValueFactory = _ => 1_000, Description = "requests that are placed first and tried then, at most 1000" };
        var runs = new Option<int>("--runs") { DefaultValueFactory = _ => 15, Description = "previews that are timed" };
        var json = new Option<FileInfo?>("--json") { Description = "write the results there as JSON, too" };
        var command = new Command("preview", "Measures previews of a policy over HTTP on one real zone process.") { hosts, requests, runs, json };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(hosts), Math.Clamp(parsed.GetValue(requests), 1, 1000), Math.Max(1, parsed.GetValue(runs)), parsed.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(int hosts, int requests, int runs, FileInfo? json, CancellationToken cancellationToken)
    {
        var result = await PreviewRun.RunAsync(hosts, requests, runs, cancellationToken);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Requests} requests on {result.Hosts} hosts tried under both versions over HTTP: median {result.MedianMs} ms, p90 {result.P90Ms} ms of {result.Runs} runs; {result.Moved} would move; machine load {result.MachineLoad ?? "unknown"}"));
        if (json is not null)
        {
            await File.WriteAllTextAsync(json.FullName, JsonSerializer.Serialize(result, JsonSerializerOptions.Web), cancellationToken);
        }

        return 0;
    }
}
