using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Api.Policies;

/// <summary>Limits of a policy: stored with its version, over the zone's own, kept by every way to decide.</summary>
public class PolicyLimitsTests : IAsyncLifetime
{
    private ZoneHost _zone = null!;

    public async ValueTask InitializeAsync()
    {
        _zone = await ZoneHost.StartAsync("Zone:Name=solo", "Scheduler:MaxInstancesPerHost=5", "Scheduler:MaxIoOpsPerHost=7");
        await _zone.ReportHostAsync("h1", """{"inventories":{"VCPU":64},"capabilities":{"io_ops":3}}""");
        await _zone.ReportHostAsync("h2", """{"inventories":{"VCPU":64}}""");
    }

    public async ValueTask DisposeAsync() => await _zone.DisposeAsync();

    [Fact]
    public async Task Put_Limits_AreInTheVersionAndWhatIsEffectiveIsTold()
    {
        await SaveAsync("""{"limits":{"maxInstancesPerHost":2,"maxCoresPerHost":0}}""");
        await SaveAsync("""{"weights":{"ram":2}}""");
        var kept = await _zone.GetAsync("/api/v1/policies/default");
        await SaveAsync("""{"limits":null}""");
        var versions = (await _zone.GetAsync("/api/v1/policies/default/versions")).GetProperty("items").EnumerateArray().Select(v => v.GetProperty("limits").GetRawText());

        const string Two = """{"maxInstancesPerHost":2,"maxBuildsPerHost":null,"maxCoresPerHost":0}""";
        const string None = """{"maxInstancesPerHost":null,"maxBuildsPerHost":null,"maxCoresPerHost":null}""";
        Assert.Equal(Two, kept.GetProperty("limits").GetRawText());
        Assert.Equal("""{"maxInstancesPerHost":2,"maxBuildsPerHost":7,"maxCoresPerHost":0}""", kept.GetProperty("effective").GetProperty("limits").GetRawText());
        Assert.Equal([None, Two, Two, None], versions);
    }

    [Theory]
    [InlineData("""{"limits":{"maxInstancesPerHost":-1}}""", "limits.maxInstancesPerHost")]
    [InlineData("""{"limits":{"maxBuildsPerHost":1000001}}""", "limits.maxBuildsPerHost")]
    [InlineData("""{"limits":{"maxCoresPerHost":1.5}}""", "limits.maxCoresPerHost")]
    [InlineData("""{"limits":{"maxCoresPerHost":"8"}}""", "limits.maxCoresPerHost")]
    [InlineData("""{"limits":{"colour":1}}""", "limits.colour")]
    [InlineData("""{"limits":[1]}""", "limits")]
    public async Task Put_WrongLimits_NamesTheField(string body, string field)
    {
        using var response = await _zone.SendJsonAsync(HttpMethod.Put, "/api/v1/policies/default", body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal(field, Assert.Single(problem.GetProperty("errors").EnumerateArray()).GetProperty("field").GetString());
    }

    [Theory]
    [InlineData("{}", 10, 5)]
    [InlineData("""{"limits":{"maxInstancesPerHost":2}}""", 4, 2)]
    [InlineData("""{"limits":{"maxInstancesPerHost":0}}""", 32, 16)]
    [InlineData("""{"limits":{"maxInstancesPerHost":0,"maxBuildsPerHost":3}}""", 16, 16)]
    [InlineData("""{"driver":"simple","limits":{"maxInstancesPerHost":0,"maxCoresPerHost":27}}""", 12, 6)]
    public async Task CapacityAndPlacement_Limits_CountTheSame(string policy, int total, int largest)
    {
        await SaveAsync(policy);

        using var counted = await _zone.SendJsonAsync(HttpMethod.Post, "/api/v1/capacity", """{"resources":{"VCPU":4}}""");
        var capacity = await counted.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        var (_, placed) = await _zone.PlaceAsync("""{"count":40,"minCount":1,"resources":{"VCPU":4}}""");

        Assert.Equal((total, largest, total), (capacity.GetProperty("total").GetInt32(), capacity.GetProperty("largestOnOneHost").GetInt32(), placed.GetProperty("placed").GetInt32()));
    }

    [Fact]
    public async Task Compare_HostAtTheLimitOfItsPolicy_NamesIt()
    {
        await SaveAsync("""{"limits":{"maxInstancesPerHost":1}}""");
        await _zone.PlaceAsync("""{"resources":{"VCPU":1},"hints":{"forceHosts":["h2"]}}""");

        using var response = await _zone.SendJsonAsync(HttpMethod.Post, "/api/v1/placements:compare", """{"request":{"resources":{"VCPU":1}},"hosts":["h1","h2"]}""");

        var hosts = (await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("hosts");
        var filter = hosts[1].GetProperty("filters").EnumerateArray().Single(f => f.GetProperty("filter").GetString() == "NumInstances");
        Assert.Equal((true, false), (hosts[0].GetProperty("passes").GetBoolean(), hosts[1].GetProperty("passes").GetBoolean()));
        Assert.Equal("""{"attribute":"instances","wanted":"fewer than 1","actual":"1"}""", filter.GetProperty("obstacles")[0].GetRawText());
    }

    [Fact]
    public async Task Place_TwentyAtOnce_NeverAboveThePolicysLimit()
    {
        await SaveAsync("""{"limits":{"maxInstancesPerHost":3}}""");

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _zone.PlaceAsync("""{"resources":{"VCPU":1}}""")));

        Assert.Equal((6, 14), (answers.Count(a => a.Status == HttpStatusCode.Created), answers.Count(a => a.Status == HttpStatusCode.Conflict)));
        Assert.Equal((3, 3), (await _zone.UsedAsync("h1", "VCPU"), await _zone.UsedAsync("h2", "VCPU")));
    }

    [Fact]
    public async Task Get_FiltersLeftOut_AreWarnedOf()
    {
        await SaveAsync("""{"filters":["HostState","Resources","Traits"],"limits":{"maxCoresPerHost":4,"maxBuildsPerHost":0}}""");

        var warnings = (await _zone.GetAsync("/api/v1/policies/default")).GetProperty("warnings").EnumerateArray().Select(w => (w.GetProperty("field").GetString(), w.GetProperty("message").GetString())).ToList();

        Assert.Equal(
            [
                ("filters", "AggregateIsolation is missing: required traits of aggregates have no effect"),
                ("filters", "Tenancy is missing: hosts of aggregates that are reserved for tenants are open to everybody"),
                ("limits.maxInstancesPerHost", "NumInstances is missing: maxInstancesPerHost has no effect"),
                ("limits.maxCoresPerHost", "MaxCores is missing: maxCoresPerHost has no effect"),
                ("filters", "ZonePath is missing: it still runs for requests with zones, after all other filters"),
            ],
            warnings.Take(5));
        Assert.Contains(("filters", "ServerGroup is missing: requests with group are refused"), warnings);
        Assert.DoesNotContain(warnings, w => w.Item2!.Contains("IoOps", StringComparison.Ordinal));
        Assert.Empty((await _zone.GetAsync("/api/v1/policies/packing")).GetProperty("warnings").EnumerateArray());
    }

    private async Task SaveAsync(string body)
    {
        using var response = await _zone.SendJsonAsync(HttpMethod.Put, "/api/v1/policies/default", body);
        Assert.True(response.StatusCode == HttpStatusCode.OK, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
