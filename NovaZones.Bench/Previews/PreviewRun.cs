using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using NovaZones.Client;
using NovaZones.Web.Demo.Client;
using NovaZones.Web.Demo.Zones;

namespace NovaZones.Bench.Previews;

/// <summary>Previews of another policy over HTTP, on one real zone process that placed requests before.</summary>
internal static class PreviewRun
{
    private const string Other = """{"weights":{"ram":-1,"best-fit":2},"requests":1000}""";
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(60);

    /// <exception cref="ZoneProcessException">The zone did not start.</exception>
    public static async Task<PreviewResult> RunAsync(int hosts, int requests, int runs, CancellationToken cancellationToken)
    {
        var directory = Directory.CreateTempSubdirectory("novazones-preview-");
        try
        {
            var url = new Uri($"http://127.0.0.1:{LoopbackPorts.TakeFree(1)[0]}");
            var options = new ZoneProcessOptions("preview", url, directory.FullName, ZoneSecrets.Token())
            {
                AdminPassword = ZoneSecrets.Password(),
                Settings = new Dictionary<string, string> { ["Logging__LogLevel__Default"] = "Warning", ["Scheduler__StaleAfter"] = "23:59:59" },
            };
            await using var zone = await ZoneProcess.StartAsync(options, cancellationToken);
            using var client = ZoneCalls.Open(zone.Options.Url, zone.Options.Token, CallTimeout);
            await FillAsync(client, hosts, requests, cancellationToken);
            using var http = new HttpClient { BaseAddress = url, Timeout = CallTimeout };
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", zone.Options.Token);
            var times = new List<double>();
            JsonElement last = default;
            for (var run = 0; run <= runs; run++)
            {
                var started = TimeProvider.System.GetTimestamp();
                using var body = new StringContent(Other, Encoding.UTF8, "application/json");
                using var response = await http.PostAsync("/api/v1/policies/default/preview", body, cancellationToken);
                last = await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
                if (run > 0)
                {
                    times.Add(TimeProvider.System.GetElapsedTime(started).TotalMilliseconds);
                }
            }

            times.Sort();
            return new PreviewResult
            {
                Hosts = hosts,
                Requests = last.GetProperty("requests").GetInt32(),
                Moved = last.GetProperty("moved").GetInt32(),
                Runs = runs,
                MedianMs = Math.Round(times[times.Count / 2], 1),
                P90Ms = Math.Round(times[Math.Min(times.Count - 1, times.Count * 9 / 10)], 1),
                MachineLoad = File.Exists("/proc/loadavg") ? (await File.ReadAllTextAsync("/proc/loadavg", cancellationToken)).Split(' ')[0] : null,
            };
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task FillAsync(ZoneApi client, int hosts, int requests, CancellationToken cancellationToken)
    {
        var random = new Random(1);
        await client.ReportHostsAsync(
            Enumerable.Range(0, hosts).Select(h =>
            {
                var size = 1 << random.Next(4);
                return new HostReportLine($"h{h}", new Dictionary<string, InventoryReport> { ["VCPU"] = new(8 * size), ["MEMORY_MB"] = new(32_768 * size), ["DISK_GB"] = new(500 * size) });
            }),
            cancellationToken);
        for (var request = 0; request < requests; request++)
        {
            var size = 1 << (request % 3);
            var ask = new PlacementAsk { Resources = new Dictionary<string, long> { ["VCPU"] = size, ["MEMORY_MB"] = 4_096 * size, ["DISK_GB"] = 20 * size } };
            await client.TryPlaceAsync(ask, Guid.NewGuid().ToString(), cancellationToken);
        }
    }
}
