using System.Net;
using System.Text.Json;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Api.Placements;

/// <summary>One real zone over HTTP: place, explain, release, retry.</summary>
public class PlacementTests : IAsyncLifetime
{
    private ZoneHost _zone = null!;

    public async ValueTask InitializeAsync()
    {
        _zone = await ZoneHost.StartAsync("Zone:Name=solo");
        await _zone.ReportHostAsync("h1", """{"inventories":{"VCPU":16,"MEMORY_MB":32768},"providers":[{"name":"gpu0","inventories":{"GPU_MILLI":1000},"traits":["CUSTOM_T4"]},{"name":"gpu1","inventories":{"GPU_MILLI":1000},"traits":["CUSTOM_T4"]}],"availabilityZone":"east","capabilities":{"rack":"r1","hypervisor_version":6001},"traits":["HW_CPU_X86_AVX2"]}""");
        await _zone.ReportHostAsync("h2", """{"inventories":{"VCPU":8,"MEMORY_MB":16384},"availabilityZone":"west","capabilities":{"rack":"r2","hypervisor_version":5000}}""");
    }

    public ValueTask DisposeAsync() => _zone.DisposeAsync();

    [Fact]
    public async Task Place_FitsOnOneHost_AnswersWhereAndReleaseGivesBack()
    {
        var (status, answer) = await _zone.PlaceAsync("""{"name":"web","count":2,"resources":{"VCPU":4},"availabilityZone":"east"}""");

        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal(["h1", "h1"], answer.GetProperty("instances").EnumerateArray().Select(i => i.GetProperty("host").GetString()));
        Assert.Equal(8, await _zone.UsedAsync("h1", "VCPU"));

        using var released = await _zone.Client.DeleteAsync($"/api/v1/placements/{answer.GetProperty("reservationId").GetString()}", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NoContent, released.StatusCode);
        Assert.Equal(0, await _zone.UsedAsync("h1", "VCPU"));
    }

    [Theory]
    [InlineData("""{"resources":{"VCPU":1},"traits":{"required":["HW_CPU_X86_AVX2"]}}""", "h1")]
    [InlineData("""{"resources":{"VCPU":1},"traits":{"forbidden":["HW_CPU_X86_AVX2"]}}""", "h2")]
    [InlineData("""{"resources":{"VCPU":1},"availabilityZone":"west"}""", "h2")]
    [InlineData("""{"resources":{"VCPU":1},"capabilities":{"hypervisor_version":">= 6000"}}""", "h1")]
    [InlineData("""{"resources":{"VCPU":1},"query":["=","$rack","r2"]}""", "h2")]
    [InlineData("""{"resources":{"VCPU":12}}""", "h1")]
    [InlineData("""{"groups":[{"resources":{"GPU_MILLI":500},"traits":{"anyOf":[["CUSTOM_T4","CUSTOM_A10"]]}}]}""", "h1")]
    public async Task Place_OneRequirement_PicksTheHostThatMeetsIt(string body, string host)
    {
        var (status, answer) = await _zone.PlaceAsync(body);

        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal(host, answer.GetProperty("instances")[0].GetProperty("host").GetString());
    }

