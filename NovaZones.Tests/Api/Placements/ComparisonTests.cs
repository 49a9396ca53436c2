using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Api.Placements;

/// <summary>Hosts side by side: the score that a placement gives, and what stands in the way.</summary>
public class ComparisonTests : IAsyncLifetime
{
    private ZoneHost _zone = null!;

    public async ValueTask InitializeAsync()
    {
        _zone = await ZoneHost.StartAsync("Zone:Name=solo");
        await _zone.ReportHostAsync("h1", """{"inventories":{"VCPU":16,"MEMORY_MB":32768},"traits":["CUSTOM_A"]}""");
        await _zone.ReportHostAsync("h2", """{"inventories":{"VCPU":8,"MEMORY_MB":8192}}""");
    }

    public async ValueTask DisposeAsync() => await _zone.DisposeAsync();

    [Fact]
    public async Task Compare_OnePassesOneDoesNot_GivesTheScoreOfAPlacementAndTheObstacles()
    {
        const string Request = """{"resources":{"VCPU":3,"MEMORY_MB":5000},"traits":{"required":["CUSTOM_A"]},"weights":{"best-fit":0.37}}""";

        var (status, answer) = await CompareAsync($$"""{"request":{{Request}},"hosts":["h2","h1"]}""");
        var (_, placed) = await _zone.PlaceAsync(Request);

        Assert.Equal(HttpStatusCode.OK, status);
        var (second, first) = (answer.GetProperty("hosts")[0], answer.GetProperty("hosts")[1]);
        Assert.Equal(("h2", false, JsonValueKind.Null), (second.GetProperty("host").GetString(), second.GetProperty("passes").GetBoolean(), second.GetProperty("score").ValueKind));
        Assert.Equal(("h1", true), (first.GetProperty("host").GetString(), first.GetProperty("passes").GetBoolean()));
        Assert.Equal(placed.GetProperty("instances")[0].GetProperty("score").GetDouble(), first.GetProperty("score").GetDouble());
        Assert.Equal(first.GetProperty("score").GetDouble(), first.GetProperty("weighers").EnumerateArray().Sum(w => w.GetProperty("contribution").GetDouble()), 12);
        var traits = second.GetProperty("filters").EnumerateArray().Single(f => f.GetProperty("filter").GetString() == "Traits");
        Assert.Equal("traits.missing", traits.GetProperty("reason").GetString());
        Assert.Equal("""{"attribute":"trait CUSTOM_A","wanted":"present","actual":"absent"}""", traits.GetProperty("obstacles")[0].GetRawText());
        Assert.Equal(3, await _zone.UsedAsync("h1", "VCPU"));
    }

    [Theory]
    [InlineData("""{"request":{"resources":{"VCPU":1}},"hosts":["h1"]}""", "hosts")]
    [InlineData("""{"request":{"resources":{"VCPU":1}},"hosts":["h1","h1"]}""", "hosts")]
    [InlineData("""{"request":{"resources":{"VCPU":1}},"hosts":["h1","h9"]}""", "hosts[1]")]
    [InlineData("""{"request":{"resources":{"VCPU":0}},"hosts":["h1","h2"]}""", "request.resources.VCPU")]
    [InlineData("""{"request":{"resources":{"VCPU":1},"weights":{"none":1}},"hosts":["h1","h2"]}""", "request.weights.none")]
    [InlineData("""{"hosts":["h1","h2"]}""", "request")]
    [InlineData("""{"request":{"resources":{"VCPU":1}},"hosts":["h1","h2"],"more":1}""", "more")]
    public async Task Compare_WrongBody_NamesTheField(string body, string field)
    {
        var (status, problem) = await CompareAsync(body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(field, Assert.Single(problem.GetProperty("errors").EnumerateArray()).GetProperty("field").GetString());
    }

    [Fact]
    public async Task Compare_UnknownPolicy_IsNotFound() =>
        Assert.Equal(HttpStatusCode.NotFound, (await CompareAsync("""{"request":{"resources":{"VCPU":1},"policy":"none"},"hosts":["h1","h2"]}""")).Status);

    private async Task<(HttpStatusCode Status, JsonElement Body)> CompareAsync(string json)
    {
        using var response = await _zone.SendJsonAsync(HttpMethod.Post, "/api/v1/placements:compare", json);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken));
    }
}
