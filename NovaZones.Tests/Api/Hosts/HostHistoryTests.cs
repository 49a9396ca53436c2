using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Core.Fleet;
using NovaZones.Core.Fleet.History;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Api.Hosts;

/// <summary>A host's past over the API and as files: the rows of its page.</summary>
public sealed class HostHistoryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task History_WrittenDownAndNow_IsToldAlikeEverywhere()
    {
        await using var zone = await ZoneHost.StartAsync();
        await zone.ReportHostAsync("h1", """{"inventories":{"VCPU":8,"PGPU":2}}""");
        await zone.PlaceAsync("""{"resources":{"VCPU":3}}""");
        var host = zone.Services.GetRequiredService<FleetView>().Current.Find("h1")!;
        var store = zone.Services.GetRequiredService<IHostHistoryStore>();
        var now = TimeProvider.System.GetUtcNow();
        await store.AppendAsync(now.AddHours(-30), [new HostFigures(host.Id, [new ClassFigures("VCPU", 4, 4)])], Token);
        await store.AppendAsync(now.AddHours(-5), [new HostFigures(host.Id, [new ClassFigures("VCPU", 8, 1)])], Token);
        await store.AppendAsync(now.AddMinutes(-30), [new HostFigures(host.Id, [new ClassFigures("VCPU", 8, 2)])], Token);

        var hour = await zone.GetAsync("/api/v1/hosts/h1/history?range=1h");
        var usual = await zone.GetAsync("/api/v1/hosts/h1/history");
        var week = await zone.GetAsync("/api/v1/hosts/h1/history?range=7d");
        var csv = (await zone.Client.GetStringAsync("/export/host-history.csv?host=h1&range=1h", Token)).Split("\r\n");
        var json = await zone.GetAsync("/export/host-history.json?host=h1&range=1h");
        var lines = (await zone.Client.GetStringAsync("/export/host-history.ndjson?host=h1&range=1h", Token)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        // The last before the span holds in its beginning; the present is the newest point.
        Assert.Equal(("h1", "1h", "1d", "7d"), (hour.GetProperty("host").GetString(), hour.GetProperty("range").GetString(), usual.GetProperty("range").GetString(), week.GetProperty("range").GetString()));
        Assert.Equal([1, 2, 3], Used(hour));
        Assert.Equal([4, 1, 2, 3], Used(usual));
        Assert.Equal([4, 1, 2, 3], Used(week));
        Assert.True(hour.GetProperty("points")[0].GetProperty("at").GetDateTimeOffset() < hour.GetProperty("from").GetDateTimeOffset());
        Assert.Equal(TimeSpan.FromHours(1), hour.GetProperty("to").GetDateTimeOffset() - hour.GetProperty("from").GetDateTimeOffset());
        Assert.Equal(2, hour.GetProperty("points")[2].GetProperty("resources").GetProperty("PGPU").GetProperty("capacity").GetInt64());
        Assert.Equal("at,vcpuUsed,vcpuCapacity,PGPUUsed,PGPUCapacity", csv[0]);
        Assert.Equal(["3,8,0,2", "2,8,,", "1,8,,"], csv[1..4].Select(line => line[(line.IndexOf(',', StringComparison.Ordinal) + 1)..])); // the newest first, as in the table
        Assert.Equal((3, false), (json.GetProperty("items").GetArrayLength(), json.GetProperty("truncated").GetBoolean()));
        Assert.Equal(4, lines.Length);
    }

    [Theory]
    [InlineData("/api/v1/hosts/h1/history?range=2h", "range")]
    [InlineData("/api/v1/hosts/h1/history?range=", "range")]
    [InlineData("/api/v1/hosts/h1/history?span=1h", "span")]
    [InlineData("/export/host-history.csv?host=h1&range=forever", "range")]
    [InlineData("/export/host-history.json?range=1h", "host")]
    [InlineData("/export/host-history.ndjson?host=", "host")]
    [InlineData("/export/host-history.csv?host=h1&span=1h", "span")]
    public async Task History_WrongParameters_AreRefusedByName(string address, string field)
    {
        await using var zone = await ZoneHost.StartAsync();
        await zone.ReportHostAsync("h1", """{"inventories":{"VCPU":8}}""");

        using var response = await zone.Client.GetAsync(address, Token);
        var problem = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(Token));

        Assert.Equal((HttpStatusCode.BadRequest, field), (response.StatusCode, problem.GetProperty("errors")[0].GetProperty("field").GetString()));
    }

    [Theory]
    [InlineData("/api/v1/hosts/nobody/history")]
    [InlineData("/export/host-history.csv?host=nobody")]
    public async Task History_OfNobody_IsNotFound(string address)
    {
        await using var zone = await ZoneHost.StartAsync();

        using var response = await zone.Client.GetAsync(address, Token);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private static IEnumerable<long> Used(JsonElement history) =>
        history.GetProperty("points").EnumerateArray().Select(point => point.GetProperty("resources").GetProperty("VCPU").GetProperty("used").GetInt64());
}
