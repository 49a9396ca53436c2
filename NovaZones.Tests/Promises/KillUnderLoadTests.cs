using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Promises;

/// <summary>Promises 1 and 2 with a real process and <c>kill -9</c>: the checker reads only the answers given and the zone afterwards.</summary>
public sealed class KillUnderLoadTests
{
    private const int Hosts = 400;
    private const int Rounds = 4;

    [Fact]
    public async Task Kill_WhileLoaded_KeepsEveryAnsweredPlacementAndNeverOverbooks()
    {
        var token = TestContext.Current.CancellationToken;
        using var directory = new TemporaryDirectory();
        var answered = new ConcurrentDictionary<string, string>();
        for (var round = 0; round < Rounds; round++)
        {
            await using var zone = await RealZone.StartAsync("crash", directory.Path, token);
            if (round == 0)
            {
                await ReportAsync(zone, token);
            }

            await CheckAsync(zone, answered, token);
            var before = answered.Count;
            var load = Enumerable.Range(0, 8).Select(caller => LoadAsync(zone, $"{round}-{caller}", answered)).ToList();

            // Killed at another moment each round, but never before anybody was answered, however slow the machine.
            await Eventually.IsTrueAsync(() => answered.Count > before);
            await Task.Delay(TimeSpan.FromMilliseconds(100 + (350 * round)), token);
            await zone.KillAsync();
            await Task.WhenAll(load);
        }

        Assert.NotEmpty(answered);
        await using var last = await RealZone.StartAsync("crash", directory.Path, token);
        await CheckAsync(last, answered, token);
        await RetryAsync(last, answered, token);
    }

    private static async Task ReportAsync(RealZone zone, CancellationToken token)
    {
        var lines = Enumerable.Range(0, Hosts).Select(i => $$"""{ "name": "h{{i}}", "inventories": { "VCPU": 64 }, "providers": [ { "name": "gpu0", "inventories": { "GPU_MILLI": 4000 } } ] }""");
        using var content = new StringContent(string.Join('\n', lines), Encoding.UTF8, "application/x-ndjson");
        using var response = await zone.Client.PostAsync("/api/v1/hosts:report", content, token);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Places until the zone is gone and notes every success that was answered.</summary>
    private static async Task LoadAsync(RealZone zone, string caller, ConcurrentDictionary<string, string> answered)
    {
        for (var i = 0; ; i++)
        {
            var key = $"{caller}-{i}";
            try
            {
                using var response = await SendAsync(zone, key, CancellationToken.None);
                if (response.StatusCode == HttpStatusCode.Created)
                {
                    answered[key] = await response.Content.ReadAsStringAsync();
                }
            }
            catch (Exception ex) when (ex is HttpRequestException or IOException or OperationCanceledException)
            {
                return;
            }
        }
    }

    private static async Task<HttpResponseMessage> SendAsync(RealZone zone, string key, CancellationToken token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/placements")
        {
            Content = new StringContent("""{"count":2,"minCount":1,"resources":{"VCPU":1},"groups":[{"resources":{"GPU_MILLI":50}}]}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Idempotency-Key", key);
        return await zone.Client.SendAsync(request, token);
    }

    private static async Task CheckAsync(RealZone zone, ConcurrentDictionary<string, string> answered, CancellationToken token)
    {
        foreach (var json in answered.Values)
        {
            var answer = JsonDocument.Parse(json).RootElement;
            var stored = await zone.Client.GetFromJsonAsync<JsonElement>($"/api/v1/placements/{answer.GetProperty("reservationId").GetString()}", token);
            Assert.Equal(Ids(answer), Ids(stored));
        }

        var hosts = (await zone.Client.GetFromJsonAsync<JsonElement>("/api/v1/hosts?limit=1000", token)).GetProperty("items");
        long used = 0;
        long instances = 0;
        foreach (var host in hosts.EnumerateArray())
        {
            var cpu = host.GetProperty("inventories").GetProperty("VCPU");
            var gpu = host.GetProperty("providers")[0].GetProperty("inventories").GetProperty("GPU_MILLI");
            Assert.True(cpu.GetProperty("used").GetInt64() <= cpu.GetProperty("capacity").GetInt64(), host.GetRawText());
            Assert.True(gpu.GetProperty("used").GetInt64() <= gpu.GetProperty("capacity").GetInt64(), host.GetRawText());
            Assert.Equal(cpu.GetProperty("used").GetInt64() * 50, gpu.GetProperty("used").GetInt64());
            used += cpu.GetProperty("used").GetInt64();
            instances += host.GetProperty("instances").GetInt64();
        }

        // One core each; what was written and never answered may be there, too, but whole.
        Assert.Equal(instances, used);
        Assert.True(instances >= answered.Values.Sum(json => Ids(JsonDocument.Parse(json).RootElement).Count));
    }

    /// <summary>Promise 7: the same key after all those crashes gives the same answer and takes nothing more.</summary>
    private static async Task RetryAsync(RealZone zone, ConcurrentDictionary<string, string> answered, CancellationToken token)
    {
        foreach (var (key, json) in answered.Take(20))
        {
            using var response = await SendAsync(zone, key, token);
            Assert.Equal(json, await response.Content.ReadAsStringAsync(token));
        }

        await CheckAsync(zone, answered, token);
    }

    private static List<string> Ids(JsonElement element) =>
        [.. element.GetProperty("instances").EnumerateArray().Select(i => i.GetProperty("id").GetString()!).Order(StringComparer.Ordinal)];
}
