using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Hangfire;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Core.Federation.Wire;
using NovaZones.Core.Quotas;
using NovaZones.Tests.Support.Fixtures;
using NovaZones.Web.Jobs;
using Xunit;

namespace NovaZones.Tests.Federation;

/// <summary>Quotas over two real zones: what the parent counts, what it lends, and what holds while they cannot reach each other.</summary>
public sealed class QuotaLeaseTests
{
    private const string One = """{"resources":{"VCPU":1},"tenant":"shop"}""";

    [Fact]
    public async Task Lease_CutOffExpiredAndHealed_HoldsTheLimitAndTheBooksAgree()
    {
        await using var root = ByHand(await ZoneHost.StartAsync("Zone:Name=planet", "Federation:PollTimeout=00:00:30", "Quotas:LeaseDuration=00:00:20"));
        await using var child = await ZoneHost.StartAsync("Zone:Name=emea");
        await child.ReportHostAsync("e1", """{"inventories":{"VCPU":100}}""");
        var id = await root.AddChildAsync("emea", child);
        await SaveAsync(root, """{"limits":{"VCPU":10},"leasePercent":50}""");
        await SaveAsync(child, """{"governedByParent":true}""");
        var (early, refusal) = await child.PlaceAsync(One);
        Assert.Equal((HttpStatusCode.Conflict, "no-lease"), (early, refusal.GetProperty("limitedBy").GetString()));

        // Lent: half of ten. Placed through the parent: two, which the child does not count against its lease.
        await RenewAsync(root);
        var (through, _) = await root.PlaceAsync("""{"resources":{"VCPU":1},"tenant":"shop","count":2}""");
        Assert.Equal((HttpStatusCode.Created, (10, 2, 5, 3)), (through, await FigureAsync(root)));

        // Cut off: the child places five and no more; the parent three and no more.
        await EnableAsync(root, id, child, isEnabled: false);
        Assert.Equal((5, "lease"), await PlaceUntilRefusedAsync(child));
        await root.ReportHostAsync("p1", """{"inventories":{"VCPU":100}}""");
        Assert.Equal((3, "quota"), await PlaceUntilRefusedAsync(root));

        // The lease ends: what was released is not placed again.
        await ReleaseOneAsync(child);
        await Eventually.IsTrueAsync(async () => !(await child.GetAsync("/api/v1/quotas/shop")).GetProperty("lease").GetProperty("inForce").GetBoolean());
        var (late, ended) = await child.PlaceAsync(One);
        Assert.Equal((HttpStatusCode.Conflict, "no-lease"), (late, ended.GetProperty("limitedBy").GetString()));
        Assert.Equal((0, "quota"), await PlaceUntilRefusedAsync(root));

        // Healed: four there, five here; one is left, of which the half is none.
        await EnableAsync(root, id, child, isEnabled: true);
        await RenewAsync(root);
        Assert.Equal((10, 5, 4, 1), await FigureAsync(root));
        Assert.Equal((1, "quota"), await PlaceUntilRefusedAsync(root));
        Assert.Equal((0, "lease"), await PlaceUntilRefusedAsync(child));
        Assert.Equal(10, await child.UsedAsync("e1", "VCPU") + await root.UsedAsync("p1", "VCPU"));
    }

    [Fact]
    public async Task Lease_AfterRestartsOfBoth_IsAsItWas()
    {
        using var above = new TemporaryDirectory();
        using var below = new TemporaryDirectory();
        await using (var child = await ZoneHost.StartInAsync(below.Path, "Zone:Name=emea"))
        {
            await child.ReportHostAsync("e1", """{"inventories":{"VCPU":100}}""");
            await SaveAsync(child, """{"governedByParent":true}""");
            await using var root = ByHand(await ZoneHost.StartInAsync(above.Path, "Zone:Name=planet", "Federation:PollTimeout=00:00:30"));
            await root.AddChildAsync("emea", child);
            await SaveAsync(root, """{"limits":{"VCPU":10},"leasePercent":40}""");
            await root.PlaceAsync(One);
            await RenewAsync(root);
            await child.PlaceAsync("""{"resources":{"VCPU":1},"tenant":"shop","count":2}""");
        }

        await using var rootAgain = ByHand(await ZoneHost.StartInAsync(above.Path, "Zone:Name=planet", "Federation:PollTimeout=00:00:30"));
        await using var childAgain = await ZoneHost.StartInAsync(below.Path, "Zone:Name=emea");

        // One placed through the parent, 40 % of the nine others lent, two of them used.
        Assert.Equal((10, 1, 3, 6), await FigureAsync(rootAgain));
        Assert.Equal((1, "lease"), await PlaceUntilRefusedAsync(childAgain));
        var usage = (await childAgain.GetAsync("/api/v1/quotas/shop")).GetProperty("usage").EnumerateArray();
        Assert.Equal(4, usage.Single(f => f.GetProperty("class").GetString() == "VCPU").GetProperty("used").GetInt32());
    }

