using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using NovaZones.Client;
using NovaZones.Web.Demo.Zones;

namespace NovaZones.Bench.Drill;

/// <summary>The <c>drill</c> verb: kills and cuts the zones of a tree under load and checks that nothing is lost.</summary>
internal static class DrillCommand
{
    internal static Command Create()
    {
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 10, Description = "rounds of load, disturbance and settlement" };
        var callers = new Option<int>("--callers") { DefaultValueFactory = _ => 4, Description = "callers that place and release at the same time" };
        var seed = new Option<int>("--seed") { DefaultValueFactory = _ => Environment.ProcessId, Description = "repeats the choice of what is disturbed" };
        var json = new Option<string?>("--json") { Description = "file for the figures" };
        var command = new Command("drill", "Loses zones of a three-level tree under load, at random, and checks everybody's books afterwards.") { rounds, callers, seed, json };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(rounds), parsed.GetValue(callers), parsed.GetValue(seed), parsed.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(int rounds, int callers, int seed, string? json, CancellationToken cancellationToken)
    {
        if (rounds is < 1 or > 100_000 || callers is < 1 or > 64)
        {
            await Console.Error.WriteLineAsync("--rounds must be 1 to 100000 and --callers 1 to 64.");
            return 2;
        }

        var verdict = new DrillVerdict(rounds);
        try
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"starting planet, emea, apac and emea!paris; seed {seed}"));
            await using var zones = await DrillZones.StartAsync(new DrillZonesOptions(), cancellationToken);
            var run = new DrillRun(zones, callers, seed);
            for (var number = 1; number <= rounds && verdict.IsClean; number++)
            {
                var round = await run.RoundAsync(number, cancellationToken);
                verdict.Add(round, run.Wrong);
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"round {round.Number,3}  {round.Load}  settled in {round.SettledSeconds,5:N1} s  {round.Findings}  ({string.Join(", ", round.Disturbances)})"));
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            verdict.Break("interrupted");
        }
#pragma warning disable CA1031 // Whatever ends the drill early, there is a verdict on the rounds that were done, and it says that there were fewer.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            verdict.Break(failure is ZoneProcessException ? failure.Message : failure.ToString());
        }

        foreach (var sentence in verdict.Sentences)
        {
            Console.WriteLine(sentence);
        }

        Console.WriteLine(verdict);
        if (json is not null)
        {
            await File.WriteAllTextAsync(json, JsonSerializer.Serialize(new { seed, clean = verdict.ExitCode == 0, wrong = verdict.Sentences, rounds = verdict.Rounds }, ZoneApi.Json), CancellationToken.None);
        }

        return verdict.ExitCode;
    }
}
