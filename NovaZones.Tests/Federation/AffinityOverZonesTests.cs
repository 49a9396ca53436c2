using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Federation;

/// <summary>An affinity group over two zones: what is counted is what fits, and what is explained is why the rest does not.</summary>
public sealed class AffinityOverZonesTests : IAsyncLifetime
{
    private const string Group = """ "group":{"name":"g","policy":"affinity"} """;

    private ZoneHost _planet = null!;
    private ZoneHost _paris = null!;

    public async ValueTask InitializeAsync()
    {
        _planet = await ZoneHost.StartAsync("Zone:Name=planet");
        _paris = await ZoneHost.StartAsync("Zone:Name=paris");
        await _planet.AddChildAsync("paris", _paris);
    }

    public async ValueTask DisposeAsync()
    {
        await _planet.DisposeAsync();
        await _paris.DisposeAsync();
    }

    [Theory]
    [InlineData("planet", 4, 8, 3)]
    [InlineData("paris", 8, 4, 3)]
    [InlineData("paris", 8, 1, 0)]
    public async Task Count_MembersInOneZone_IsWhatThenFits(string holder, int ofPlanet, int ofParis, int expected)
    {
        await PlaceMemberAsync(holder, ofPlanet, ofParis);

        var answer = await CountAsync($$"""{"resources":{"VCPU":1},{{Group}} }""");
        var (oneMore, _) = await _planet.PlaceAsync($$"""{"count":{{expected + 1}},"resources":{"VCPU":1},{{Group}} }""");

        Assert.Equal((expected, expected), (answer.GetProperty("total").GetInt32(), answer.GetProperty("largestOnOneHost").GetInt32()));
        var zones = answer.GetProperty("zones").EnumerateArray().ToDictionary(z => z.GetProperty("zone").GetString()!);
        var other = zones[holder == "planet" ? "paris" : "planet"];
        Assert.Equal((expected, 1), (zones[holder].GetProperty("count").GetInt32(), zones[holder].GetProperty("groupMembers").GetInt32()));
        Assert.Equal((0, 0), (other.GetProperty("count").GetInt32(), other.GetProperty("groupMembers").GetInt32()));
        Assert.Equal(("Answered", "the members of g are elsewhere"), (other.GetProperty("outcome").GetString(), other.GetProperty("reason").GetString()));
        Assert.Equal(HttpStatusCode.Conflict, oneMore);
        if (expected > 0)
        {
            var (status, placed) = await _planet.PlaceAsync($$"""{"count":{{expected}},"resources":{"VCPU":1},{{Group}} }""");
            Assert.Equal((HttpStatusCode.Created, expected), (status, placed.GetProperty("placed").GetInt32()));
        }
    }

    [Fact]
    public async Task Count_OwnHostsWithMembersLeftOut_IsNothing()
    {
        await PlaceMemberAsync("planet", 4, 8);

        var answer = await CountAsync($$"""{"resources":{"VCPU":1},{{Group}},"zones":{"only":["paris"]} }""");
        var (status, _) = await _planet.PlaceAsync($$"""{"resources":{"VCPU":1},{{Group}},"zones":{"only":["paris"]} }""");

        Assert.Equal((0, HttpStatusCode.Conflict), (answer.GetProperty("total").GetInt32(), status));
    }

    [Fact]
    public async Task Refuse_MemberInTheChild_OwnHostIsDroppedByTheGroup()
    {
        await PlaceMemberAsync("paris", 8, 4);

        var (status, problem) = await _planet.PlaceAsync($$"""{"resources":{"VCPU":4},{{Group}} }""");
        var local = (await ExplanationAsync(problem)).GetProperty("local");

        Assert.Equal(HttpStatusCode.Conflict, status);
        AssertDroppedByGroup(local);
        Assert.Equal("p1", FilterOf(local).GetProperty("reasons")[0].GetProperty("example").GetProperty("host").GetString());
        Assert.Equal(["1 more VCPU on any of 1 host", "outside server group g: 1 host", "with VCPU 3 instead of 4: 1 host"], Changes(problem).Order(StringComparer.Ordinal));
        var (outside, _) = await _planet.PlaceAsync("""{"resources":{"VCPU":4}}""");
        var (smaller, _) = await _planet.PlaceAsync($$"""{"resources":{"VCPU":3},{{Group}} }""");
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (outside, smaller));
    }

    [Fact]
    public async Task Refuse_MemberInTheParent_ChildsHostIsDroppedByTheGroup()
    {
        await PlaceMemberAsync("planet", 4, 8);

        var (status, problem) = await _planet.PlaceAsync($$"""{"resources":{"VCPU":4},{{Group}} }""");
        var child = Assert.Single((await ExplanationAsync(problem)).GetProperty("children").EnumerateArray());

        Assert.Equal(HttpStatusCode.Conflict, status);
        AssertDroppedByGroup(child.GetProperty("local"));
        Assert.Contains("outside server group g: 1 host", Changes(problem));
    }

    [Fact]
    public async Task Refuse_ChildsHostFailsOtherwiseToo_TellsNoChangeThatWouldNotPlace()
    {
        await PlaceMemberAsync("planet", 4, 8);

        var (_, problem) = await _planet.PlaceAsync($$"""{"resources":{"VCPU":4},"traits":{"forbidden":["CUSTOM_A"]},{{Group}} }""");

        Assert.DoesNotContain(Changes(problem), c => c.Contains("CUSTOM_A", StringComparison.Ordinal) || c.Contains("outside", StringComparison.Ordinal));
        Assert.Contains("with VCPU 3 instead of 4: 1 host", Changes(problem));
    }

    private static void AssertDroppedByGroup(JsonElement local)
    {
        Assert.Equal((0, 0), (local.GetProperty("passed").GetInt32(), local.GetProperty("leading").GetArrayLength()));
        var filter = FilterOf(local);
        Assert.Equal((1, 1), (filter.GetProperty("dropped").GetInt32(), filter.GetProperty("wouldDrop").GetInt32()));
        Assert.Equal("server-group.members-are-elsewhere", filter.GetProperty("reasons")[0].GetProperty("reason").GetString());
    }

    private static JsonElement FilterOf(JsonElement local) =>
        local.GetProperty("filters").EnumerateArray().Single(f => f.GetProperty("filter").GetString() == "ServerGroup");

    private static List<string> Changes(JsonElement problem) => [.. problem.GetProperty("changes").EnumerateArray().Select(c => c.GetProperty("text").GetString()!)];

    private async Task PlaceMemberAsync(string holder, int ofPlanet, int ofParis)
    {
        await _planet.ReportHostAsync("p1", $$"""{"inventories":{"VCPU":{{ofPlanet}} } }""");
        await _paris.ReportHostAsync("c1", $$"""{"inventories":{"VCPU":{{ofParis}} },"traits":["CUSTOM_A"]}""");
        var zones = holder == "planet" ? """{"localOnly":true}""" : """{"only":["paris"]}""";
        var (status, _) = await _planet.PlaceAsync($$"""{"resources":{"VCPU":1},{{Group}},"zones":{{zones}} }""");
        Assert.Equal(HttpStatusCode.Created, status);
    }

    private Task<JsonElement> ExplanationAsync(JsonElement problem) => _planet.GetAsync(problem.GetProperty("explanation").GetString()!);

    private async Task<JsonElement> CountAsync(string body)
    {
        using var response = await _planet.SendJsonAsync(HttpMethod.Post, "/api/v1/capacity", body);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }
}
