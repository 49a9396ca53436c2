using System.Net;
using System.Text.Json;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Api.Exports;

public sealed class ExportEndpointsTests
{
    private const string Head = "name,state,adminState,disabledReason,availabilityZone,instances,vcpuUsed,vcpuCapacity,memoryMbUsed,memoryMbCapacity,diskGbUsed,diskGbCapacity,gpuMilliUsed,gpuMilliCapacity,lastReportAt";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hosts_ChosenAndOrderedAsOnThePage_InBothFormats()
    {
        await using var zone = await ZoneHost.StartAsync();
        await zone.ReportHostAsync("h1", """{"inventories":{"VCPU":8,"MEMORY_MB":1024}}""");
        await zone.ReportHostAsync("h2", """{"inventories":{"VCPU":16}}""");
        await zone.ReportHostAsync("other", """{"inventories":{"VCPU":4}}""");
        await zone.ReportHostAsync("h3", """{"inventories":{"VCPU":4}}""");
        using var disabled = await zone.SendJsonAsync(HttpMethod.Post, "/api/v1/hosts/h3/disable", """{"reason":"disk, \"sda\""}""");

        var csv = (await zone.Client.GetStringAsync("/export/hosts.csv?q=h&sort=-name&state=up", Token)).Split("\r\n");
        var json = await zone.GetAsync("/export/hosts.json?q=h&sort=-name");

        Assert.Equal((5, Head, ""), (csv.Length, csv[0], csv[^1]));
        Assert.Equal(["other", "h2", "h1"], csv[1..^1].Select(line => line.Split(',')[0]));
        Assert.StartsWith("h1,Up,Enabled,,,0,0,8,0,1024,0,0,0,0,20", csv[3], StringComparison.Ordinal);
        Assert.Equal(["other", "h3", "h2", "h1"], json.GetProperty("items").EnumerateArray().Select(h => h.GetProperty("name").GetString()));
        var third = json.GetProperty("items")[1];
        Assert.Equal(("Disabled", "disk, \"sda\"", JsonValueKind.Null, 4), (third.GetProperty("adminState").GetString(), third.GetProperty("disabledReason").GetString(), third.GetProperty("availabilityZone").ValueKind, third.GetProperty("vcpuCapacity").GetInt64()));
        Assert.Equal(Head.Split(','), third.EnumerateObject().Select(p => p.Name));
        Assert.False(json.GetProperty("truncated").GetBoolean());
    }

    [Fact]
    public async Task Placements_ChosenByStateAndText_NewestFirst()
    {
        await using var zone = await ZoneHost.StartAsync();
        await zone.ReportHostAsync("h1", """{"inventories":{"VCPU":8}}""");
        await zone.PlaceAsync("""{"name":"=1+1","tenant":"shop","resources":{"VCPU":1}}""");
        await zone.PlaceAsync("""{"tenant":"shop","resources":{"VCPU":2}}""");
        await zone.PlaceAsync("""{"tenant":"shop","resources":{"VCPU":99}}""");
        await zone.PlaceAsync("""{"tenant":"bank","resources":{"VCPU":1}}""");

        var json = await zone.GetAsync("/export/placements.json?state=placed&q=shop");
        using var response = await zone.Client.GetAsync("/export/placements.csv?q=shop", Token);
        var csv = (await response.Content.ReadAsStringAsync(Token)).Split("\r\n");

        Assert.Equal([JsonValueKind.Null, JsonValueKind.String], json.GetProperty("items").EnumerateArray().Select(p => p.GetProperty("name").ValueKind));
        Assert.Equal("=1+1", json.GetProperty("items")[1].GetProperty("name").GetString());
        Assert.Equal(("text/csv", "attachment; filename=\"placements.csv\""), (response.Content.Headers.ContentType!.MediaType, response.Content.Headers.ContentDisposition!.ToString()));
        Assert.Equal("reservationId,name,tenant,state,position,placed,requested,reason,caller,policy,createdAt", csv[0]);
        Assert.Equal(["Refused", "Placed", "Placed"], csv[1..^1].Select(line => line.Split(',')[3]));
        Assert.Equal("'=1+1", csv[3].Split(',')[1]); // a spreadsheet must not run it
    }

    [Theory]
    [InlineData("/export/hosts.csv?page=2", "page")]
    [InlineData("/export/placements.json?sort=name", "sort")]
    [InlineData("/export/hosts.json?q=%5B%22%3E%22", "q")]
    public async Task WrongParameters_AreRefusedByName(string address, string field)
    {
        await using var zone = await ZoneHost.StartAsync();

        using var response = await zone.Client.GetAsync(address, Token);
        var problem = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(Token));

        Assert.Equal((HttpStatusCode.BadRequest, field), (response.StatusCode, problem.GetProperty("errors")[0].GetProperty("field").GetString()));
    }

    [Fact]
    public async Task WithoutSigningIn_NothingIsGivenOut()
    {
        await using var zone = await ZoneHost.StartAsync();
        using var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };
        using var stranger = new HttpClient(handler) { BaseAddress = zone.Url };

        using var response = await stranger.GetAsync("/export/hosts.csv", Token);

        Assert.Contains(response.StatusCode, new[] { HttpStatusCode.Unauthorized, HttpStatusCode.Redirect });
    }
}
