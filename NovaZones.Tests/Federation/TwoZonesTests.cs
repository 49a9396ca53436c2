using System.Net;
using System.Text.Json;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Federation;

/// <summary>A parent without hosts and a child with some: real HTTP, real sealing, two databases.</summary>
public sealed class TwoZonesTests : IAsyncLifetime
{
    private ZoneHost _root = null!;
    private ZoneHost _child = null!;
    private string _childId = null!;

    public async ValueTask InitializeAsync()
    {
        _root = await ZoneHost.StartAsync("Zone:Name=root");
        _child = await ZoneHost.StartAsync("Zone:Name=paris");
        await _child.ReportHostAsync("p1", """{"inventories":{"VCPU":4,"MEMORY_MB":8192}}""");
        await _child.ReportHostAsync("p2", """{"inventories":{"VCPU":4,"MEMORY_MB":8192}}""");
        _childId = await _root.AddChildAsync("emea", _child);
    }

    public async ValueTask DisposeAsync()
    {
        await _root.DisposeAsync();
        await _child.DisposeAsync();
    }

    [Fact]
    public async Task Place_AtRootWithoutHosts_LandsInTheChildAndReleasesThere()
    {
        var (status, answer) = await _root.PlaceAsync("""{"count":3,"resources":{"VCPU":2}}""");

        Assert.Equal(HttpStatusCode.Created, status);
        var instances = answer.GetProperty("instances").EnumerateArray().ToList();
        Assert.Equal(["emea", "emea", "emea"], instances.Select(i => i.GetProperty("zone").GetString()));
        Assert.All(instances, i => Assert.Equal(JsonValueKind.Null, i.GetProperty("host").ValueKind));
        Assert.Equal(6, await _child.UsedAsync("p1", "VCPU") + await _child.UsedAsync("p2", "VCPU"));

        using var released = await _root.Client.DeleteAsync($"/api/v1/placements/{answer.GetProperty("reservationId").GetString()}", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NoContent, released.StatusCode);
        Assert.Equal(0, await _child.UsedAsync("p1", "VCPU") + await _child.UsedAsync("p2", "VCPU"));
    }

    [Fact]
    public async Task Place_AffinityAcrossZones_FollowsTheFirstMember()
    {
        const string Body = """{"resources":{"VCPU":1},"group":{"name":"db","policy":"affinity"}}""";
        var (_, first) = await _root.PlaceAsync(Body);
        await _root.ReportHostAsync("r1", """{"inventories":{"VCPU":64,"MEMORY_MB":65536}}""");

        var (_, second) = await _root.PlaceAsync("""{"count":2,"resources":{"VCPU":1},"group":{"name":"db","policy":"affinity"}}""");
        var (tooMany, _) = await _root.PlaceAsync("""{"count":2,"resources":{"VCPU":1},"group":{"name":"db","policy":"affinity"}}""");

        Assert.All([.. first.GetProperty("instances").EnumerateArray(), .. second.GetProperty("instances").EnumerateArray()], i => Assert.Equal("emea", i.GetProperty("zone").GetString()));
        Assert.Contains(3, new[] { await _child.UsedAsync("p1", "VCPU"), await _child.UsedAsync("p2", "VCPU") });
        Assert.Equal(0, await _root.UsedAsync("r1", "VCPU"));
        Assert.Equal(HttpStatusCode.Conflict, tooMany);
    }

