using System.CommandLine;
using NovaZones.Web.Demo.Zones;
using Spectre.Console;

namespace NovaZones.Bench.Crash;

/// <summary>The <c>crash</c> verb: kills a real zone under load again and again and checks what it answered against its file.</summary>
internal static class CrashCommand
{
    internal static Command Create()
    {
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 20, Description = "times that the zone is started, loaded and killed" };
        var seed = new Option<int>("--seed") { DefaultValueFactory = _ => 1, Description = "decides what is sent and when the zone is killed" };
        var directory = new Option<DirectoryInfo?>("--directory") { Description = "where the zone's folder is made; by default the folder for temporary files" };
        var command = new Command("crash", "Kills a zone under load and checks that nothing it answered is lost, doubled or above capacity.") { rounds, seed, directory };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(rounds), parsed.GetValue(seed), parsed.GetValue(directory)?.FullName ?? Path.GetTempPath(), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(int rounds, int seed, string parent, CancellationToken cancellationToken)
    {
        if (rounds < 1)
        {
            AnsiConsole.MarkupLine("[red]--rounds must be at least 1.[/]");
            return 1;
        }

        var directory = Path.Combine(parent, $"novazones-crash-{Guid.NewGuid():N}");
        try
        {
            Directory.CreateDirectory(directory);
            var bad = await CrashRun.RunAsync(rounds, seed, directory, cancellationToken);
            Console.WriteLine(bad == 0 ? $"{rounds} rounds, all held" : $"{bad} of {rounds} rounds broke a promise; the files are kept in {directory}");
            if (bad == 0)
            {
                Directory.Delete(directory, recursive: true);
            }

            return bad == 0 ? 0 : 2;
        }
        catch (Exception ex) when (ex is ZoneProcessException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            AnsiConsole.MarkupLineInterpolated($"[red]{ex.Message}[/]");
            return 1;
        }
    }
}