    [Fact]
    public async Task ChildsOwnQuota_HoldsForTheParentToo_AndIsSaid()
    {
        await using var root = await ZoneHost.StartAsync("Zone:Name=planet");
        await using var child = await ZoneHost.StartAsync("Zone:Name=emea");
        await child.ReportHostAsync("e1", """{"inventories":{"VCPU":100}}""");
        await root.AddChildAsync("emea", child);
        await SaveAsync(child, """{"limits":{"VCPU":3}}""");

        using var asked = await root.SendJsonAsync(HttpMethod.Post, "/api/v1/capacity", One);
        var capacity = await asked.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        var (partial, placed) = await root.PlaceAsync("""{"resources":{"VCPU":1},"tenant":"shop","count":5,"minCount":1}""");
        var (over, problem) = await root.PlaceAsync(One);

        Assert.Equal(3, capacity.GetProperty("total").GetInt32());
        Assert.Equal((HttpStatusCode.Created, 3), (partial, placed.GetProperty("placed").GetInt32()));
        Assert.Equal((HttpStatusCode.Conflict, "/problems/no-valid-host"), (over, problem.GetProperty("type").GetString()));
        Assert.Equal("the tenant's quota there leaves room for 0 of 1 (VCPU)", problem.GetProperty("children")[0].GetProperty("reason").GetString());
    }

