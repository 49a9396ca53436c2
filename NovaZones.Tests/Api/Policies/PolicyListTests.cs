using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Api.Policies;

/// <summary>Policies and their versions are listed like everything else: by pages, searched, and with no parameter passed over.</summary>
public sealed class PolicyListTests : IAsyncLifetime
{
    private ZoneHost _zone = null!;

    public async ValueTask InitializeAsync()
    {
        _zone = await ZoneHost.StartAsync("Zone:Name=solo");
        foreach (var name in new[] { "a-web", "b-db", "c-web" })
        {
            using var saved = await _zone.SendJsonAsync(HttpMethod.Put, $"/api/v1/policies/{name}", """{"comment":"first"}""");
            Assert.Equal(HttpStatusCode.Created, saved.StatusCode);
        }

        using var again = await _zone.SendJsonAsync(HttpMethod.Put, "/api/v1/policies/a-web", """{"comment":"Second try"}""");
        using var third = await _zone.SendJsonAsync(HttpMethod.Put, "/api/v1/policies/a-web", """{"comment":"third"}""");
        Assert.True(again.IsSuccessStatusCode && third.IsSuccessStatusCode);
    }

    public ValueTask DisposeAsync() => _zone.DisposeAsync();

    [Theory]
    [InlineData("policies", "name", "a-web|b-db|c-web|default|packing")]
    [InlineData("policies/a-web/versions", "version", "3|2|1")]
    public async Task List_PageByPage_GivesEachOnce(string list, string key, string expected)
    {
        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await _zone.GetAsync($"/api/v1/{list}?limit=1{(cursor is null ? "" : $"&cursor={cursor}")}");
            seen.Add(Assert.Single(page.GetProperty("items").EnumerateArray()).GetProperty(key).ToString());
            cursor = page.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);

        Assert.Equal(expected.Split('|'), seen);
    }

    [Fact]
    public async Task Delete_APolicy_IsRefusedWithReasonUntilNobodyNeedsIt()
    {
        using var shipped = await _zone.Client.DeleteAsync("/api/v1/policies/default", TestContext.Current.CancellationToken);
        using var unknown = await _zone.Client.DeleteAsync("/api/v1/policies/nobody", TestContext.Current.CancellationToken);
        using var asked = await _zone.SendJsonAsync(HttpMethod.Post, "/api/v1/placements", """{"resources":{"VCPU":1},"policy":"b-db","waitForCapacity":true,"deadlineMs":600000}""");
        var reservation = (await asked.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("reservationId").GetString();
        using var inUse = await _zone.Client.DeleteAsync("/api/v1/policies/b-db", TestContext.Current.CancellationToken);
        using var cancelled = await _zone.Client.DeleteAsync($"/api/v1/placements/{reservation}", TestContext.Current.CancellationToken);
        using var removed = await _zone.Client.DeleteAsync("/api/v1/policies/b-db", TestContext.Current.CancellationToken);
        using var refused = await _zone.SendJsonAsync(HttpMethod.Post, "/api/v1/placements", """{"resources":{"VCPU":1},"policy":"b-db"}""");
        using var anew = await _zone.SendJsonAsync(HttpMethod.Put, "/api/v1/policies/b-db", """{"comment":"anew"}""");
        var audit = await _zone.GetAsync("/api/v1/audit?act=policy.removed");

        Assert.Equal(
            [HttpStatusCode.Conflict, HttpStatusCode.NotFound, HttpStatusCode.Accepted, HttpStatusCode.Conflict, HttpStatusCode.NoContent, HttpStatusCode.NotFound, HttpStatusCode.Created],
            [shipped.StatusCode, unknown.StatusCode, asked.StatusCode, inUse.StatusCode, removed.StatusCode, refused.StatusCode, anew.StatusCode]);
        Assert.Equal("1 requests that are still to be decided name it.", (await inUse.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("detail").GetString());
        Assert.EndsWith("/problems/policy-in-use", (await shipped.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.Equal("policy/b-db", Assert.Single(audit.GetProperty("items").EnumerateArray()).GetProperty("subject").GetString());
    }

    [Theory]
    [InlineData("policies?q=WEB", "name", "a-web|c-web")]
    [InlineData("policies/a-web/versions?q=second", "version", "2")]
    public async Task List_Searched_GivesWhatMatches(string list, string key, string expected)
    {
        var page = await _zone.GetAsync($"/api/v1/{list}");

        Assert.Equal(expected.Split('|'), page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty(key).ToString()));
    }

    [Theory]
    [InlineData("policies?limit=0", "limit")]
    [InlineData("policies/a-web/versions?limit=1001", "limit")]
    [InlineData("policies/a-web/versions?cursor=x", "cursor")]
    [InlineData("policies?colour=red", "colour")]
    [InlineData("policies/a-web/versions?sort=name", "sort")]
    [InlineData("hosts?limt=5", "limt")]
    [InlineData("placements?tenant=t", "tenant")]
    [InlineData("aggregates?page=2", "page")]
    [InlineData("zones?page=2", "page")]
    public async Task List_WrongOrUnknownParameter_IsNamed(string list, string field)
    {
        using var response = await _zone.Client.GetAsync($"/api/v1/{list}", TestContext.Current.CancellationToken);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(field, Assert.Single(problem.GetProperty("errors").EnumerateArray()).GetProperty("field").GetString());
    }
}
