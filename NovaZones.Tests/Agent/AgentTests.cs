using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NovaZones.Core.Operations;
using NovaZones.Tests.Support.Fixtures;
using NovaZones.Web.Demo.Zones;
using Xunit;

namespace NovaZones.Tests.Agent;

/// <summary>An agent and a zone, both real: what is reported, what is placed, and what an outage leaves behind.</summary>
public sealed class AgentTests : IDisposable
{
    private const string HostName = "node1";
    private const string OneVcpu = """{"resources":{"VCPU":1}}""";

    // Makes a file for what is assigned and removes it for what is released; waits while there is a file named hold, fails while there is one named fail.
    private const string Script = """
        read assignment
        while [ -e "$1/hold" ]; do sleep 0.05; done
        if [ -e "$1/fail" ]; then echo "no room for it"; exit 3; fi
        if [ "$NOVAZONES_EVENT" = assigned ]; then
          printf '%s\n%s\n' "$assignment" "$(env)" > "$1/writing" && mv "$1/writing" "$1/$NOVAZONES_INSTANCE_ID"
        else
          rm "$1/$NOVAZONES_INSTANCE_ID"
        fi
        """;

    private readonly TemporaryDirectory _zoneFolder = new();
    private readonly TemporaryDirectory _agentFolder = new();
    private readonly FakeMachine _machine = FakeMachine.Small();
    private readonly int _port = LoopbackPorts.TakeFree(1)[0];

    private string DataFile => Path.Combine(_agentFolder.Path, "agent.db");

    public void Dispose()
    {
        _machine.Dispose();
        _agentFolder.Dispose();
        _zoneFolder.Dispose();
    }

    [Fact]
    public async Task Reports_ArriveInFull_ThenSayLess_AndInFullAgainWhenTheZoneForgotTheHost()
    {
        await using var zone = await StartZoneAsync();
        await using var agent = await StartAgentAsync(zone, await TokenAsync(zone));
        await Eventually.IsTrueAsync(() => Bytes(agent, $"POST /api/v1/hosts/{HostName}/heartbeat") is not null);
        var host = await zone.GetAsync($"/api/v1/hosts/{HostName}");

        Assert.Equal(("Up", 4, 8192), (host.GetProperty("state").GetString(), Total(host, "VCPU"), Total(host, "MEMORY_MB")));
        Assert.Contains("HW_CPU_X86_AVX2", host.GetProperty("traits").EnumerateArray().Select(t => t.GetString()));
        Assert.Equal("6.8.0-generic", host.GetProperty("capabilities").GetProperty("kernel").GetString());

        _machine.With("proc/loadavg", "3.71 0.31 0.20 1/345 6789");
        await Eventually.IsTrueAsync(async () => (await zone.GetAsync($"/api/v1/hosts/{HostName}")).GetProperty("capabilities").GetProperty("load1").GetDouble() == 3.7);

        var full = Bytes(agent, $"PUT /api/v1/hosts/{HostName}")!.Value;
        var delta = Bytes(agent, $"PATCH /api/v1/hosts/{HostName}")!.Value;
        Assert.True(delta < full / 10, $"{delta} bytes of {full}");
        Assert.Single(agent.Calls, c => c.Call == $"PUT /api/v1/hosts/{HostName}");

        using var removed = await zone.Client.DeleteAsync($"/api/v1/hosts/{HostName}", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        await Eventually.IsTrueAsync(async () => await StatusAsync(zone, $"/api/v1/hosts/{HostName}") == HttpStatusCode.OK);
        Assert.Equal(2, agent.Calls.Count(c => c.Call == $"PUT /api/v1/hosts/{HostName}"));
    }

    [Fact]
    public async Task Assignment_RunsTheCommand_IsAcknowledged_AndEndsWithItsRelease()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The command is a shell script.");
        await using var zone = await StartZoneAsync();
        var token = await TokenAsync(zone);
        await using var agent = await StartAgentAsync(zone, token);
        await Eventually.IsTrueAsync(async () => await StatusAsync(zone, $"/api/v1/hosts/{HostName}") == HttpStatusCode.OK);

        var (reservation, instance) = await PlaceAsync(zone);
        await Eventually.IsTrueAsync(async () => await StateAsync(zone, instance) == "Ready");
        var told = await File.ReadAllTextAsync(Path.Combine(_agentFolder.Path, instance), TestContext.Current.CancellationToken);

        Assert.Contains("\"resourceClass\":\"VCPU\"", told, StringComparison.Ordinal);
        Assert.Contains($"NOVAZONES_RESERVATION_ID={reservation}", told, StringComparison.Ordinal);
        Assert.DoesNotContain(token, told, StringComparison.Ordinal);

        await File.WriteAllTextAsync(Path.Combine(_agentFolder.Path, "fail"), "", TestContext.Current.CancellationToken);
        var (_, failed) = await PlaceAsync(zone);
        await Eventually.IsTrueAsync(async () => await StateAsync(zone, failed) == "Failed");
        Assert.Equal("ended with 3: no room for it", (await AssignmentAsync(zone, failed))!.Value.GetProperty("message").GetString());

        // The host's own list has the one and not the other; the check is told as soon as the list is older than the host may lag.
        await Eventually.IsTrueAsync(() => ZoneSql.Scalar(_zoneFolder.Path, "SELECT Instances FROM HostLists") is string list && list.Contains(instance, StringComparison.Ordinal) && !list.Contains(failed, StringComparison.Ordinal));
        await agent.DisposeAsync();
        ZoneSql.Execute(_zoneFolder.Path, "UPDATE HostLists SET ToldAt = ToldAt + 60000000");
        using var check = await zone.Client.PostAsync("/api/v1/zone/ledger-check", null, TestContext.Current.CancellationToken);
        var note = Assert.Single((await check.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("differences").EnumerateArray());
        Assert.Equal((LedgerDifferenceKinds.MissingOnHost, failed, false), (note.GetProperty("kind").GetString(), note.GetProperty("instanceId").GetString(), note.GetProperty("isFault").GetBoolean()));

        // Released while the agent is away, and while its command cannot end it at first.
        using var released = await zone.Client.DeleteAsync($"/api/v1/placements/{reservation}", TestContext.Current.CancellationToken);
        await using var later = await StartAgentAsync(zone, token);
        await Eventually.IsTrueAsync(() => later.Calls.Any(c => c.Call == $"PUT /api/v1/hosts/{HostName}/instances"));
        Assert.True(File.Exists(Path.Combine(_agentFolder.Path, instance)));
        File.Delete(Path.Combine(_agentFolder.Path, "fail"));
        await Eventually.IsTrueAsync(() => !File.Exists(Path.Combine(_agentFolder.Path, instance)));
        await Eventually.IsTrueAsync(() => ZoneSql.Scalar(_zoneFolder.Path, "SELECT Instances FROM HostLists") is "[]");
    }

    [Fact]
    public async Task Outage_KeepsWhatCouldNotBeSaid_OverARestartOfTheAgent_AndSaysItWhenTheZoneIsBack()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The command is a shell script.");
        var hold = Path.Combine(_agentFolder.Path, "hold");
        await File.WriteAllTextAsync(hold, "", TestContext.Current.CancellationToken);
        var zone = await StartZoneAsync();
        var token = await TokenAsync(zone);
        var agent = await StartAgentAsync(zone, token);
        await Eventually.IsTrueAsync(async () => await StatusAsync(zone, $"/api/v1/hosts/{HostName}") == HttpStatusCode.OK);
        var (_, instance) = await PlaceAsync(zone);
        await Eventually.IsTrueAsync(async () => await StateAsync(zone, instance) == "Accepted");

        await zone.DisposeAsync();
        File.Delete(hold);
        await Eventually.IsTrueAsync(() => File.Exists(Path.Combine(_agentFolder.Path, instance)));
        await agent.DisposeAsync();
        _machine.With("proc/loadavg", "9.99 0.31 0.20 1/345 6789").With("proc/meminfo", "MemTotal: 16777216 kB\nMemAvailable: 4194304 kB");
        await using var later = await StartAgentAsync(zone, token);
        await using var back = await StartZoneAsync();
        await Eventually.IsTrueAsync(async () => await StateAsync(back, instance) == "Ready");
        await Eventually.IsTrueAsync(async () => Total(await back.GetAsync($"/api/v1/hosts/{HostName}"), "MEMORY_MB") == 16_384);

        Assert.Equal(1, File.ReadAllLines(Path.Combine(_agentFolder.Path, "runs")).Count(l => l == instance));
    }

