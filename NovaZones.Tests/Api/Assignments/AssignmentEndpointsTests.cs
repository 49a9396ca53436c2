using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Core.Assignments;
using NovaZones.Core.Operations;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Api.Assignments;

/// <summary>What a host is told of the instances on it, what it says of them, and that it can speak for no other host.</summary>
public sealed class AssignmentEndpointsTests(AssignmentEndpointsTests.Zone zone) : IClassFixture<AssignmentEndpointsTests.Zone>
{
    private const string Inventories = """{"inventories":{"VCPU":8}}""";

    [Fact]
    public async Task List_TellsWhatIsPlaced_AndNothingWhileItIsKnown()
    {
        var (host, instance, _) = await PlacedAsync("""{"inventories":{"VCPU":8},"providers":[{"name":"gpu0","inventories":{"GPU_MILLI":1000}}]}""", """,{"resources":{"GPU_MILLI":200}}""");

        var list = await zone.Host.GetAsync($"/api/v1/hosts/{host}/assignments");
        var version = list.GetProperty("version").GetString();
        using var again = await zone.Host.Client.GetAsync($"/api/v1/hosts/{host}/assignments?known={version}", TestContext.Current.CancellationToken);
        var other = await zone.Host.GetAsync($"/api/v1/hosts/{host}/assignments?known=x&limit=1");

        var item = Assert.Single(list.GetProperty("items").EnumerateArray());
        Assert.Equal((host, true, instance, "Assigned"), (list.GetProperty("host").GetString(), list.GetProperty("complete").GetBoolean(), item.GetProperty("instanceId").GetString(), item.GetProperty("state").GetString()));
        Assert.Equal(
            [("", "VCPU", 2), ("gpu0", "GPU_MILLI", 200)],
            item.GetProperty("resources").EnumerateArray().Select(r => (r.GetProperty("provider").GetString() ?? "", r.GetProperty("resourceClass").GetString()!, r.GetProperty("amount").GetInt32())).Order());
        Assert.Equal(HttpStatusCode.NoContent, again.StatusCode);
        Assert.Equal(version, other.GetProperty("version").GetString());
    }

