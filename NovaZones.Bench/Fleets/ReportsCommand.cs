using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Spectre.Console;
using NovaZones.Web.Demo.Zones;

namespace NovaZones.Bench.Fleets;

/// <summary>The <c>reports</c> verb: many hosts report in one NDJSON body to a real zone, for the first time and with nothing new.</summary>
internal static class ReportsCommand
{
    private const double MostSecondsFirst = 20;
    private const double MostSecondsUnchanged = 3;
    private const int UnchangedRounds = 3;

    internal static Command Create()
    {
        var hosts = new Option<int>("--hosts") { DefaultValueFactory = _ => 100_000, Description = "hosts that report" };
        var directory = new Option<DirectoryInfo?>("--directory") { Description = "where the zone's file is made; by default the folder for temporary files" };
        var command = new Command("reports", "Sends the reports of many hosts in one body to a real zone, first new, then unchanged.") { hosts, directory };
        command.SetAction((parsed, token) => RunAsync(parsed.GetValue(hosts), parsed.GetValue(directory), token));
        return command;
    }

    private static async Task<int> RunAsync(int hosts, DirectoryInfo? parent, CancellationToken cancellationToken)
    {
        if (hosts is < 1 or > 500_000)
        {
            AnsiConsole.MarkupLine("[red]--hosts must be 1 to 500000.[/]");
            return 1;
        }

        var directory = Path.Combine(parent?.FullName ?? Path.GetTempPath(), $"novazones-reports-{Guid.NewGuid():N}");
        try
        {
            var zone = await FleetZone.StartAsync(directory, cancellationToken).ConfigureAwait(false);
            await using (zone.ConfigureAwait(false))
            {
                using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = zone.Options.Url, Timeout = TimeSpan.FromMinutes(10) };
                client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", FleetZone.Token);
                var body = FleetLines.Body(hosts);
                await SendAsync(client, zone, body, hosts, "first time", MostSecondsFirst, cancellationToken).ConfigureAwait(false);
                for (var round = 0; round < UnchangedRounds; round++)
                {
                    await SendAsync(client, zone, body, hosts, "unchanged", MostSecondsUnchanged, cancellationToken).ConfigureAwait(false);
                }
            }

            return 0;
        }
        catch (Exception ex) when (ex is ZoneProcessException or HttpRequestException)
        {
            AnsiConsole.MarkupLineInterpolated($"[red]{ex.Message}[/]");
            return 1;
        }
        finally
        {
            if (Directory.Exists(directory))
            {
                Directory.Delete(directory, recursive: true);
            }
        }
    }

    private static async Task SendAsync(HttpClient client, ZoneProcess zone, byte[] body, int hosts, string what, double aim, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        var before = ProcessFigures.Of(zone.ProcessId);
        var from = Stopwatch.GetTimestamp();
        using var response = await client.PostAsync(new Uri("/api/v1/hosts:report", UriKind.Relative), content, cancellationToken).ConfigureAwait(false);
        var answer = await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        var seconds = Stopwatch.GetElapsedTime(from).TotalSeconds;
        var after = ProcessFigures.Of(zone.ProcessId);
        using var counts = JsonDocument.Parse(answer);
        if (counts.RootElement.GetProperty("accepted").GetInt32() != hosts)
        {
            throw new HttpRequestException($"Not all reports were taken: {answer}");
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what,-10} {hosts,9:N0} reports, {body.Length / 1048576d:N1} MiB: {seconds,6:N2} s, processor of the zone {after.ProcessorSeconds - before.ProcessorSeconds,6:N2} s, written {after.WrittenMegabytes - before.WrittenMegabytes,7:N1} MiB, peak {after.PeakMegabytes:N0} MiB  aim {aim:N0} s {(seconds <= aim ? "reached" : "MISSED")}"));
    }
}
