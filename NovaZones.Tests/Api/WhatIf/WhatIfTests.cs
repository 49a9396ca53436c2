using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Api.WhatIf;

/// <summary>What would come of losing, buying and filling hosts otherwise; and that asking changes nothing.</summary>
public class WhatIfTests : IAsyncLifetime
{
    private ZoneHost _zone = null!;

    public async ValueTask InitializeAsync()
    {
        _zone = await ZoneHost.StartAsync("Zone:Name=solo");
        for (var host = 1; host <= 3; host++)
        {
            await _zone.ReportHostAsync($"h{host}", $$"""{"inventories":{"VCPU":8},"aggregates":["{{(host == 3 ? "new" : "old")}}"]}""");
        }
    }

    public async ValueTask DisposeAsync() => await _zone.DisposeAsync();

    [Fact]
    public async Task Drain_AHost_SaysWhereItsInstancesGoAndTheyReallyDo()
    {
        for (var i = 0; i < 5; i++)
        {
            await _zone.PlaceAsync("""{"name":"web","resources":{"VCPU":2}}""");
        }

        var used = await _zone.UsedAsync("h1", "VCPU");
        var answer = await AskAsync("""{"removeHosts":["h1"]}""");

        var moves = answer.GetProperty("moves").EnumerateArray().ToList();
        Assert.Equal((used / 2, used / 2, 0L), (Figure(answer, "displaced"), Figure(answer, "placed"), Figure(answer, "lost")));
        Assert.All(moves, m => Assert.Equal(("h1", true), (m.GetProperty("from").GetString(), m.GetProperty("to").GetString() is "h2" or "h3")));
        Assert.Equal((3, 2), (Figure(answer, "hostsBefore"), Figure(answer, "hostsAfter")));
        Assert.Equal(used, await _zone.UsedAsync("h1", "VCPU"));

        // Placed where it says when the host really goes.
        using var disabled = await _zone.SendJsonAsync(HttpMethod.Post, "/api/v1/hosts/h1/disable", """{"reason":"drain"}""");
        foreach (var move in moves)
        {
            var (_, placed) = await _zone.PlaceAsync("""{"name":"web","resources":{"VCPU":2}}""");
            Assert.Equal(move.GetProperty("to").GetString(), placed.GetProperty("instances")[0].GetProperty("host").GetString());
        }
    }

    [Fact]
    public async Task Lose_AnAggregate_SaysWhatFindsNoPlaceAndWhy()
    {
        await _zone.PlaceAsync("""{"count":10,"resources":{"VCPU":2}}""");

        var answer = await AskAsync("""{"removeAggregates":["old"]}""");
        var rescued = await AskAsync("""{"removeAggregates":["old"],"addHosts":[{"count":2,"like":"h3"}]}""");

        // Two of three hosts go; the third has room for one more of what is left on four.
        var lost = answer.GetProperty("moves").EnumerateArray().Where(m => m.GetProperty("to").ValueKind == JsonValueKind.Null).ToList();
        Assert.Equal(Figure(answer, "displaced"), Figure(answer, "placed") + Figure(answer, "lost"));
        Assert.Equal((lost.Count, true), ((int)Figure(answer, "lost"), lost.Count > 0));
        Assert.All(lost, m => Assert.Contains("VCPU", m.GetProperty("reason").GetString(), StringComparison.Ordinal));
        Assert.Equal((0L, 3L), (Figure(rescued, "lost"), Figure(rescued, "hostsAfter")));
    }

    [Fact]
    public async Task Change_ARatio_SaysWhatWouldBeOverfullAndWhatFits()
    {
        await _zone.PlaceAsync("""{"count":9,"resources":{"VCPU":2}}""");

        var tighter = await AskAsync("""{"ratios":[{"class":"VCPU","allocationRatio":0.5}]}""");
        var wider = await AskAsync("""{"ratios":[{"class":"VCPU","allocationRatio":4,"aggregate":"new"}]}""");

        Assert.Equal((3L, 0L), (Figure(tighter, "overfullCount"), Figure(wider, "overfullCount")));
        Assert.Equal(6, tighter.GetProperty("overfull")[0].GetProperty("used").GetInt32());
        Assert.Equal((24, 48), (Capacity(wider, "before"), Capacity(wider, "after")));
    }

    [Fact]
    public async Task Lose_AChildZone_TriesWhatItHoldsHere()
    {
        await using var child = await ZoneHost.StartAsync("Zone:Name=paris");
        await child.ReportHostAsync("p1", """{"inventories":{"VCPU":64}}""");
        await _zone.AddChildAsync("emea", child);
        await _zone.PlaceAsync("""{"count":4,"resources":{"VCPU":8},"zones":{"only":["emea"]}}""");

        var answer = await AskAsync("""{"removeZones":["emea"]}""");

        // The request itself wants that zone alone, so nothing of it may be here: said in words.
        Assert.Equal((4L, 4L), (Figure(answer, "displaced"), Figure(answer, "lost")));
        Assert.All(answer.GetProperty("moves").EnumerateArray(), m => Assert.Equal("emea", m.GetProperty("from").GetString()));
    }

    [Theory]
    [InlineData("""{"removeHosts":["nowhere"]}""", "removeHosts[0]")]
    [InlineData("""{"removeHosts":[null]}""", "removeHosts[0]")]
    [InlineData("""{"removeAggregates":["h1"]}""", "removeAggregates[0]")]
    [InlineData("""{"removeZones":["emea"]}""", "removeZones[0]")]
    [InlineData("""{"addHosts":[{"count":0,"like":"h1"}]}""", "addHosts[0].count")]
    [InlineData("""{"addHosts":[{"count":1,"like":"h9"}]}""", "addHosts[0].like")]
    [InlineData("""{"ratios":[{"class":"VCPU","allocationRatio":0}]}""", "ratios[0].allocationRatio")]
    [InlineData("""{"ratios":[{"class":"PGPU","allocationRatio":1}]}""", "ratios[0].class")]
    [InlineData("""{"ratios":[{"class":"VCPU","allocationRatio":1,"aggregate":"none"}]}""", "ratios[0].aggregate")]
    [InlineData("""{"colour":1}""", "colour")]
    public async Task Ask_WrongBody_NamesTheField(string body, string field)
    {
        using var response = await _zone.SendJsonAsync(HttpMethod.Post, "/api/v1/what-if", body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Contains(field, problem.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("field").GetString()));
    }

    private static long Figure(JsonElement answer, string name) => answer.GetProperty(name).GetInt64();

    private static int Capacity(JsonElement answer, string side) => answer.GetProperty(side).GetProperty("resources")[0].GetProperty("capacity").GetInt32();

    private async Task<JsonElement> AskAsync(string body)
    {
        using var response = await _zone.SendJsonAsync(HttpMethod.Post, "/api/v1/what-if", body);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }
}