    [Fact]
    public async Task Acknowledge_LaterWordsCount_AndWhatIsNotThereIsNamed()
    {
        var (host, instance, reservation) = await PlacedAsync(Inventories);
        var stranger = Guid.NewGuid();

        var first = await SendAsync(HttpMethod.Post, $"{host}/acknowledgements", Items((instance, "Failed", "no room", 10), (instance, "Accepted", null, 5), (stranger.ToString(), "Ready", null, 1)));
        var said = await AssignmentAsync(host, instance);
        await SendAsync(HttpMethod.Post, $"{host}/acknowledgements", Items((instance, "Ready", null, 9)));
        var late = await AssignmentAsync(host, instance);
        await SendAsync(HttpMethod.Post, $"{host}/acknowledgements", Items((instance, "Ready", null, 11)));
        var last = await AssignmentAsync(host, instance);

        Assert.Equal((2, stranger), (first.GetProperty("accepted").GetInt32(), Assert.Single(first.GetProperty("unknown").EnumerateArray()).GetGuid()));
        Assert.Equal(("Failed", "no room"), (said.GetProperty("state").GetString(), said.GetProperty("message").GetString()));
        Assert.Equal("Failed", late.GetProperty("state").GetString());
        Assert.Equal(("Ready", JsonValueKind.Null), (last.GetProperty("state").GetString(), last.GetProperty("message").ValueKind));

        using var released = await zone.Host.Client.DeleteAsync($"/api/v1/placements/{reservation}", TestContext.Current.CancellationToken);
        var after = await SendAsync(HttpMethod.Post, $"{host}/acknowledgements", Items((instance, "Ready", null, 12)));
        await zone.Host.Services.GetRequiredService<IAssignmentStore>().PruneAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, after.GetProperty("accepted").GetInt32());
        Assert.Equal(0L, ZoneSql.Scalar(zone.Host.DataDirectory, $"SELECT COUNT(*) FROM Acknowledgements WHERE HostId = (SELECT Id FROM Hosts WHERE Name = '{host}')"));
    }

    [Fact]
    public async Task Instances_DifferencesAreAnswered_AndToldByTheCheckOnceTheyLast()
    {
        var (host, instance, _) = await PlacedAsync(Inventories);
        var ghost = Guid.CreateVersion7();

        var different = await SendAsync(HttpMethod.Put, $"{host}/instances", $$"""{"instances":["{{ghost}}"]}""");
        var young = await NotesAsync(host);
        var id = $"(SELECT Id FROM Hosts WHERE Name = '{host}')";
        ZoneSql.Execute(zone.Host.DataDirectory, $"UPDATE HostLists SET ToldAt = ToldAt + 60000000, Unknown = '{{\"{ghost}\":\"2020-01-01T00:00:00+00:00\"}}' WHERE HostId = {id}");
        var old = await NotesAsync(host);
        var alike = await SendAsync(HttpMethod.Put, $"{host}/instances", $$"""{"instances":["{{instance}}"]}""");
        ZoneSql.Execute(zone.Host.DataDirectory, $"UPDATE HostLists SET ToldAt = ToldAt + 60000000 WHERE HostId = {id}");

        Assert.Equal(instance, Assert.Single(different.GetProperty("missing").EnumerateArray()).GetString());
        Assert.Equal(ghost, Assert.Single(different.GetProperty("unknown").EnumerateArray()).GetGuid());
        Assert.Empty(young);
        Assert.Equal([(LedgerDifferenceKinds.MissingOnHost, instance), (LedgerDifferenceKinds.UnknownOnHost, ghost.ToString())], old.Order());
        Assert.Equal((0, 0), (alike.GetProperty("missing").GetArrayLength(), alike.GetProperty("unknown").GetArrayLength()));
        Assert.Empty(await NotesAsync(host));
    }

    [Fact]
    public async Task Token_OfOneHost_SpeaksForThatHostAlone()
    {
        var (mine, instance, _) = await PlacedAsync(Inventories);
        var (others, _, _) = await PlacedAsync(Inventories);
        using var client = zone.Host.CreateClient(await BoundTokenAsync(mine));
        (HttpMethod Method, string Path, string? Body)[] calls =
        [
            (HttpMethod.Put, "", Inventories), (HttpMethod.Patch, "", "{}"), (HttpMethod.Post, "/heartbeat", null), (HttpMethod.Get, "/assignments", null),
            (HttpMethod.Post, "/acknowledgements", Items((instance, "Ready", null, 1))), (HttpMethod.Put, "/instances", $$"""{"instances":["{{instance}}"]}"""),
        ];

        foreach (var (method, path, body) in calls)
        {
            Assert.True((int)await StatusAsync(client, method, mine + path, body) is 200 or 204, $"{method} {path}");
            Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(client, method, others + path, body));
            Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(client, method, "nobody" + path, body));
        }

        using var batch = await client.PostAsync(
            "/api/v1/hosts:report", new StringContent(string.Join('\n', new[] { (mine, 9), (others, 1), (others, 8) }.Select(l => $$$"""{"name":"{{{l.Item1}}}","inventories":{"VCPU":{{{l.Item2}}}}}"""))), TestContext.Current.CancellationToken);
        var answer = await batch.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal((1, 2), (answer.GetProperty("accepted").GetInt32(), answer.GetProperty("failed").GetInt32()));
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync("/api/v1/hosts", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Theory]
    [InlineData("POST", "acknowledgements", """{"items":[]}""", "items")]
    [InlineData("POST", "acknowledgements", """{"items":[{"instanceId":"x","state":"Ready","at":"2030-01-01T00:00:00Z"}]}""", "items[0].instanceId")]
    [InlineData("POST", "acknowledgements", """{"items":[{"instanceId":"0197b7a0-0000-7000-8000-000000000000","state":"ready","at":"2030-01-01T00:00:00Z"}]}""", "items[0].state")]
    [InlineData("POST", "acknowledgements", """{"items":[{"instanceId":"0197b7a0-0000-7000-8000-000000000000","state":"Ready"}]}""", "items[0].at")]
    [InlineData("POST", "acknowledgements", """{"items":[{"instanceId":"0197b7a0-0000-7000-8000-000000000000","state":"Ready","at":"2030-01-01T00:00:00Z","host":"x"}]}""", "items[0].host")]
    [InlineData("PUT", "instances", """{"instances":[1]}""", "instances[0]")]
    [InlineData("PUT", "instances", "{}", "instances")]
    [InlineData("GET", "assignments?limit=0", null, "limit")]
    [InlineData("GET", "assignments?since=1", null, "since")]
    public async Task Call_WithSomethingWrong_NamesTheField(string method, string path, string? body, string field)
    {
        await zone.Host.ReportHostAsync("plain", Inventories);
        using var request = Request(HttpMethod.Parse(method), "plain/" + path, body);
        using var answer = await zone.Host.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal(field, problem.GetProperty("errors")[0].GetProperty("field").GetString());
    }

    [Theory]
    [InlineData("""{"name":"n","scopes":["hosts:report","read"],"host":"h"}""")]
    [InlineData("""{"name":"n","scopes":["hosts:report"],"host":"a b"}""")]
    [InlineData("""{"name":"n","scopes":["hosts:report"],"host":""}""")]
    public async Task Token_ThatCannotBeKeptToAHost_IsRefused(string body)
    {
        using var answer = await zone.Host.SendJsonAsync(HttpMethod.Post, "/api/v1/tokens", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("host", (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("errors")[0].GetProperty("field").GetString());
    }

    private async Task<(string Host, string Instance, string Reservation)> PlacedAsync(string report, string groups = "")
    {
        var host = $"h-{Guid.NewGuid():N}";
        await zone.Host.ReportHostAsync(host, report);
        var body = groups.Length == 0 ? "" : $",\"groups\":[{groups[1..]}]";
        var (status, placed) = await zone.Host.PlaceAsync($$$"""{"resources":{"VCPU":2},"hints":{"forceHosts":["{{{host}}}"]}{{{body}}}}""");
        Assert.True(status == HttpStatusCode.Created, placed.GetRawText());
        return (host, placed.GetProperty("instances")[0].GetProperty("id").GetString()!, placed.GetProperty("reservationId").GetString()!);
    }

    private async Task<JsonElement> AssignmentAsync(string host, string instance) =>
        (await zone.Host.GetAsync($"/api/v1/hosts/{host}/assignments")).GetProperty("items").EnumerateArray().Single(i => i.GetProperty("instanceId").GetString() == instance);

    private async Task<List<(string Kind, string Instance)>> NotesAsync(string host)
    {
        using var check = await zone.Host.Client.PostAsync("/api/v1/zone/ledger-check", null, TestContext.Current.CancellationToken);
        var result = await check.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.True(result.GetProperty("consistent").GetBoolean(), result.GetRawText());
        return [.. result.GetProperty("differences").EnumerateArray().Where(d => d.GetProperty("host").GetString() == host).Select(d => (d.GetProperty("kind").GetString()!, d.GetProperty("instanceId").GetString()!))];
    }

    private async Task<string> BoundTokenAsync(string host)
    {
        using var response = await zone.Host.SendJsonAsync(HttpMethod.Post, "/api/v1/tokens", $$"""{"name":"agent","scopes":["hosts:report"],"host":"{{host}}"}""");
        var listed = (await zone.Host.GetAsync("/api/v1/tokens")).GetProperty("items")[0];
        Assert.Equal(host, listed.GetProperty("host").GetString());
        return (await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("token").GetString()!;
    }

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, string body)
    {
        using var request = Request(method, path, body);
        using var answer = await zone.Host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, HttpMethod method, string path, string? body)
    {
        using var request = Request(method, path, body);
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private static HttpRequestMessage Request(HttpMethod method, string path, string? body) =>
        new(method, $"/api/v1/hosts/{path}") { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };

    private static string Items(params (string Instance, string State, string? Message, int Second)[] items) => JsonSerializer.Serialize(new
    {
        items = items.Select(i => new { instanceId = i.Instance, state = i.State, message = i.Message, at = DateTimeOffset.UnixEpoch.AddSeconds(i.Second) }),
    });

    /// <summary>One zone for all of this.</summary>
    public sealed class Zone : IAsyncLifetime
    {
        public ZoneHost Host { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Host = await ZoneHost.StartAsync("Logging:LogLevel:NovaZones.Core.Operations=None");

        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }
}