    [Fact]
    public async Task ParentsQuota_CoversWhatItPlacesInChildren_AlsoInARace()
    {
        await using var root = await ZoneHost.StartAsync("Zone:Name=planet");
        await using var child = await ZoneHost.StartAsync("Zone:Name=emea");
        await child.ReportHostAsync("e1", """{"inventories":{"VCPU":100}}""");
        await root.AddChildAsync("emea", child);
        await SaveAsync(root, """{"limits":{"VCPU":4}}""");

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => root.PlaceAsync(One)));

        Assert.Equal(4, answers.Count(a => a.Status == HttpStatusCode.Created));
        Assert.All(answers.Where(a => a.Status != HttpStatusCode.Created), a => Assert.Equal("/problems/quota-exceeded", a.Body.GetProperty("type").GetString()));
        Assert.Equal(4, await child.UsedAsync("e1", "VCPU"));
    }

    [Theory]
    [InlineData("""{"version":2,"parentZoneId":"0196f3a0-0000-7000-8000-000000000001","leases":[]}""", "version")]
    [InlineData("""{"version":1,"parentZoneId":"0196f3a0-0000-7000-8000-000000000001","leases":[{"tenant":"t","sequence":0,"allowed":{},"durationMs":1}]}""", "leases[0].sequence")]
    [InlineData("""{"version":1,"parentZoneId":"0196f3a0-0000-7000-8000-000000000001","leases":[{"tenant":"t","sequence":9223372036854775807,"allowed":{},"durationMs":1}]}""", "leases[0].sequence")]
    [InlineData("""{"version":1,"parentZoneId":"0196f3a0-0000-7000-8000-000000000001","leases":[{"tenant":"t","sequence":1,"allowed":{"vcpu":1},"durationMs":1}]}""", "leases[0].allowed")]
    [InlineData("""{"version":1,"parentZoneId":"0196f3a0-0000-7000-8000-000000000001","leases":[{"tenant":"t","sequence":1,"allowed":{},"durationMs":-1}]}""", "leases[0].durationMs")]
    [InlineData("""{"version":1,"parentZoneId":"0196f3a0-0000-7000-8000-000000000001","leases":[{"tenant":"t","sequence":1,"allowed":{},"durationMs":1},{"tenant":"t","sequence":2,"allowed":{},"durationMs":1}]}""", "leases[1].tenant")]
    public async Task Offers_ThatMakeNoSense_AreRefusedByField(string body, string field)
    {
        await using var zone = await ZoneHost.StartAsync();
        using var response = await zone.SendJsonAsync(HttpMethod.Post, "/api/v1/zone/leases", body);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(field, Assert.Single(problem.GetProperty("errors").EnumerateArray()).GetProperty("field").GetString());
    }

    [Fact]
    public async Task Offers_OlderOrOfAnotherParent_AreNotFollowed()
    {
        await using var zone = await ZoneHost.StartAsync();
        await SaveAsync(zone, """{"governedByParent":true}""");
        var (first, second) = (Guid.CreateVersion7(), Guid.CreateVersion7());

        await OfferAsync(zone, first, sequence: 5, vcpu: 2);
        var late = await OfferAsync(zone, first, sequence: 4, vcpu: 50);
        var other = await OfferAsync(zone, second, sequence: 9, vcpu: 50);

        Assert.Equal((5, 2), (late.GetProperty("sequence").GetInt32(), late.GetProperty("allowed").GetProperty("VCPU").GetInt32()));
        Assert.Equal((9, "the lease of another parent is in force"), (other.GetProperty("sequence").GetInt32(), other.GetProperty("reason").GetString()));
        var lease = (await zone.GetAsync("/api/v1/quotas/shop")).GetProperty("lease");
        Assert.Equal((first, 2), (lease.GetProperty("parentZoneId").GetGuid(), lease.GetProperty("allowed").GetProperty("VCPU").GetInt32()));
    }

    /// <remarks>Else whoever may act as a parent could lend in another's name, or shut it out with a number that it cannot go beyond.</remarks>
    [Fact]
    public async Task Offers_InTheNameOfAnothersParent_AreRefusedUntilItsTokenIsGone()
    {
        await using var zone = await ZoneHost.StartAsync();
        await SaveAsync(zone, """{"governedByParent":true}""");
        var parent = Guid.CreateVersion7();
        var (own, id) = await ParentTokenAsync(zone);
        var (foreign, _) = await ParentTokenAsync(zone);
        using var first = zone.CreateClient(own);
        using var other = zone.CreateClient(foreign);

        var offered = await PostAsync(first, parent, 1, 2);
        var refused = await PostAsync(other, parent, LeaseBody.MostSequence, 50);
        var newer = await PostAsync(first, parent, 2, 3);
        using var revoked = await zone.Client.DeleteAsync($"/api/v1/tokens/{id}", TestContext.Current.CancellationToken);
        var inherited = await PostAsync(other, parent, 3, 4);

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.BadRequest, HttpStatusCode.OK, HttpStatusCode.OK], new[] { offered.Status, refused.Status, newer.Status, inherited.Status });
        Assert.Equal("parentZoneId", refused.Body.GetProperty("errors")[0].GetProperty("field").GetString());
        Assert.Equal(4, (await zone.GetAsync("/api/v1/quotas/shop")).GetProperty("lease").GetProperty("allowed").GetProperty("VCPU").GetInt32());
    }

    [Fact]
    public async Task Offers_AfterARestart_AreStillTheirCallersAlone()
    {
        using var directory = new TemporaryDirectory();
        var parent = Guid.CreateVersion7();
        string foreign;
        await using (var zone = await ZoneHost.StartInAsync(directory.Path))
        {
            (var own, _) = await ParentTokenAsync(zone);
            (foreign, _) = await ParentTokenAsync(zone);
            using var first = zone.CreateClient(own);
            Assert.Equal(HttpStatusCode.OK, (await PostAsync(first, parent, 1, 2)).Status);
        }

        await using var again = await ZoneHost.StartInAsync(directory.Path);
        using var other = again.CreateClient(foreign);

        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(other, parent, 2, 50)).Status);
    }

    [Fact]
    public async Task Offers_ForManyParentsByOneCredential_AreBounded()
    {
        await using var zone = await ZoneHost.StartAsync();
        for (var i = 0; i < LeaseReceiver.MostParents; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await PostAsync(zone.Client, Guid.CreateVersion7(), 1, 1)).Status);
        }

        var (status, problem) = await PostAsync(zone.Client, Guid.CreateVersion7(), 1, 1);

        Assert.Equal((HttpStatusCode.BadRequest, "parentZoneId"), (status, problem.GetProperty("errors")[0].GetProperty("field").GetString()));
    }

    private static async Task<(string Secret, string Id)> ParentTokenAsync(ZoneHost zone)
    {
        using var made = await zone.SendJsonAsync(HttpMethod.Post, "/api/v1/tokens", """{"name":"parent","scopes":["zone:parent"]}""");
        var token = await made.Content.ReadFromJsonAsync<JsonElement>();
        return (token.GetProperty("token").GetString()!, token.GetProperty("id").GetString()!);
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(HttpClient client, Guid parent, long sequence, int vcpu)
    {
        using var body = new StringContent(
            $$"""{"version":1,"parentZoneId":"{{parent}}","leases":[{"tenant":"shop","sequence":{{sequence}},"allowed":{"VCPU":{{vcpu}}},"durationMs":60000}]}""",
            System.Text.Encoding.UTF8, "application/json");
        using var response = await client.PostAsync("/api/v1/zone/leases", body);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    /// <summary>Takes the recurring job out of the way; the tests run its rounds themselves.</summary>
    private static ZoneHost ByHand(ZoneHost zone)
    {
        new RecurringJobManager(zone.Services.GetRequiredService<JobStorage>()).RemoveIfExists(RecurringJobs.RenewLeases);
        return zone;
    }

    private static Task RenewAsync(ZoneHost zone) => zone.Services.GetRequiredService<LeaseService>().RenewAsync(TestContext.Current.CancellationToken);

    private static async Task SaveAsync(ZoneHost zone, string json)
    {
        using var response = await zone.SendJsonAsync(HttpMethod.Put, "/api/v1/quotas/shop", json);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    private static async Task<(int Limit, int Used, int Leased, int Left)> FigureAsync(ZoneHost zone)
    {
        var figure = (await zone.GetAsync("/api/v1/quotas/shop")).GetProperty("usage").EnumerateArray().Single(f => f.GetProperty("class").GetString() == "VCPU");
        return (figure.GetProperty("limit").GetInt32(), figure.GetProperty("used").GetInt32(), figure.GetProperty("leased").GetInt32(), figure.GetProperty("left").GetInt32());
    }

    private static async Task<(int Placed, string LimitedBy)> PlaceUntilRefusedAsync(ZoneHost zone)
    {
        for (var placed = 0; ; placed++)
        {
            var (status, body) = await zone.PlaceAsync("""{"resources":{"VCPU":1},"tenant":"shop","zones":{"localOnly":true}}""");
            if (status != HttpStatusCode.Created)
            {
                return (placed, body.GetProperty("limitedBy").GetString()!);
            }
        }
    }

    private static async Task ReleaseOneAsync(ZoneHost zone)
    {
        var newest = (await zone.GetAsync("/api/v1/placements?state=placed&limit=1")).GetProperty("items")[0].GetProperty("reservationId").GetString();
        using var released = await zone.Client.DeleteAsync($"/api/v1/placements/{newest}", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NoContent, released.StatusCode);
    }

    /// <summary>Switching the row off is a cut that both sides see as silence.</summary>
    private static async Task EnableAsync(ZoneHost root, string id, ZoneHost child, bool isEnabled)
    {
        using var response = await root.SendJsonAsync(
            HttpMethod.Put, $"/api/v1/zones/{id}", $$"""{"name":"emea","apiUrl":"{{child.Url}}","enabled":{{(isEnabled ? "true" : "false")}}}""");
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    private static async Task<JsonElement> OfferAsync(ZoneHost zone, Guid parent, int sequence, int vcpu)
    {
        using var response = await zone.SendJsonAsync(
            HttpMethod.Post, "/api/v1/zone/leases",
            $$"""{"version":1,"parentZoneId":"{{parent}}","leases":[{"tenant":"shop","sequence":{{sequence}},"allowed":{"VCPU":{{vcpu}}},"durationMs":60000}]}""");
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("leases")[0];
    }
}
