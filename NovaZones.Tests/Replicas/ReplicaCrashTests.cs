using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Replicas;

/// <summary>Real processes as replicas of one zone on one SQLite file, of which one is killed: promises 1, 2 and 7 with replicas.</summary>
public sealed class ReplicaCrashTests
{
    private const int Hosts = 12;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kill_OneOfTwoUnderLoad_LosesNothingAnsweredNeverOverbooksAndTheOtherGoesOn()
    {
        using var shared = new TemporaryDirectory();
        using var logs = new TemporaryDirectory();
        var zones = await Task.WhenAll(
            RealZone.StartReplicaAsync("twin", shared.Path, Path.Combine(logs.Path, "a"), Token), RealZone.StartReplicaAsync("twin", shared.Path, Path.Combine(logs.Path, "b"), Token));
        await using var dying = zones[0];
        await using var living = zones[1];
        await ReportAsync(dying);
        var answered = new ConcurrentDictionary<string, ConcurrentBag<string>>();
        using var enough = new CancellationTokenSource();

        // Every key goes to both, so that many are decided at both at the same moment.
        var load = Enumerable.Range(0, 4).SelectMany(caller => zones.Select(zone => LoadAsync(zone, $"{caller}", answered, enough.Token))).ToList();
        await Eventually.IsTrueAsync(() => answered.Count > 60);
        await dying.KillAsync();
        var before = answered.Count;
        await Eventually.IsTrueAsync(() => answered.Count > before + 20);
        await enough.CancelAsync();
        await Task.WhenAll(load);

        Assert.All(answered.Values, answers => Assert.Single(answers.Distinct(StringComparer.Ordinal)));
        Assert.Contains(answered.Values, answers => answers.Count == 2);
        await CheckAsync(living, answered);
        foreach (var (key, answers) in answered.Take(20))
        {
            using var again = await PlaceAsync(living, key, Token);
            Assert.Equal(answers.First(), await again.Content.ReadAsStringAsync(Token));
        }

        await CheckAsync(living, answered);
    }

