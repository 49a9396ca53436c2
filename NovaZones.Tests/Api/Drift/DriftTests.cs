using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Api.Drift;

/// <summary>Instances that would not be placed where they are, with the reason; what would go there again is not told.</summary>
public class DriftTests : IAsyncLifetime
{
    private ZoneHost _zone = null!;

    public async ValueTask InitializeAsync()
    {
        _zone = await ZoneHost.StartAsync("Zone:Name=solo");
        await _zone.ReportHostAsync("h1", """{"inventories":{"VCPU":8},"traits":["CUSTOM_SSD"]}""");
        await _zone.PlaceAsync("""{"name":"db","resources":{"VCPU":2},"traits":{"required":["CUSTOM_SSD"]}}""");
        await _zone.PlaceAsync("""{"name":"web","resources":{"VCPU":2}}""");
    }

    public async ValueTask DisposeAsync() => await _zone.DisposeAsync();

    [Fact]
    public async Task Look_WhereNothingChanged_FindsNothing()
    {
        var answer = await LookAsync("");

        Assert.Equal((2, 0), (answer.GetProperty("looked").GetInt32(), answer.GetProperty("items").GetArrayLength()));
    }

    [Fact]
    public async Task Look_ATraitThatIsGone_SaysWhichAndWhereItWouldGo()
    {
        await _zone.ReportHostAsync("h2", """{"inventories":{"VCPU":4},"traits":["CUSTOM_SSD"]}""");
        await _zone.ReportHostAsync("h1", """{"inventories":{"VCPU":8}}""");

        var answer = await LookAsync("?gain=5");

        var item = Assert.Single(answer.GetProperty("items").EnumerateArray());
        Assert.Equal(("db", "h1", "filter", "h2"), (Text(item, "name"), Text(item, "host"), Text(item, "kind"), Text(item, "better")));
        Assert.Contains("CUSTOM_SSD", Text(item, "reason"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Look_ABetterHost_IsToldOnlyWhenItIsSoMuchBetter()
    {
        await _zone.ReportHostAsync("h2", """{"inventories":{"VCPU":64}}""");

        var small = await LookAsync("?gain=0.1");
        var great = await LookAsync("?gain=3");

        var item = Assert.Single(small.GetProperty("items").EnumerateArray());
        Assert.Equal(("web", "score", "h2"), (Text(item, "name"), Text(item, "kind"), Text(item, "better")));
        Assert.True(item.GetProperty("betterScore").GetDouble() - item.GetProperty("score").GetDouble() >= 0.1);
        Assert.Empty(great.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Look_PageByPage_LooksAtEachInstanceOnce()
    {
        await _zone.PlaceAsync("""{"count":2,"resources":{"VCPU":1}}""");
        var looked = 0;
        var steps = 0;
        string? cursor = null;
        do
        {
            var answer = await LookAsync($"?limit=1{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}");
            looked += answer.GetProperty("looked").GetInt32();
            steps++;
            cursor = answer.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);

        Assert.Equal((4, 3), (looked, steps));
    }

    [Theory]
    [InlineData("?gain=-1", "gain")]
    [InlineData("?gain=much", "gain")]
    [InlineData("?limit=0", "limit")]
    [InlineData("?cursor=x", "cursor")]
    public async Task Look_WrongParameter_NamesIt(string query, string field)
    {
        using var response = await _zone.Client.GetAsync($"/api/v1/drift{query}", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal(field, problem.GetProperty("errors")[0].GetProperty("field").GetString());
    }

    private static string? Text(JsonElement item, string name) => item.GetProperty(name).GetString();

    private Task<JsonElement> LookAsync(string query) => _zone.GetAsync($"/api/v1/drift{query}");
}
