using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Federation;

/// <summary>What a zone tells upwards: what still fits through every level, bounded whatever the size of the fleet.</summary>
public sealed class SummaryTests
{
    [Fact]
    public async Task Fits_RequestAskedAtTheRoot_IsCountedInTheLeafAndTravelsUp()
    {
        await using var leaf = await ZoneHost.StartAsync("Zone:Name=leaf");
        await using var middle = await ZoneHost.StartAsync("Zone:Name=middle");
        await using var root = await ZoneHost.StartAsync("Zone:Name=root");
        await leaf.ReportHostAsync("l1", """{"inventories":{"VCPU":8}}""");
        await leaf.ReportHostAsync("l2", """{"inventories":{"VCPU":5}}""");
        await middle.ReportHostAsync("m1", """{"inventories":{"VCPU":4}}""");
        await middle.AddChildAsync("leaf", leaf);
        await root.AddChildAsync("middle", middle);

        var (status, _) = await root.PlaceAsync("""{"name":"web","tenant":"t1","resources":{"VCPU":2},"group":{"name":"secret","policy":"soft-anti-affinity"}}""");
        JsonElement fit = default;
        await Eventually.IsTrueAsync(async () => Fits(await root.GetAsync("/api/v1/zone")) is [var only] && (fit = only).GetProperty("count").GetInt64() == 7 && fit.GetProperty("zones").GetInt32() == 3);
        await leaf.ReportHostAsync("l3", """{"inventories":{"VCPU":20}}""");
        await Eventually.IsTrueAsync(async () => Fits(await root.GetAsync("/api/v1/zone"))[0].GetProperty("count").GetInt64() == 17);

        // Of 8, 5 and 4 free less the one that was placed, by all three zones; what is told has neither tenant nor group.
        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal("""{"resources":{"VCPU":2}}""", fit.GetProperty("request").GetString());
    }

    [Fact]
    public async Task Summary_ManyHosts_IsNoLongerThanOfFew()
    {
        await using var zone = await ZoneHost.StartAsync("Zone:Name=paris");
        await ReportAsync(zone, 0, 10);
        var few = await LengthAsync(zone);
        await ReportAsync(zone, 10, 3000);
        await Eventually.IsTrueAsync(async () => (await zone.GetAsync("/api/v1/zone")).GetProperty("summary").GetProperty("hosts").GetProperty("up").GetInt32() == 3000);
        var many = await LengthAsync(zone);
        using var select = await zone.SendJsonAsync(
            HttpMethod.Post, "/api/v1/zone/select", """{"request":{"resources":{"VCPU":1}},"count":1,"weights":{"ram":1},"path":[],"hopsLeft":3,"deadlineMs":5000}""");
        var offer = await select.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

        Assert.InRange(many, few - 100, few + 3000);
        Assert.InRange(offer.Length, 100, 8000);

        static async Task<int> LengthAsync(ZoneHost zone) => (await zone.Client.GetByteArrayAsync("/api/v1/zone", TestContext.Current.CancellationToken)).Length;
    }

    [Fact]
    public async Task Summary_ManyZonesBelow_TellsFewAndTheSumsOfAll()
    {
        await using var root = await ZoneHost.StartAsync("Zone:Name=root");
        await using var middle = await ZoneHost.StartAsync("Zone:Name=middle", "Federation:MaxZones=2");
        var leaves = new List<ZoneHost>();
        foreach (var i in Enumerable.Range(1, 5))
        {
            leaves.Add(await ZoneHost.StartAsync($"Zone:Name=leaf{i}"));
            await leaves[^1].ReportHostAsync("h", """{"inventories":{"VCPU":4}}""");
            await middle.AddChildAsync($"leaf{i}", leaves[^1]);
        }

        await root.AddChildAsync("middle", middle);
        JsonElement tree = default;
        await Eventually.IsTrueAsync(async () => (tree = await root.GetAsync("/api/v1/zone/tree")).GetProperty("hosts").GetProperty("up").GetInt32() == 5);
        var below = tree.GetProperty("children")[0].GetProperty("children").EnumerateArray().ToList();
        var (status, answer) = await root.PlaceAsync("""{"count":20,"resources":{"VCPU":1}}""");
        var (unknown, _) = await root.PlaceAsync("""{"resources":{"VCPU":1},"zones":{"only":["nowhere"]}}""");
        await root.Client.DeleteAsync($"/api/v1/placements/{answer.GetProperty("reservationId").GetString()}", TestContext.Current.CancellationToken);
        var (named, inLeaf) = await root.PlaceAsync("""{"resources":{"VCPU":1},"zones":{"only":["middle!leaf4"]}}""");

        Assert.Equal(20, tree.GetProperty("resources").GetProperty("VCPU").GetProperty("capacity").GetInt64());
        Assert.Equal(["leaf1", "leaf2", "*"], below.Select(n => n.GetProperty("name").GetString()));
        Assert.Equal((3, true), (below[2].GetProperty("zones").GetInt32(), below[2].GetProperty("truncated").GetBoolean()));
        Assert.Equal((HttpStatusCode.Created, 20), (status, answer.GetProperty("placed").GetInt32()));
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.Created), (unknown, named));
        Assert.Equal("middle!leaf4", inLeaf.GetProperty("instances")[0].GetProperty("zone").GetString());
        foreach (var leaf in leaves)
        {
            await leaf.DisposeAsync();
        }
    }

    [Fact]
    public async Task Fits_HostsThatFallSilent_AreCountedNoMore()
    {
        await using var zone = await ZoneHost.StartAsync("Scheduler:StaleAfter=00:00:01");
        await zone.ReportHostAsync("h1", """{"inventories":{"VCPU":8}}""");
        await zone.PlaceAsync("""{"resources":{"VCPU":1}}""");

        // Nothing is reported any more, and nobody asks.
        await Eventually.IsTrueAsync(async () => Fits(await zone.GetAsync("/api/v1/zone")) is [var only] && only.GetProperty("count").GetInt64() == 0);

        await Eventually.IsTrueAsync(async () =>
        {
            await zone.ReportHostAsync("h1", """{"inventories":{"VCPU":8}}""");
            return Fits(await zone.GetAsync("/api/v1/zone")) is [var only] && only.GetProperty("count").GetInt64() == 7;
        });
    }

    private static List<JsonElement> Fits(JsonElement zone) => [.. zone.GetProperty("summary").GetProperty("fits").EnumerateArray()];

    private static async Task ReportAsync(ZoneHost zone, int from, int to)
    {
        var lines = string.Join('\n', Enumerable.Range(from, to - from).Select(i =>
            $$"""{"name":"h{{i}}","inventories":{"VCPU":{{8 + (i % 5)}},"MEMORY_MB":{{1000 + i}}},"capabilities":{"rack":"r{{i}}","speed":{{i}}},"traits":["CUSTOM_T{{i % 7}}"]}"""));
        using var content = new StringContent(lines, Encoding.UTF8, new MediaTypeHeaderValue("application/x-ndjson"));
        using var response = await zone.Client.PostAsync("/api/v1/hosts:report", content, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}
