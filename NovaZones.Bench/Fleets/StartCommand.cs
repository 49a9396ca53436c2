using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Spectre.Console;
using NovaZones.Web.Demo.Zones;

namespace NovaZones.Bench.Fleets;

/// <summary>The <c>start</c> verb: how long a zone with many hosts and allocations takes until it is ready, and with how much memory.</summary>
internal static class StartCommand
{
    private const double MostSeconds = 15;
    private const double MostMegabytes = 1536;

    internal static Command Create()
    {
        var hosts = new Option<int>("--hosts") { DefaultValueFactory = _ => 100_000, Description = "hosts in the zone's file" };
        var allocations = new Option<int>("--allocations") { DefaultValueFactory = _ => 1_000_000, Description = "rows of allocations in it" };
        var classes = new Option<int>("--classes") { DefaultValueFactory = _ => 2, Description = "rows of one instance: classes that it takes, 1 to 3" };
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 3, Description = "how often it is started" };
        var directory = new Option<DirectoryInfo?>("--directory") { Description = "where the zone's file is made; by default the folder for temporary files" };
        var command = new Command("start", "Starts a real zone over a large file and waits until it is ready.") { hosts, allocations, classes, rounds, directory };
        command.SetAction((parsed, token) => RunAsync(
            parsed.GetValue(hosts), parsed.GetValue(allocations), parsed.GetValue(classes), parsed.GetValue(rounds), parsed.GetValue(directory), token));
        return command;
    }

    private static async Task<int> RunAsync(int hosts, int allocations, int classes, int rounds, DirectoryInfo? parent, CancellationToken cancellationToken)
    {
        if (hosts < 1 || allocations < 0 || classes < 1 || classes > FleetFile.MostClasses || rounds < 1 || allocations / classes / hosts > FleetLines.Cores)
        {
            AnsiConsole.MarkupLineInterpolated($"[red]--hosts and --rounds must be at least 1, --classes 1 to {FleetFile.MostClasses}, and a host takes at most {FleetLines.Cores} instances.[/]");
            return 1;
        }

        var directory = Path.Combine(parent?.FullName ?? Path.GetTempPath(), $"novazones-start-{Guid.NewGuid():N}");
        Directory.CreateDirectory(directory);
        try
        {
            var from = Stopwatch.GetTimestamp();
            await FleetFile.MakeAsync(directory, hosts, allocations / classes, classes, cancellationToken).ConfigureAwait(false);
            Print($"made in {Stopwatch.GetElapsedTime(from).TotalSeconds:N1} s: {hosts:N0} hosts, {allocations / classes:N0} instances, {allocations:N0} allocations, {new FileInfo(Path.Combine(directory, "zone.db")).Length / 1048576d:N0} MiB");
            for (var round = 1; round <= rounds; round++)
            {
                from = Stopwatch.GetTimestamp();
                var zone = await FleetZone.StartAsync(directory, cancellationToken).ConfigureAwait(false);
                await using (zone.ConfigureAwait(false))
                {
                    var seconds = Stopwatch.GetElapsedTime(from).TotalSeconds;
                    var figures = ProcessFigures.Of(zone.ProcessId);
                    var reached = seconds <= MostSeconds && figures.PeakMegabytes <= MostMegabytes;
                    Print($"start {round}: ready after {seconds:N1} s, processor {figures.ProcessorSeconds:N1} s, peak {figures.PeakMegabytes:N0} MiB  aim {MostSeconds:N0} s, {MostMegabytes:N0} MiB {(reached ? "reached" : "MISSED")}");
                }
            }

            return 0;
        }
        catch (ZoneProcessException ex)
        {
            AnsiConsole.MarkupLineInterpolated($"[red]{ex.Message}[/]");
            return 1;
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