    private Task<ZoneHost> StartZoneAsync() => ZoneHost.StartInAsync(_zoneFolder.Path, $"urls=http://127.0.0.1:{_port}");

    private Task<RunningAgent> StartAgentAsync(ZoneHost zone, string token) => RunningAgent.StartAsync(
        zone.Url,
        token,
        _machine,
        DataFile,
        ("HostName", HostName),
        ("Command:FileName", "/bin/sh"),
        ("Command:Arguments:0", "-c"),
        ("Command:Arguments:1", "echo $NOVAZONES_INSTANCE_ID >> \"$1/runs\"\n" + Script),
        ("Command:Arguments:2", "script"),
        ("Command:Arguments:3", _agentFolder.Path),
        ("Command:RetryAfter", "00:00:00.2"));

    private static async Task<string> TokenAsync(ZoneHost zone)
    {
        using var response = await zone.SendJsonAsync(HttpMethod.Post, "/api/v1/tokens", $$"""{"name":"agent","scopes":["hosts:report"],"host":"{{HostName}}"}""");
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("token").GetString()!;
    }

    private static async Task<(string Reservation, string Instance)> PlaceAsync(ZoneHost zone)
    {
        var (status, placed) = await zone.PlaceAsync(OneVcpu);
        Assert.True(status == HttpStatusCode.Created, placed.GetRawText());
        return (placed.GetProperty("reservationId").GetString()!, placed.GetProperty("instances")[0].GetProperty("id").GetString()!);
    }

    private static async Task<JsonElement?> AssignmentAsync(ZoneHost zone, string instance)
    {
        var items = (await zone.GetAsync($"/api/v1/hosts/{HostName}/assignments")).GetProperty("items").EnumerateArray();
        return items.Where(i => i.GetProperty("instanceId").GetString() == instance).Select(i => (JsonElement?)i).FirstOrDefault();
    }

    private static async Task<string?> StateAsync(ZoneHost zone, string instance) => (await AssignmentAsync(zone, instance))?.GetProperty("state").GetString();

    private static async Task<HttpStatusCode> StatusAsync(ZoneHost zone, string address)
    {
        using var response = await zone.Client.GetAsync(address, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    private static long? Bytes(RunningAgent agent, string call) => agent.Calls.Where(c => c.Call == call).Select(c => (long?)c.Bytes).FirstOrDefault();

    private static long Total(JsonElement host, string resourceClass) => host.GetProperty("inventories").GetProperty(resourceClass).GetProperty("total").GetInt64();
}
