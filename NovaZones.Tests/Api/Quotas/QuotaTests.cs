using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Api.Quotas;

/// <summary>Quotas in one zone: set, in force at once, exact under races, counted anew after a restart, respected by questions.</summary>
public sealed class QuotaTests
{
    private const string One = """{"resources":{"VCPU":1},"tenant":"t"}""";

    [Fact]
    public async Task Place_TwentyCallersForTheLastUnit_OneGetsIt()
    {
        await using var zone = await ZoneHost.StartAsync("Zone:Name=solo");
        await zone.ReportHostAsync("h1", """{"inventories":{"VCPU":100}}""");
        await SaveAsync(zone, "t", """{"limits":{"VCPU":3}}""");
        await zone.PlaceAsync("""{"resources":{"VCPU":2},"tenant":"t"}""");

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => zone.PlaceAsync(One)));

        Assert.Single(answers, a => a.Status == HttpStatusCode.Created);
        Assert.All(answers.Where(a => a.Status != HttpStatusCode.Created), a =>
        {
            Assert.Equal((HttpStatusCode.Conflict, "/problems/quota-exceeded"), (a.Status, a.Body.GetProperty("type").GetString()));
            Assert.Equal(("t", "VCPU", 3, 3, 0, 1, "quota"), Told(a.Body));
        });
        Assert.Equal(3, await zone.UsedAsync("h1", "VCPU"));
        Assert.Equal((3, 3, 0), Figure(await zone.GetAsync("/api/v1/quotas/t"), "VCPU"));
        Assert.Equal(HttpStatusCode.Created, (await zone.PlaceAsync("""{"resources":{"VCPU":1},"tenant":"u"}""")).Status);
    }

    [Fact]
    public async Task Refusal_OfAPlacement_IsExplainedReplayedAndListed()
    {
        await using var zone = await ZoneHost.StartAsync("Zone:Name=solo");
        await zone.ReportHostAsync("h1", """{"inventories":{"VCPU":100}}""");
        await SaveAsync(zone, "*", """{"limits":{"instances":1}}""");

        var (status, problem) = await zone.PlaceAsync("""{"resources":{"VCPU":1},"count":2}""", "key-1");
        var (again, replayed) = await zone.PlaceAsync("""{"resources":{"VCPU":1},"count":2}""", "key-1");

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Conflict), (status, again));
        Assert.Equal(("", "instances", 1, 0, 0, 2, "quota"), Told(problem));
        Assert.Equal(problem.GetProperty("reservationId").GetString(), replayed.GetProperty("reservationId").GetString());
        Assert.Equal("/problems/quota-exceeded", replayed.GetProperty("type").GetString());
        var explanation = await zone.GetAsync(problem.GetProperty("explanation").GetString()!);
        Assert.Equal("instances", explanation.GetProperty("quota").GetProperty("class").GetString());
        Assert.Contains("the quota of requests without tenant allows 1 instances; 0 used, 2 asked", explanation.GetProperty("summary").GetString(), StringComparison.Ordinal);
        Assert.Equal("quota.exceeded", (await zone.GetAsync($"/api/v1/placements/{problem.GetProperty("reservationId").GetString()}")).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Place_MoreThanTheQuotaAndLess_PlacesAsManyAsItAllows()
    {
        await using var zone = await ZoneHost.StartAsync("Zone:Name=solo");
        await zone.ReportHostAsync("h1", """{"inventories":{"VCPU":100}}""");
        await SaveAsync(zone, "t", """{"limits":{"VCPU":7}}""");

        var (status, answer) = await zone.PlaceAsync("""{"resources":{"VCPU":2},"count":5,"minCount":2,"tenant":"t"}""");

        Assert.Equal((HttpStatusCode.Created, 3, "Partial"), (status, answer.GetProperty("placed").GetInt32(), answer.GetProperty("state").GetString()));
        var explanation = await zone.GetAsync(answer.GetProperty("explanation").GetString()!);
        Assert.Equal(("VCPU", 7), (explanation.GetProperty("quota").GetProperty("class").GetString(), explanation.GetProperty("quota").GetProperty("limit").GetInt32()));
    }

    [Fact]
    public async Task Usage_ReleasedAndAfterARestart_IsThatOfTheAllocations()
    {
        using var folder = new TemporaryDirectory();
        await using (var zone = await ZoneHost.StartInAsync(folder.Path, "Zone:Name=solo"))
        {
            await zone.ReportHostAsync("h1", """{"inventories":{"VCPU":100,"MEMORY_MB":65536}}""");
            await SaveAsync(zone, "t", """{"limits":{"VCPU":4}}""");
            var (_, first) = await zone.PlaceAsync("""{"resources":{"VCPU":2,"MEMORY_MB":512},"tenant":"t"}""");
            await zone.PlaceAsync("""{"resources":{"VCPU":2,"MEMORY_MB":256},"tenant":"t"}""");
            Assert.Equal(HttpStatusCode.Conflict, (await zone.PlaceAsync(One)).Status);
            using var released = await zone.Client.DeleteAsync($"/api/v1/placements/{first.GetProperty("reservationId").GetString()}", TestContext.Current.CancellationToken);
            Assert.Equal((4, 2, 2), Figure(await zone.GetAsync("/api/v1/quotas/t"), "VCPU"));
            Assert.Equal(HttpStatusCode.Created, (await zone.PlaceAsync(One)).Status);
        }

        await using var again = await ZoneHost.StartInAsync(folder.Path, "Zone:Name=solo");
        var quota = await again.GetAsync("/api/v1/quotas/t");
        Assert.Equal((4, 3, 1), Figure(quota, "VCPU"));
        Assert.Equal(256, quota.GetProperty("usage").EnumerateArray().Single(f => f.GetProperty("class").GetString() == "MEMORY_MB").GetProperty("used").GetInt64());
        Assert.Equal(HttpStatusCode.Created, (await again.PlaceAsync(One)).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await again.PlaceAsync(One)).Status);
    }

    [Fact]
    public async Task Questions_DryRunAndCapacity_TellTheTruth()
    {
        await using var zone = await ZoneHost.StartAsync("Zone:Name=solo");
        await zone.ReportHostAsync("h1", """{"inventories":{"VCPU":100}}""");
        await SaveAsync(zone, "t", """{"limits":{"VCPU":7}}""");

        var capacity = await PostAsync(zone, "/api/v1/capacity", """{"resources":{"VCPU":2},"tenant":"t"}""");
        var others = await PostAsync(zone, "/api/v1/capacity", """{"resources":{"VCPU":2},"tenant":"u"}""");
        var (planned, plan) = await zone.PlaceAsync("""{"resources":{"VCPU":7},"tenant":"t","dryRun":true}""");
        var (over, problem) = await zone.PlaceAsync("""{"resources":{"VCPU":8},"tenant":"t","dryRun":true}""");

        Assert.Equal((3, 3, 3), (capacity.GetProperty("total").GetInt32(), capacity.GetProperty("largestOnOneHost").GetInt32(), capacity.GetProperty("zones")[0].GetProperty("count").GetInt32()));
        Assert.Equal(7, capacity.GetProperty("quota").GetProperty("limit").GetInt32());
        Assert.Equal(50, others.GetProperty("total").GetInt32());
        Assert.False(others.TryGetProperty("quota", out var none) && none.ValueKind != JsonValueKind.Null);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Conflict, "/problems/quota-exceeded"), (planned, over, problem.GetProperty("type").GetString()));

        // The plan that fitted does so no more once somebody else of the tenant was faster.
        await zone.PlaceAsync(One);
        var (committed, late) = await zone.PlaceAsync($$"""{"plan":"{{plan.GetProperty("plan").GetString()}}"}""");
        Assert.Equal((HttpStatusCode.Conflict, "/problems/quota-exceeded"), (committed, late.GetProperty("type").GetString()));
        Assert.Equal(("t", "VCPU", 7, 1, 0, 7, "quota"), Told(late));
        Assert.Equal(1, await zone.UsedAsync("h1", "VCPU"));
    }

    [Fact]
    public async Task WaitForCapacity_OverTheQuota_IsRefusedAtOnce()
    {
        await using var zone = await ZoneHost.StartAsync("Zone:Name=solo");
        await zone.ReportHostAsync("h1", """{"inventories":{"VCPU":100}}""");
        await SaveAsync(zone, "t", """{"limits":{"VCPU":0}}""");

        var (status, problem) = await zone.PlaceAsync("""{"resources":{"VCPU":1},"tenant":"t","waitForCapacity":true}""");

        Assert.Equal((HttpStatusCode.Conflict, "/problems/quota-exceeded"), (status, problem.GetProperty("type").GetString()));
    }

    [Theory]
    [InlineData("""{"limits":{"VCPU":-1}}""", "limits.VCPU")]
    [InlineData("""{"limits":{"VCPU":1.5}}""", "limits.VCPU")]
    [InlineData("""{"limits":{"VCPU":"4"}}""", "limits.VCPU")]
    [InlineData("""{"limits":{"VCPU":1,"VCPU":2}}""", "limits.VCPU")]
    [InlineData("""{"limits":{"vcpu":1}}""", "limits.vcpu")]
    [InlineData("""{"limits":[1]}""", "limits")]
    [InlineData("""{"limit":{}}""", "limit")]
    [InlineData("""{"leasePercent":101}""", "leasePercent")]
    [InlineData("""{"governedByParent":"yes"}""", "governedByParent")]
    [InlineData("""[]""", "")]
    public async Task Save_Nonsense_IsRefusedByField(string body, string field)
    {
        await using var zone = await ZoneHost.StartAsync();
        using var response = await zone.SendJsonAsync(HttpMethod.Put, "/api/v1/quotas/t", body);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.BadRequest, "/problems/invalid-request"), (response.StatusCode, problem.GetProperty("type").GetString()));
        Assert.Contains(problem.GetProperty("errors").EnumerateArray(), e => e.GetProperty("field").GetString() == field);
        Assert.Empty((await zone.GetAsync("/api/v1/quotas")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task List_QuotasAndTenantsByDefault_ComeByNameInPages()
    {
        await using var zone = await ZoneHost.StartAsync("Zone:Name=solo");
        await zone.ReportHostAsync("h1", """{"inventories":{"VCPU":100}}""");
        Assert.Equal(HttpStatusCode.NotFound, await StatusOfAsync(zone, "/api/v1/quotas/t"));
        Assert.Equal(HttpStatusCode.Created, await SaveAsync(zone, "b", """{"limits":{"VCPU":4},"leasePercent":50,"governedByParent":false}"""));
        Assert.Equal(HttpStatusCode.OK, await SaveAsync(zone, "b", """{"limits":{"VCPU":5}}"""));
        Assert.Equal(HttpStatusCode.Created, await SaveAsync(zone, "*", """{"limits":{"VCPU":9}}"""));
        await zone.PlaceAsync("""{"resources":{"VCPU":1}}""");
        await zone.PlaceAsync("""{"resources":{"VCPU":2},"tenant":"a"}""");

        var all = (await zone.GetAsync("/api/v1/quotas")).GetProperty("items").EnumerateArray().ToList();
        var page = await zone.GetAsync("/api/v1/quotas?limit=1&cursor=*");

        Assert.Equal([("", true), ("*", false), ("a", true), ("b", false)], all.Select(q => (q.GetProperty("tenant").GetString()!, q.GetProperty("byDefault").GetBoolean())));
        Assert.Equal((9, 2, 7), Figure(all[2], "VCPU"));
        Assert.Equal(20, all[3].GetProperty("leasePercent").GetInt32());
        Assert.Equal("a", page.GetProperty("nextCursor").GetString());
        using var gone = await zone.Client.DeleteAsync("/api/v1/quotas/*", TestContext.Current.CancellationToken);
        using var twice = await zone.Client.DeleteAsync("/api/v1/quotas/*", TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound), (gone.StatusCode, twice.StatusCode));
        Assert.Equal(HttpStatusCode.Created, (await zone.PlaceAsync("""{"resources":{"VCPU":20},"tenant":"a"}""")).Status);
    }

    [Fact]
    public async Task Scopes_ReadMaySee_OnlyAdminMayChange()
    {
        await using var zone = await ZoneHost.StartAsync();
        await SaveAsync(zone, "t", "{}");
        using var reader = zone.CreateClient(await zone.CreateTokenAsync("read"));
        using var placer = zone.CreateClient(await zone.CreateTokenAsync("placements:write"));

        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync("/api/v1/quotas/t", TestContext.Current.CancellationToken)).StatusCode);
        foreach (var client in (HttpClient[])[reader, placer])
        {
            using var put = await client.PutAsJsonAsync("/api/v1/quotas/t", new { }, TestContext.Current.CancellationToken);
            using var delete = await client.DeleteAsync("/api/v1/quotas/t", TestContext.Current.CancellationToken);
            using var lease = await client.GetAsync($"/api/v1/zone/leases?parent={Guid.NewGuid()}", TestContext.Current.CancellationToken);
            Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (put.StatusCode, delete.StatusCode, lease.StatusCode));
        }
    }

    internal static async Task<HttpStatusCode> SaveAsync(ZoneHost zone, string tenant, string json)
    {
        using var response = await zone.SendJsonAsync(HttpMethod.Put, $"/api/v1/quotas/{tenant}", json);
        return response.StatusCode;
    }

    internal static (long Limit, long Used, long Left) Figure(JsonElement quota, string name)
    {
        var figure = quota.GetProperty("usage").EnumerateArray().Single(f => f.GetProperty("class").GetString() == name);
        return (figure.GetProperty("limit").GetInt64(), figure.GetProperty("used").GetInt64(), figure.GetProperty("left").GetInt64());
    }

    internal static (string Tenant, string Class, int Limit, int Used, int Leased, int Asked, string By) Told(JsonElement problem) => (
        problem.GetProperty("tenant").GetString()!, problem.GetProperty("class").GetString()!, problem.GetProperty("limit").GetInt32(),
        problem.GetProperty("used").GetInt32(), problem.GetProperty("leased").GetInt32(), problem.GetProperty("asked").GetInt32(), problem.GetProperty("limitedBy").GetString()!);

    private static async Task<HttpStatusCode> StatusOfAsync(ZoneHost zone, string address)
    {
        using var response = await zone.Client.GetAsync(address, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    private static async Task<JsonElement> PostAsync(ZoneHost zone, string address, string json)
    {
        using var response = await zone.SendJsonAsync(HttpMethod.Post, address, json);
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }
}
