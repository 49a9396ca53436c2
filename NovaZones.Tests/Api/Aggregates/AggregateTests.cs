using System.Net;
using System.Text.Json;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Api.Aggregates;

/// <summary>Rules of aggregates: saved, in force at once, here and in a child, also after a restart.</summary>
public class AggregateTests
{
    private const string Any = """{"resources":{"VCPU":1}}""";
    private const string OfT1 = """{"resources":{"VCPU":1},"tenant":"t1"}""";

    [Fact]
    public async Task Save_Tenants_ReserveTheHostAtOnceAndAfterARestart()
    {
        using var folder = new TemporaryDirectory();
        await using (var zone = await ZoneHost.StartInAsync(folder.Path, "Zone:Name=solo"))
        {
            await zone.ReportHostAsync("h1", """{"inventories":{"VCPU":8},"aggregates":["vip"]}""");
            Assert.Equal(HttpStatusCode.Created, (await zone.PlaceAsync(Any)).Status);
            Assert.Equal(HttpStatusCode.Created, await SaveAsync(zone, "vip", """{"tenants":["t1"]}"""));
            await AssertReservedAsync(zone);
        }

        await using var again = await ZoneHost.StartInAsync(folder.Path, "Zone:Name=solo");
        await AssertReservedAsync(again);
        using var gone = await again.Client.DeleteAsync("/api/v1/aggregates/vip", TestContext.Current.CancellationToken);
        using var twice = await again.Client.DeleteAsync("/api/v1/aggregates/vip", TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound), (gone.StatusCode, twice.StatusCode));
        Assert.Equal(HttpStatusCode.Created, (await again.PlaceAsync(Any)).Status);

        static async Task AssertReservedAsync(ZoneHost zone)
        {
            var (status, problem) = await zone.PlaceAsync(Any);
            Assert.Equal(HttpStatusCode.Conflict, status);
            var reason = problem.GetProperty("filters").EnumerateArray().Single(f => f.GetProperty("filter").GetString() == "Tenancy").GetProperty("reasons")[0];
            Assert.Equal("tenancy.reserved", reason.GetProperty("reason").GetString());
            Assert.Equal("""{"host":"h1","obstacles":[{"attribute":"aggregate vip","wanted":"tenant t1","actual":"no tenant"}]}""", reason.GetProperty("example").GetRawText());
            Assert.Equal(HttpStatusCode.Created, (await zone.PlaceAsync(OfT1)).Status);
        }
    }

    [Fact]
    public async Task Save_RulesOfTheChild_HoldForTheParentsRequests()
    {
        await using var root = await ZoneHost.StartAsync("Zone:Name=root");
        await using var child = await ZoneHost.StartAsync("Zone:Name=paris");
        await child.ReportHostAsync("p1", """{"inventories":{"VCPU":8},"traits":["CUSTOM_GOLD"],"aggregates":["gold"]}""");
        await root.AddChildAsync("emea", child);
        await SaveAsync(child, "gold", """{"requiredTraits":["CUSTOM_GOLD"]}""");

        var (refused, problem) = await root.PlaceAsync(Any);
        var change = problem.GetProperty("changes").EnumerateArray().Single(c => c.TryGetProperty("attribute", out var attribute) && attribute.GetString() == "CUSTOM_GOLD");
        var (placed, _) = await root.PlaceAsync("""{"resources":{"VCPU":1},"traits":{"required":["CUSTOM_GOLD"]}}""");

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Created), (refused, placed));
        Assert.DoesNotContain("example", problem.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("\"gold\"", problem.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("""{"traits":{"required":["CUSTOM_GOLD"]}}""", change.GetProperty("change").GetString());
    }

    [Fact]
    public async Task List_HostsAndRules_AreCountedByName()
    {
        await using var zone = await ZoneHost.StartAsync("Zone:Name=solo");
        await zone.ReportHostAsync("h1", """{"inventories":{"VCPU":8},"aggregates":["ssd","vip"]}""");
        await zone.ReportHostAsync("h2", """{"inventories":{"VCPU":8},"aggregates":["ssd"]}""");
        await SaveAsync(zone, "empty set", """{"requiredTraits":["CUSTOM_B","CUSTOM_A","CUSTOM_A"],"tenants":null}""");
        await SaveAsync(zone, "vip", """{"tenants":["t1"]}""");
        Assert.Equal(HttpStatusCode.OK, await SaveAsync(zone, "vip", """{"tenants":["t2"]}"""));

        var all = await zone.GetAsync("/api/v1/aggregates");
        var page = await zone.GetAsync("/api/v1/aggregates?limit=1&cursor=empty%20set");
        var one = await zone.GetAsync("/api/v1/aggregates/empty%20set");

        Assert.Equal([("empty set", 0), ("ssd", 2), ("vip", 1)], all.GetProperty("items").EnumerateArray().Select(a => (a.GetProperty("name").GetString()!, a.GetProperty("hosts").GetInt32())));
        Assert.Equal("t2", all.GetProperty("items")[2].GetProperty("tenants")[0].GetString());
        Assert.Equal(("ssd", "ssd"), (Assert.Single(page.GetProperty("items").EnumerateArray()).GetProperty("name").GetString(), page.GetProperty("nextCursor").GetString()));
        Assert.Equal(["CUSTOM_A", "CUSTOM_B"], one.GetProperty("requiredTraits").EnumerateArray().Select(t => t.GetString()));
        using var unknown = await zone.Client.GetAsync("/api/v1/aggregates/never", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Theory]
    [InlineData("""{"requiredTraits":["lower case"]}""", "requiredTraits[0]")]
    [InlineData("""{"tenants":[7]}""", "tenants[0]")]
    [InlineData("""{"tenants":"t1"}""", "tenants")]
    [InlineData("""{"hosts":[]}""", "hosts")]
    public async Task Save_WrongBody_NamesTheField(string body, string field)
    {
        await using var zone = await ZoneHost.StartAsync("Zone:Name=solo");

        using var response = await zone.SendJsonAsync(HttpMethod.Put, "/api/v1/aggregates/vip", body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(field, Assert.Single(problem.RootElement.GetProperty("errors").EnumerateArray()).GetProperty("field").GetString());
    }

    private static async Task<HttpStatusCode> SaveAsync(ZoneHost zone, string name, string body)
    {
        using var response = await zone.SendJsonAsync(HttpMethod.Put, $"/api/v1/aggregates/{Uri.EscapeDataString(name)}", body);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return response.StatusCode;
    }
}