    [Fact]
    public async Task Place_AntiAffinityByManyAtOnce_NeverTwoOnOneHostAndReleaseMakesRoom()
    {
        const string Body = """{"resources":{"VCPU":1},"group":{"name":"db","policy":"anti-affinity"}}""";

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => _zone.PlaceAsync(Body)));

        Assert.Equal(2, answers.Count(a => a.Status == HttpStatusCode.Created));
        Assert.Equal((1, 1), (await _zone.UsedAsync("h1", "VCPU"), await _zone.UsedAsync("h2", "VCPU")));

        var reservation = answers.First(a => a.Status == HttpStatusCode.Created).Item2.GetProperty("reservationId").GetString();
        using var released = await _zone.Client.DeleteAsync($"/api/v1/placements/{reservation}", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Created, (await _zone.PlaceAsync(Body)).Status);
    }

    [Theory]
    [InlineData("""{"name":"g"}""", "group.policy")]
    [InlineData("""{"policy":"affinity"}""", "group.name")]
    [InlineData("""{"name":"g","policy":"spread"}""", "group.capability")]
    [InlineData("""{"name":"g","policy":"affinity","maxPerHost":2}""", "group.maxPerHost")]
    [InlineData("""{"name":"g","policy":"anti-affinity","maxPerHost":0}""", "group.maxPerHost")]
    [InlineData("""{"name":"g","policy":"affinity","size":2}""", "group.size")]
    public async Task Place_WrongGroup_NamesTheField(string group, string field)
    {
        var (status, problem) = await _zone.PlaceAsync($$"""{"resources":{"VCPU":1},"group":{{group}} }""");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(field, problem.GetProperty("errors").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Place_IsolatedGroups_TakeDifferentDevices()
    {
        const string Body = """{"groups":[{"resources":{"GPU_MILLI":600}},{"resources":{"GPU_MILLI":600}}],"groupPolicy":"isolate"}""";

        var (first, _) = await _zone.PlaceAsync(Body);
        var (second, refusal) = await _zone.PlaceAsync(Body);
        var host = await _zone.GetAsync("/api/v1/hosts/h1");

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Conflict), (first, second));
        Assert.Equal([600L, 600L], host.GetProperty("providers").EnumerateArray().Select(p => p.GetProperty("inventories").GetProperty("GPU_MILLI").GetProperty("used").GetInt64()));
        Assert.EndsWith("/problems/no-valid-host", refusal.GetProperty("type").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Place_GroupsOfOneSubtree_RefusesDevicesOfDifferentNodes()
    {
        const string Groups = """[{"name":"gpu","resources":{"PGPU":1}},{"name":"nic","resources":{"CUSTOM_VF":1}},{"name":"node","traits":{"required":["HW_NUMA_ROOT"]}}]""";
        await _zone.ReportHostAsync("n1", """
            {"inventories":{"VCPU":8},"providers":[
              {"name":"node0","traits":["HW_NUMA_ROOT"],"providers":[{"name":"gpu0","inventories":{"PGPU":1}}]},
              {"name":"node1","traits":["HW_NUMA_ROOT"],"providers":[{"name":"nic0","inventories":{"CUSTOM_VF":1}}]}]}
            """);

        var (refused, problem) = await _zone.PlaceAsync($$"""{"groups":{{Groups}},"sameSubtree":[["gpu","nic","node"]]}""");
        var (placed, _) = await _zone.PlaceAsync($$"""{"groups":{{Groups}},"sameSubtree":[["gpu","node"]]}""");

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Created), (refused, placed));
        Assert.Contains("resources.no-arrangement", problem.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Place_NothingFits_ExplainsByFilterAndKeepsTheRecord()
    {
        var (status, refusal) = await _zone.PlaceAsync("""{"resources":{"VCPU":64}}""");
        var explanation = await _zone.GetAsync(refusal.GetProperty("explanation").GetString()!);

        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Equal(2, explanation.GetProperty("local").GetProperty("considered").GetInt32());
        var resources = explanation.GetProperty("local").GetProperty("filters").EnumerateArray().Single(f => f.GetProperty("filter").GetString() == "Resources");
        Assert.Equal(2, resources.GetProperty("dropped").GetInt32());
        Assert.Equal("resources.not-enough-free", resources.GetProperty("reasons")[0].GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Place_MinCountNotMet_ClaimsNothing()
    {
        var (status, _) = await _zone.PlaceAsync("""{"count":10,"minCount":4,"resources":{"VCPU":8}}""");

        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Equal(0, await _zone.UsedAsync("h1", "VCPU") + await _zone.UsedAsync("h2", "VCPU"));
    }

    [Fact]
    public async Task Place_FewerThanCount_ReportsTheShortfall()
    {
        var (status, answer) = await _zone.PlaceAsync("""{"count":10,"minCount":1,"resources":{"VCPU":8}}""");

        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal(("Partial", 10, 3), (answer.GetProperty("state").GetString(), answer.GetProperty("requested").GetInt32(), answer.GetProperty("placed").GetInt32()));
    }

    [Fact]
    public async Task Place_SameKey_GivesTheSameAnswerOnce()
    {
        var (_, first) = await _zone.PlaceAsync("""{"resources":{"VCPU":2}}""", "key-1");
        var (status, again) = await _zone.PlaceAsync("""{"resources":{"VCPU":2}}""", "key-1");
        var (other, _) = await _zone.PlaceAsync("""{"resources":{"VCPU":3}}""", "key-1");

        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal(first.GetRawText(), again.GetRawText());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other);
        Assert.Equal(2, await _zone.UsedAsync("h1", "VCPU") + await _zone.UsedAsync("h2", "VCPU"));
    }

    [Fact]
    public async Task Place_ManyAtOnce_NeverOverbooks()
    {
        // 24 cores in all and 40 callers for one core each.
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => _zone.PlaceAsync("""{"resources":{"VCPU":1}}""")));

        Assert.Equal(24, answers.Count(a => a.Status == HttpStatusCode.Created));
        Assert.Equal(16, answers.Count(a => a.Status == HttpStatusCode.Conflict));
        Assert.Equal((16, 8), (await _zone.UsedAsync("h1", "VCPU"), await _zone.UsedAsync("h2", "VCPU")));
    }

    [Theory]
    [InlineData("""{"resources":{"VCPU":1},"colour":"red"}""", "colour")]
    [InlineData("""{"resources":{"VCPU":-1}}""", "resources.VCPU")]
    [InlineData("""{"resources":{"VCPU":1e300}}""", "resources.VCPU")]
    [InlineData("""{"resources":{"VCPU":1},"count":1000000}""", "count")]
    [InlineData("""{"resources":{"VCPU":1},"traits":{"anyOf":[["CUSTOM_A","bad trait"]]}}""", "traits.anyOf[0][1]")]
    [InlineData("""{"resources":{"VCPU":1},"query":["~","$rack",1]}""", "query")]
    [InlineData("""{"resources":{"VCPU":1},"weights":{"nonsense":1}}""", "weights.nonsense")]
    [InlineData("""{}""", "resources")]
    [InlineData("""{"resources":""", "")]
    public async Task Place_BadInput_NamesTheField(string body, string field)
    {
        var (status, problem) = await _zone.PlaceAsync(body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        var fields = problem.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("field").GetString()!);
        Assert.Contains(fields, f => field.Length == 0 ? f.Length == 0 : f.StartsWith(field, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Save_NewWeights_DecideTheNextPlacement()
    {
        await _zone.SendJsonAsync(HttpMethod.Put, "/api/v1/policies/default", """{"weights":{"ram":-1,"cpu":-1}}""");

        var (_, answer) = await _zone.PlaceAsync("""{"resources":{"VCPU":1,"MEMORY_MB":1024}}""");

        // Turned round, the smaller host wins: it is fuller after placing.
        Assert.Equal("h2", answer.GetProperty("instances")[0].GetProperty("host").GetString());
        Assert.Equal(2, (await _zone.GetAsync("/api/v1/policies/default")).GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task Disable_Host_ReceivesNothingUntilEnabled()
    {
        await _zone.SendJsonAsync(HttpMethod.Post, "/api/v1/hosts/h1/disable", """{"reason":"maintenance"}""");
        var (whileDisabled, _) = await _zone.PlaceAsync("""{"resources":{"VCPU":12}}""");
        await _zone.Client.PostAsync("/api/v1/hosts/h1/enable", null, TestContext.Current.CancellationToken);
        var (afterwards, _) = await _zone.PlaceAsync("""{"resources":{"VCPU":12}}""");

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Created), (whileDisabled, afterwards));
    }

    [Fact]
    public async Task Report_NdjsonWithOneBadLine_TakesTheOthers()
    {
        using var content = new StringContent("{\"name\":\"a\",\"inventories\":{\"VCPU\":1}}\n{\"name\":\"b\",\"inventories\":{\"VCPU\":-1}}\nnot json\n{\"name\":\"c\",\"inventories\":{\"VCPU\":2}}");

        using var response = await _zone.Client.PostAsync("/api/v1/hosts:report", content, TestContext.Current.CancellationToken);
        var counts = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;

        Assert.Equal((2, 2), (counts.GetProperty("accepted").GetInt32(), counts.GetProperty("failed").GetInt32()));
        Assert.Equal([2, 3], counts.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("line").GetInt32()));
    }

    [Fact]
    public async Task Patch_Capability_CountsAtOnceAndKeepsTheRest()
    {
        await _zone.SendJsonAsync(HttpMethod.Patch, "/api/v1/hosts/h2", """{"capabilities":{"hypervisor_version":7000}}""");
        var (_, answer) = await _zone.PlaceAsync("""{"resources":{"VCPU":1},"capabilities":{"hypervisor_version":">= 7000"},"query":["=","$rack","r2"]}""");

        Assert.Equal("h2", answer.GetProperty("instances")[0].GetProperty("host").GetString());
    }
}