    [Fact]
    public async Task Kill_WhileItsChildClaims_TheOtherTakesTheClaimOverAndTheKeyPlacesOnce()
    {
        using var shared = new TemporaryDirectory();
        using var logs = new TemporaryDirectory();
        await using var child = await ZoneHost.StartAsync("Zone:Name=paris");
        await using var gate = await ClaimGate.StartAsync(child.Url);
        var zones = await Task.WhenAll(
            RealZone.StartReplicaAsync("twin", shared.Path, Path.Combine(logs.Path, "a"), Token), RealZone.StartReplicaAsync("twin", shared.Path, Path.Combine(logs.Path, "b"), Token));
        await using var dying = zones[0];
        await using var living = zones[1];
        await AddChildAsync(dying, gate.Url);
        await child.ReportHostAsync("p1", """{"inventories":{"VCPU":8}}""");

        var lost = Record.ExceptionAsync(() => PlaceAsync(dying, "k1", CancellationToken.None, """{"resources":{"VCPU":2},"deadlineMs":20000}""")).AsTask();
        Assert.Same(gate.ClaimArrived, await Task.WhenAny(gate.ClaimArrived, lost));
        await dying.KillAsync();
        Assert.NotNull(await lost);
        gate.Open();
        using var retry = await PlaceAsync(living, "k1", Token, """{"resources":{"VCPU":2},"deadlineMs":20000}""");

        Assert.True(retry.StatusCode == HttpStatusCode.Created, await retry.Content.ReadAsStringAsync(Token));
        await Eventually.IsTrueAsync(async () => await child.UsedAsync("p1", "VCPU") == 2);
        using var same = await PlaceAsync(living, "k1", Token, """{"resources":{"VCPU":2},"deadlineMs":20000}""");
        Assert.Equal(await retry.Content.ReadAsStringAsync(Token), await same.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task Freeze_WhileItsChildClaims_TheOtherTakesTheClaimOverAndTheFormerOneTellsItsAnswer()
    {
        using var shared = new TemporaryDirectory();
        using var logs = new TemporaryDirectory();
        await using var child = await ZoneHost.StartAsync("Zone:Name=paris");
        await using var gate = await ClaimGate.StartAsync(child.Url);
        var zones = await Task.WhenAll(
            RealZone.StartReplicaAsync("twin", shared.Path, Path.Combine(logs.Path, "a"), Token), RealZone.StartReplicaAsync("twin", shared.Path, Path.Combine(logs.Path, "b"), Token));
        await using var frozen = zones[0];
        await using var living = zones[1];
        await AddChildAsync(frozen, gate.Url);
        await child.ReportHostAsync("p1", """{"inventories":{"VCPU":8}}""");
        using var patient = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = frozen.Url };
        patient.DefaultRequestHeaders.Authorization = frozen.Client.DefaultRequestHeaders.Authorization;

        var late = PlaceAsync(patient, "k1", Token, """{"resources":{"VCPU":2},"deadlineMs":20000}""");
        Assert.True(await Task.WhenAny(gate.ClaimArrived, late) == gate.ClaimArrived, late.IsCompletedSuccessfully ? await (await late).Content.ReadAsStringAsync(Token) : $"{late.Exception}");
        await frozen.FreezeBetweenWritesAsync(Path.Combine(shared.Path, "zone.db"), Token);
        gate.Open();
        using var retry = await PlaceAsync(living, "k1", Token, """{"resources":{"VCPU":2},"deadlineMs":20000}""");
        await frozen.ThawAsync();
        using var told = await late;

        // It wakes with the child's yes in its hand, may not write it, and finds what its key was answered by the other.
        Assert.True(retry.StatusCode == HttpStatusCode.Created, await retry.Content.ReadAsStringAsync(Token));
        Assert.Equal((HttpStatusCode.Created, await retry.Content.ReadAsStringAsync(Token)), (told.StatusCode, await told.Content.ReadAsStringAsync(Token)));
        await Eventually.IsTrueAsync(async () => await child.UsedAsync("p1", "VCPU") == 2);
        using var same = await PlaceAsync(frozen, "k1", Token, """{"resources":{"VCPU":2},"deadlineMs":20000}""");
        Assert.Equal(await retry.Content.ReadAsStringAsync(Token), await same.Content.ReadAsStringAsync(Token));
    }

    private static async Task AddChildAsync(RealZone zone, Uri url)
    {
        using var added = await zone.Client.PostAsync("/api/v1/zones", Json($$"""{"name":"emea","apiUrl":"{{url}}","token":"{{ZoneHost.AdminToken}}"}"""), Token);
        added.EnsureSuccessStatusCode();
        var id = (await added.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("id").GetString();
        using var test = await zone.Client.PostAsync($"/api/v1/zones/{id}/test", null, Token);
        test.EnsureSuccessStatusCode();
    }

    private static async Task ReportAsync(RealZone zone)
    {
        var lines = Enumerable.Range(0, Hosts).Select(i => $$"""{ "name": "h{{i}}", "inventories": { "VCPU": 64 }, "providers": [ { "name": "gpu0", "inventories": { "GPU_MILLI": 4000 } } ] }""");
        using var content = new StringContent(string.Join('\n', lines), Encoding.UTF8, "application/x-ndjson");
        using var response = await zone.Client.PostAsync("/api/v1/hosts:report", content, Token);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Places until the zone is gone or it is enough, and notes every success that was answered.</summary>
    private static async Task LoadAsync(RealZone zone, string caller, ConcurrentDictionary<string, ConcurrentBag<string>> answered, CancellationToken enough)
    {
        for (var i = 0; !enough.IsCancellationRequested; i++)
        {
            var key = $"{caller}-{i}";
            try
            {
                using var response = await PlaceAsync(zone, key, CancellationToken.None);
                if (response.StatusCode == HttpStatusCode.Created)
                {
                    answered.GetOrAdd(key, _ => []).Add(await response.Content.ReadAsStringAsync(CancellationToken.None));
                }
            }
            catch (Exception ex) when (ex is HttpRequestException or IOException or OperationCanceledException)
            {
                return;
            }
        }
    }

    private static Task<HttpResponseMessage> PlaceAsync(
        RealZone zone, string key, CancellationToken token, string body = """{"count":2,"minCount":1,"resources":{"VCPU":1},"groups":[{"resources":{"GPU_MILLI":50}}]}""") =>
        PlaceAsync(zone.Client, key, token, body);

    private static async Task<HttpResponseMessage> PlaceAsync(HttpClient client, string key, CancellationToken token, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/placements") { Content = Json(body) };
        request.Headers.Add("Idempotency-Key", key);
        return await client.SendAsync(request, token);
    }

    private static async Task CheckAsync(RealZone zone, ConcurrentDictionary<string, ConcurrentBag<string>> answered)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var answers in answered.Values)
        {
            var answer = JsonDocument.Parse(answers.First()).RootElement;
            var stored = await zone.Client.GetFromJsonAsync<JsonElement>($"/api/v1/placements/{answer.GetProperty("reservationId").GetString()}", Token);
            Assert.Equal(Ids(answer), Ids(stored));
            ids.UnionWith(Ids(answer));
        }

        long used = 0;
        long instances = 0;
        foreach (var host in (await zone.Client.GetFromJsonAsync<JsonElement>("/api/v1/hosts?limit=100", Token)).GetProperty("items").EnumerateArray())
        {
            var cpu = host.GetProperty("inventories").GetProperty("VCPU");
            var gpu = host.GetProperty("providers")[0].GetProperty("inventories").GetProperty("GPU_MILLI");
            Assert.True(cpu.GetProperty("used").GetInt64() <= cpu.GetProperty("capacity").GetInt64(), host.GetRawText());
            Assert.True(gpu.GetProperty("used").GetInt64() <= gpu.GetProperty("capacity").GetInt64(), host.GetRawText());
            Assert.Equal(cpu.GetProperty("used").GetInt64() * 50, gpu.GetProperty("used").GetInt64());
            used += cpu.GetProperty("used").GetInt64();
            instances += host.GetProperty("instances").GetInt64();
        }

        // What was written and never answered, in the moment of the kill, may be there, too, but whole.
        Assert.Equal(instances, used);
        Assert.InRange(instances, ids.Count, ids.Count + (2 * 4));
        using var check = await zone.Client.PostAsync("/api/v1/zone/ledger-check", null, Token);
        var result = await check.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.True(result.GetProperty("consistent").GetBoolean(), result.GetRawText());
    }

    private static List<string> Ids(JsonElement element) =>
        [.. element.GetProperty("instances").EnumerateArray().Select(i => i.GetProperty("id").GetString()!).Order(StringComparer.Ordinal)];

    private static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");
}
