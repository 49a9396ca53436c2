using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Core.Zones;
using NovaZones.Core.Zones.History;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Api.Zone;

/// <summary>The zone's past, from what was placed to the API and the files.</summary>
public sealed class ZoneHistoryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task History_PlacedRefusedAndRestarted_TellsItOnceEverywhere()
    {
        using var directory = new TemporaryDirectory();
        await using (var zone = await ZoneHost.StartInAsync(directory.Path))
        {
            await zone.ReportHostAsync("h1", """{"inventories":{"VCPU":8,"PGPU":2}}""");
            await zone.PlaceAsync("""{"resources":{"VCPU":1}}""");
            await zone.PlaceAsync("""{"resources":{"VCPU":2}}""");
            await zone.PlaceAsync("""{"resources":{"VCPU":99}}""");
        }

        await using var again = await ZoneHost.StartInAsync(directory.Path);
        await again.ReportHostAsync("h2", """{"inventories":{"VCPU":8}}""");
        using var disabled = await again.SendJsonAsync(HttpMethod.Post, "/api/v1/hosts/h2/disable", """{"reason":"disk"}""");
        Assert.Equal(1, await Sampler(again, TimeSpan.Zero).SampleAsync(Token)); // too soon: what may still be being decided counts next time
        Assert.Equal(1, await Sampler(again, ZoneSampler.Lag + TimeSpan.FromSeconds(1)).SampleAsync(Token));
        Assert.Equal(0, await Sampler(again, TimeSpan.Zero).SampleAsync(Token)); // a clock that was set back writes nothing

        var store = again.Services.GetRequiredService<IZoneHistoryStore>();
        var points = await store.ReadAsync(TimeProvider.System.GetUtcNow().AddHours(-1), Token);
        Assert.Equal((2L, 1L), (points.Sum(p => p.Requests.Placed), points.Sum(p => p.Requests.Refused)));

        await Task.Delay(ZoneSampler.Lag + TimeSpan.FromSeconds(1.5), Token); // the second point is no longer of the future
        var hour = await again.GetAsync("/api/v1/zone/history?range=1h");
        var usual = await again.GetAsync("/api/v1/zone/history");
        var csv = (await again.Client.GetStringAsync("/export/zone-history.csv?range=1h", Token)).Split("\r\n");
        var json = await again.GetAsync("/export/zone-history.json?range=1h");

        var last = hour.GetProperty("points").EnumerateArray().Last();
        Assert.Equal(("1h", "1d", 300), (hour.GetProperty("range").GetString(), usual.GetProperty("range").GetString(), hour.GetProperty("stepSeconds").GetInt32()));
        Assert.Equal((1, 1), (last.GetProperty("hosts").GetProperty("up").GetInt32(), last.GetProperty("hosts").GetProperty("disabled").GetInt32()));
        Assert.Equal((8, 3), (last.GetProperty("resources").GetProperty("VCPU").GetProperty("capacity").GetInt32(), last.GetProperty("resources").GetProperty("VCPU").GetProperty("used").GetInt32()));
        Assert.Equal((2, 1), (Sum(hour, "placed"), Sum(hour, "refused")));
        Assert.Equal((2, 1), (Sum(usual, "placed"), Sum(usual, "refused")));
        Assert.Equal("at,spanSeconds,placed,placedPerSecond,refused,refusedPerSecond,hostsUp,hostsDown,hostsDisabled,vcpuUsed,vcpuCapacity,PGPUUsed,PGPUCapacity", csv[0]);
        Assert.Equal(hour.GetProperty("points").GetArrayLength(), csv.Length - 2);
        Assert.EndsWith(",1,0,1,3,8,0,2", csv[1], StringComparison.Ordinal); // the newest first, as in the table
        Assert.Equal(csv[0].Split(','), json.GetProperty("items")[0].EnumerateObject().Select(p => p.Name));
        Assert.Equal(JsonValueKind.Number, json.GetProperty("items")[0].GetProperty("placedPerSecond").ValueKind);
    }

    [Theory]
    [InlineData("/api/v1/zone/history?range=2h", "range")]
    [InlineData("/api/v1/zone/history?span=1h", "span")]
    [InlineData("/export/zone-history.csv?range=", "range")]
    public async Task History_WrongParameters_AreRefusedByName(string address, string field)
    {
        await using var zone = await ZoneHost.StartAsync();

        using var response = await zone.Client.GetAsync(address, Token);
        var problem = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(Token));

        Assert.Equal((HttpStatusCode.BadRequest, field), (response.StatusCode, problem.GetProperty("errors")[0].GetProperty("field").GetString()));
    }

    /// <summary>The zone's own sampler with a clock that goes ahead.</summary>
    private static ZoneSampler Sampler(ZoneHost zone, TimeSpan ahead) =>
        new(zone.Services.GetRequiredService<ZoneOverview>(), zone.Services.GetRequiredService<IZoneHistoryStore>(), new ClockAhead(ahead));

    private static long Sum(JsonElement history, string member) => history.GetProperty("points").EnumerateArray().Sum(p => p.GetProperty(member).GetInt64());

    private sealed class ClockAhead(TimeSpan ahead) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + ahead;
    }
}
