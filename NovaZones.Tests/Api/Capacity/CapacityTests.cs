using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Api.Capacity;

/// <summary>"How many more of these would fit?", in one zone and over two: as many as then really fit.</summary>
public class CapacityTests : IAsyncLifetime
{
    private ZoneHost _root = null!;
    private ZoneHost _child = null!;

    public async ValueTask InitializeAsync()
    {
        _root = await ZoneHost.StartAsync("Zone:Name=root");
        _child = await ZoneHost.StartAsync("Zone:Name=paris");
        await _root.ReportHostAsync("r1", """{"inventories":{"VCPU":8},"providers":[{"name":"g0","inventories":{"GPU_MILLI":1000}},{"name":"g1","inventories":{"GPU_MILLI":1000}}]}""");
        await _child.ReportHostAsync("p1", """{"inventories":{"VCPU":4}}""");
        await _child.ReportHostAsync("p2", """{"inventories":{"VCPU":6}}""");
        await _root.AddChildAsync("emea", _child);
    }

    public async ValueTask DisposeAsync()
    {
        await _root.DisposeAsync();
        await _child.DisposeAsync();
    }

    [Theory]
    [InlineData("""{"resources":{"VCPU":2}}""", 9, 4)]
    [InlineData("""{"resources":{"VCPU":3}}""", 5, 2)]
    [InlineData("""{"resources":{"VCPU":1},"groups":[{"resources":{"GPU_MILLI":400}}]}""", 4, 4)]
    [InlineData("""{"groups":[{"resources":{"GPU_MILLI":600}},{"resources":{"GPU_MILLI":600}}],"groupPolicy":"isolate"}""", 1, 1)]
    [InlineData("""{"resources":{"VCPU":1},"query":[">","$free.VCPU",3]}""", 5 + 1 + 3, 5)]
    [InlineData("""{"resources":{"VCPU":1},"group":{"name":"g","policy":"anti-affinity","maxPerHost":2}}""", 6, 2)]
    [InlineData("""{"resources":{"VCPU":1},"group":{"name":"g","policy":"affinity"}}""", 8, 8)]
    [InlineData("""{"resources":{"VCPU":99}}""", 0, 0)]
    public async Task Count_AnyRequest_IsWhatThenFits(string body, int total, int largest)
    {
        var answer = await CountAsync(body);

        Assert.Equal((total, largest), (answer.GetProperty("total").GetInt32(), answer.GetProperty("largestOnOneHost").GetInt32()));
        Assert.Equal(["root", "emea"], answer.GetProperty("zones").EnumerateArray().Select(z => z.GetProperty("zone").GetString()));

        var asked = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(body)!;
        asked["count"] = JsonSerializer.SerializeToElement(total + 1);
        asked["minCount"] = JsonSerializer.SerializeToElement(1);
        var (status, placed) = await _root.PlaceAsync(JsonSerializer.Serialize(asked));
        Assert.Equal(total, status == HttpStatusCode.Created ? placed.GetProperty("placed").GetInt32() : 0);
    }

    [Fact]
    public async Task Count_ChildLeftOut_SaysWhy()
    {
        var answer = await CountAsync("""{"resources":{"VCPU":2},"zones":{"localOnly":true}}""");

        Assert.Equal(4, answer.GetProperty("total").GetInt32());
        Assert.Equal("Skipped", answer.GetProperty("zones")[1].GetProperty("outcome").GetString());
    }

    [Theory]
    [InlineData("""{"resources":{"VCPU":-2}}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"resources":{"VCPU":1},"colour":"red"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"resources":{"VCPU":1},"policy":"nope"}""", HttpStatusCode.NotFound)]
    [InlineData("""{"resources""", HttpStatusCode.BadRequest)]
    public async Task Count_BadRequest_IsRefused(string body, HttpStatusCode expected)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _root.Client.PostAsync("/api/v1/capacity", content, TestContext.Current.CancellationToken);

        Assert.Equal(expected, response.StatusCode);
    }

    private async Task<JsonElement> CountAsync(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _root.Client.PostAsync("/api/v1/capacity", content, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }
}