    [Fact]
    public async Task Place_ChildsPolicyLacksTheFilter_HoldsThereAllTheSame()
    {
        using var saved = await _child.SendJsonAsync(HttpMethod.Put, "/api/v1/policies/default", """{"filters":["HostState","Resources"],"weights":{"ram":1}}""");
        Assert.True(saved.IsSuccessStatusCode, await saved.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        var (refused, problem) = await _child.PlaceAsync("""{"resources":{"VCPU":1},"traits":{"required":["CUSTOM_NOWHERE"]}}""");
        var (status, none) = await _root.PlaceAsync("""{"resources":{"VCPU":1},"traits":{"required":["CUSTOM_NOWHERE"]}}""");
        var (capacity, _) = await _root.PlaceAsync("""{"resources":{"VCPU":1},"hints":{"forceHosts":["p1"]}}""");

        Assert.Equal(HttpStatusCode.BadRequest, refused);
        Assert.Equal("traits", Assert.Single(problem.GetProperty("errors").EnumerateArray()).GetProperty("field").GetString());
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains("Traits", none.GetProperty("filters").EnumerateArray().Select(f => f.GetProperty("filter").GetString()));
        Assert.Equal((HttpStatusCode.Created, 1, 0), (capacity, await _child.UsedAsync("p1", "VCPU"), await _child.UsedAsync("p2", "VCPU")));
    }

    [Fact]
    public async Task Place_OwnHostsLeftOut_ExplainsThemAndNamesTheChange()
    {
        await _root.ReportHostAsync("r1", """{"inventories":{"VCPU":8}}""");
        const string Policy = """{"filters":["HostState","Resources"],"weights":{"ram":1}}""";
        using var saved = await _root.SendJsonAsync(HttpMethod.Put, "/api/v1/policies/lean", Policy);

        var (status, problem) = await _root.PlaceAsync("""{"resources":{"VCPU":6},"policy":"lean","zones":{"only":["emea"]}}""");
        var (placed, answer) = await _root.PlaceAsync("""{"resources":{"VCPU":6},"policy":"lean","zones":null}""");

        Assert.Equal(HttpStatusCode.Conflict, status);
        var filter = problem.GetProperty("filters").EnumerateArray().Single(f => f.GetProperty("filter").GetString() == "ZonePath");
        Assert.Equal(1, filter.GetProperty("dropped").GetInt32());
        Assert.Contains("in any zone: 1 host", problem.GetProperty("changes").EnumerateArray().Select(c => c.GetProperty("text").GetString()));
        Assert.Equal((HttpStatusCode.Created, "r1"), (placed, answer.GetProperty("instances")[0].GetProperty("host").GetString()));
    }

    [Fact]
    public async Task Place_GroupsOfOneSubtree_HoldInTheChild()
    {
        await _child.ReportHostAsync("p1", """{"inventories":{"VCPU":4},"providers":[{"name":"a","inventories":{"PGPU":1}},{"name":"b","traits":["HW_NUMA_ROOT"]}]}""");
        await _child.ReportHostAsync("p2", """{"inventories":{"VCPU":4},"providers":[{"name":"b","traits":["HW_NUMA_ROOT"],"providers":[{"name":"a","inventories":{"PGPU":1}}]}]}""");

        var (status, answer) = await _root.PlaceAsync("""{"count":2,"minCount":1,"resources":{"VCPU":1},"groups":[{"name":"gpu","resources":{"PGPU":1}},{"name":"node","traits":{"required":["HW_NUMA_ROOT"]}}],"sameSubtree":[["gpu","node"]]}""");

        Assert.Equal((HttpStatusCode.Created, 1), (status, answer.GetProperty("placed").GetInt32()));
        Assert.Equal((0, 1), (await _child.UsedAsync("p1", "VCPU"), await _child.UsedAsync("p2", "VCPU")));
    }

    [Fact]
    public async Task Place_AntiAffinityAcrossZones_NeverTwoOnOneHost()
    {
        await _root.ReportHostAsync("r1", """{"inventories":{"VCPU":64,"MEMORY_MB":65536}}""");

        var (status, answer) = await _root.PlaceAsync("""{"count":9,"minCount":1,"resources":{"VCPU":1},"group":{"name":"web","policy":"anti-affinity"}}""");

        Assert.Equal((HttpStatusCode.Created, 3), (status, answer.GetProperty("placed").GetInt32()));
        Assert.Equal((1, 1, 1), (await _root.UsedAsync("r1", "VCPU"), await _child.UsedAsync("p1", "VCPU"), await _child.UsedAsync("p2", "VCPU")));
    }

    [Fact]
    public async Task Place_OwnHostsAndChild_MergesByScore()
    {
        await _root.ReportHostAsync("r1", """{"inventories":{"VCPU":4,"MEMORY_MB":8192}}""");

        var (_, answer) = await _root.PlaceAsync("""{"count":6,"resources":{"VCPU":2}}""");

        // Three equal hosts with room for two each: spreading uses all of them fully.
        Assert.Equal(4, await _root.UsedAsync("r1", "VCPU"));
        Assert.Equal((4, 4), (await _child.UsedAsync("p1", "VCPU"), await _child.UsedAsync("p2", "VCPU")));
        Assert.Equal(2, answer.GetProperty("instances").EnumerateArray().Count(i => i.GetProperty("zone").GetString() == "root"));
    }

    [Fact]
    public async Task Place_MoreThanThereIs_LeavesNothingBehindInTheChild()
    {
        var (status, refusal) = await _root.PlaceAsync("""{"count":5,"minCount":5,"resources":{"VCPU":2}}""");

        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Equal(0, await _child.UsedAsync("p1", "VCPU") + await _child.UsedAsync("p2", "VCPU"));
        Assert.Equal("Answered", refusal.GetProperty("children")[0].GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task Place_ChildIsDead_AnswersWithinTheDeadlineAndSaysSo()
    {
        await _root.ReportHostAsync("r1", """{"inventories":{"VCPU":4}}""");
        await _root.SendJsonAsync(HttpMethod.Put, $"/api/v1/zones/{_childId}", $$"""{"name":"emea","apiUrl":"http://127.0.0.1:1","token":"{{ZoneHost.AdminToken}}"}""");
        var clock = System.Diagnostics.Stopwatch.StartNew();

        var (status, answer) = await _root.PlaceAsync("""{"resources":{"VCPU":2},"deadlineMs":2000}""");

        Assert.Equal(HttpStatusCode.Created, status);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(2), $"took {clock.Elapsed}");
        Assert.Contains(answer.GetProperty("children")[0].GetProperty("outcome").GetString(), new[] { "Failed", "TimedOut", "Open" });
    }

    [Theory]
    [InlineData("""{"only":["nowhere"]}""", "zones.only[0]")]
    [InlineData("""{"not":["emea","emea!lyon"]}""", "zones.not[1]")]
    public async Task Place_UnknownZone_NamesTheField(string zones, string field)
    {
        var (status, problem) = await _root.PlaceAsync("""{"resources":{"VCPU":1},"zones":""" + zones + "}");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(field, problem.GetProperty("errors")[0].GetProperty("field").GetString());
    }

    [Theory]
    [InlineData("""{"only":["emea"]}""", HttpStatusCode.Created)]
    [InlineData("""{"only":["root!emea"]}""", HttpStatusCode.Created)]
    [InlineData("""{"only":["root"]}""", HttpStatusCode.Created)]
    [InlineData("""{"not":["emea"]}""", HttpStatusCode.Conflict)]
    [InlineData("""{"localOnly":true}""", HttpStatusCode.Conflict)]
    public async Task Place_ZoneConditions_AreHeld(string zones, HttpStatusCode expected)
    {
        var (status, _) = await _root.PlaceAsync("""{"resources":{"VCPU":1},"zones":""" + zones + "}");

        Assert.Equal(expected, status);
    }

    [Fact]
    public async Task Tree_AtRoot_ShowsTheChildWithItsCapacity()
    {
        var tree = await _root.GetAsync("/api/v1/zone/tree");
        var child = tree.GetProperty("children")[0];

        Assert.Equal(("emea", "emea", "Online"), (child.GetProperty("name").GetString(), child.GetProperty("path").GetString(), child.GetProperty("state").GetString()));
        Assert.Equal(8, child.GetProperty("resources").GetProperty("VCPU").GetProperty("capacity").GetInt64());
        Assert.Equal(8, tree.GetProperty("resources").GetProperty("VCPU").GetProperty("capacity").GetInt64());
    }

    [Fact]
    public async Task Claim_AlteredPlan_IsRefused()
    {
        var (status, body) = await ClaimAsync("bm90IGEgcGxhbg");

        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.EndsWith("/problems/plan-refused", body.GetProperty("type").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Claim_SamePlanTwice_IsRefusedTheSecondTime()
    {
        using var response = await _child.SendJsonAsync(
            HttpMethod.Post, "/api/v1/zone/select", """{"request":{"resources":{"VCPU":2}},"count":1,"weights":{"ram":1},"path":[],"hopsLeft":3,"deadlineMs":2000}""");
        var plan = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement.GetProperty("plan").GetString()!;

        var (first, _) = await ClaimAsync(plan);
        var (second, _) = await ClaimAsync(plan);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Conflict), (first, second));
        Assert.Equal(2, await _child.UsedAsync("p1", "VCPU") + await _child.UsedAsync("p2", "VCPU"));
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> ClaimAsync(string plan)
    {
        using var response = await _child.SendJsonAsync(
            HttpMethod.Post, "/api/v1/zone/claim",
            $$"""{"claimId":"{{Guid.NewGuid()}}","plan":"{{plan}}","instanceIds":["{{Guid.NewGuid()}}"],"reservationId":"r-test","deadlineMs":2000}""");
        return (response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement);
    }
}
