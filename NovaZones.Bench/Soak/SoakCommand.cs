using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using NovaZones.Web.Demo.Client;
using NovaZones.Web.Demo.Zones;

namespace NovaZones.Bench.Soak;

/// <summary>The <c>soak</c> verb: whether memory stays flat and nothing fails while a tree of zones is loaded and disturbed for long.</summary>
internal static class SoakCommand
{
    private static readonly JsonSerializerOptions Json = new(ZoneClient.Json) { WriteIndented = true };

    internal static Command Create()
    {
        var normal = new SoakOptions();
        var minutes = new Option<double>("--minutes") { DefaultValueFactory = _ => normal.Length.TotalMinutes, Description = "minutes of load" };
        var rate = new Option<int>("--rate") { DefaultValueFactory = _ => normal.Rate, Description = "errands a second; placements and releases at the root come half as often beside" };
        var seed = new Option<int>("--seed") { DefaultValueFactory = _ => normal.Seed, Description = "repeats the choice of errands and disturbances" };
        var json = new Option<FileInfo?>("--json") { Description = "write the figures there as JSON, too" };
        var command = new Command("soak", "Loads and disturbs a three-level tree of zones for long: memory must stay flat, nothing may fail, the books must hold.") { minutes, rate, seed, json };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(minutes), parsed.GetValue(rate), parsed.GetValue(seed), parsed.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(double minutes, int rate, int seed, FileInfo? json, CancellationToken cancellationToken)
    {
        if (minutes is not (>= 0.05 and <= 10_080) || rate is < 1 or > 1_000)
        {
            await Console.Error.WriteLineAsync("--minutes must be 0.05 to 10080 and --rate 1 to 1000.");
            return 2;
        }

        SoakVerdict verdict;
        try
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"starting planet, emea, apac and emea!paris; {minutes} minutes, {rate} errands/s, seed {seed}"));
            verdict = await new SoakRun(new SoakOptions { Length = TimeSpan.FromMinutes(minutes), Rate = rate, Seed = seed }).RunAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            verdict = new SoakVerdict { Broken = "interrupted" };
        }
#pragma warning disable CA1031 // Whatever ends the soak early, it says so and does not pass.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            verdict = new SoakVerdict { Broken = failure is ZoneProcessException ? failure.Message : failure.ToString() };
        }

        foreach (var line in verdict.Lines())
        {
            Console.WriteLine(line);
        }

        if (json is not null)
        {
            await File.WriteAllTextAsync(json.FullName, JsonSerializer.Serialize(verdict, Json), CancellationToken.None);
        }

        return verdict.ExitCode;
    }
}
