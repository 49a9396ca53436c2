using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace NovaZones.Bench.Claims;

/// <summary>The <c>claims</c> verb: durable claims through the real ledger and SQLite file of a zone, in this process.</summary>
internal static class ClaimsCommand
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    internal static Command Create()
    {
        var callers = new Option<int>("--callers") { DefaultValueFactory = _ => 64, Description = "concurrent callers that claim one instance each" };
        var batch = new Option<int>("--batch") { DefaultValueFactory = _ => 1000, Description = "slots of one claim in the mode of batches" };
        var hosts = new Option<int>("--hosts") { DefaultValueFactory = _ => 10_000, Description = "hosts of the zone" };
        var seconds = new Option<double>("--seconds") { DefaultValueFactory = _ => 5, Description = "how long each mode is measured" };
        var directory = new Option<DirectoryInfo?>("--directory") { Description = "where the zone's file is made; by default the folder for temporary files" };
        var only = new Option<string?>("--only") { Description = "measure only modes whose name contains this: single caller, callers, batches" };
        var json = new Option<FileInfo?>("--json") { Description = "write the results there as JSON, too" };
        var command = new Command("claims", "Measures durable claims: one caller, many callers, batches; beside a bare synced append.") { callers, batch, hosts, seconds, directory, only, json };
        command.SetAction((parsed, token) => PlainCollector.IsMissing ? PlainCollector.RunAgainAsync(token) : RunAsync(
            new ClaimsOptions(
                parsed.GetValue(callers), parsed.GetValue(batch), parsed.GetValue(hosts), TimeSpan.FromSeconds(parsed.GetValue(seconds)),
                Path.Combine(parsed.GetValue(directory)?.FullName ?? Path.GetTempPath(), $"novazones-claims-{Guid.NewGuid():N}"),
                parsed.GetValue(only)),
            parsed.GetValue(json)));
        return command;
    }

    private static async Task<int> RunAsync(ClaimsOptions options, FileInfo? json)
    {
        if (Fault(options) is { } fault)
        {
            AnsiConsole.MarkupLineInterpolated($"[red]{fault}[/]");
            return 1;
        }

        try
        {
            Directory.CreateDirectory(options.Directory);
            var results = new List<ClaimsResult>();
            await foreach (var result in ClaimsRun.RunAsync(options))
            {
                results.Add(result);
                Print(result);
            }

            if (json is not null)
            {
                await File.WriteAllTextAsync(json.FullName, JsonSerializer.Serialize(results, Indented));
            }

            return 0;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            AnsiConsole.MarkupLineInterpolated($"[red]--directory or --json: {ex.Message}[/]");
            return 1;
        }
        finally
        {
            if (Directory.Exists(options.Directory))
            {
                Directory.Delete(options.Directory, recursive: true);
            }
        }
    }

    private static string? Fault(ClaimsOptions options) => options switch
    {
        { Callers: < 1 or > 4096 } => "--callers must be 1 to 4096.",
        { Batch: < 1 or > 100_000 } => "--batch must be 1 to 100000.",
        { Hosts: > 1_000_000 } => "--hosts must be at most 1000000.",
        _ when options.Hosts < Math.Max(options.Callers, ClaimsRun.BatchCallers) => "--hosts must be at least --callers, and at least 4.",
        _ when options.Time < TimeSpan.FromMilliseconds(100) || options.Time > TimeSpan.FromHours(1) => "--seconds must be 0.1 to 3600.",
        _ => null,
    };

    private static void Print(ClaimsResult result)
    {
        var aim = result.TargetAppends is { } appends
            ? string.Create(CultureInfo.InvariantCulture, $"  aim {appends:N0} appends")
            : string.Create(CultureInfo.InvariantCulture, $"  aim {result.Target:N0}/s");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Mode,-14} {result.Callers,5:N0} x {result.SlotsPerClaim,6:N0}  {result.ClaimsPerSecond,9:N0} claims/s  median {result.MedianMicroseconds,8:N0} µs  p99 {result.P99Microseconds,8:N0} µs  group {result.DecisionsPerGroup,6:N1} (at most {result.LargestGroup:N0})  commit {result.CommitMicroseconds,8:N0} µs  processor {result.ProcessorMicroseconds,5:N1} µs a claim  append {result.AppendMicroseconds,6:N0} µs ({result.Appends:N2} appends; {result.AppendAlikeMicroseconds:N0} µs for as many bytes)  {result.WrittenBytes / 1024:N1} KiB written, {result.AllocatedBytes / 1024:N1} KiB allocated a claim{aim} {(result.Reached ? "reached" : "MISSED")}"));
    }
}
