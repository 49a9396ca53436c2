using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using NovaZones.Client;
using NovaZones.Web.Demo.Zones;

namespace NovaZones.Bench.Soak;

/// <summary>The <c>soak</c> verb: whether memory stays flat and nothing fails while a tree of zones is loaded and disturbed for long.</summary>
internal static class SoakCommand
{
    private const int MostMinutes = 10_080;

    private static readonly JsonSerializerOptions Json = new(ZoneApi.Json) { WriteIndented = true };

    internal static Command Create()
    {
        var normal = new SoakOptions();
        var minutes = new Option<double>("--minutes") { DefaultValueFactory = _ => normal.Length.TotalMinutes, Description = "minutes of load in which memory is measured" };
        var warmUp = new Option<double>("--warm-up") { DefaultValueFactory = _ => normal.WarmUp.TotalMinutes, Description = "minutes of the same load before" };
        var rate = new Option<int>("--rate") { DefaultValueFactory = _ => normal.Rate, Description = "errands a second; placements and releases at the root come half as often beside" };
        var seed = new Option<int>("--seed") { DefaultValueFactory = _ => normal.Seed, Description = "repeats the choice of errands and disturbances" };
        var json = new Option<FileInfo?>("--json") { Description = "write the figures there as JSON, too" };
        var command = new Command("soak", "Loads and disturbs a three-level tree of zones for long: memory must stay flat, nothing may fail, the books must hold.") { minutes, warmUp, rate, seed, json };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new SoakOptions { Length = Minutes(parsed.GetValue(minutes)), WarmUp = Minutes(parsed.GetValue(warmUp)), Rate = parsed.GetValue(rate), Seed = parsed.GetValue(seed) },
            parsed.GetValue(json),
            cancellationToken));
        return command;
    }

    // What is no sensible number of minutes ends as one that is refused below.
    private static TimeSpan Minutes(double number) => number is >= 0 and <= MostMinutes ? TimeSpan.FromMinutes(number) : TimeSpan.MaxValue;

    private static async Task<int> RunAsync(SoakOptions options, FileInfo? json, CancellationToken cancellationToken)
    {
        if (options.Length.TotalMinutes is not (>= 0.05 and <= MostMinutes) || options.WarmUp.TotalMinutes > MostMinutes || options.Rate is < 1 or > 1_000)
        {
            await Console.Error.WriteLineAsync($"--minutes must be 0.05 to {MostMinutes}, --warm-up 0 to {MostMinutes} and --rate 1 to 1000.");
            return 2;
        }

        SoakVerdict verdict;
        try
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"starting planet, emea, apac and emea!paris; {options.Length.TotalMinutes} minutes after {options.WarmUp.TotalMinutes}, {options.Rate} errands/s, seed {options.Seed}"));
            verdict = await new SoakRun(options).RunAsync(cancellationToken);
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
