using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using NovaZones.Core.Federation;
using NovaZones.Core.Federation.Protocol;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Federation;

/// <summary>Zones of different programs in one tree: what is new is passed over, what must not be is refused, and strangers are not asked.</summary>
public sealed class VersionSkewTests
{
    private const string OneCpu = """{"resources":{"VCPU":1}}""";

    [Fact]
    public async Task Zone_TellsWhatItSpeaks()
    {
        await using var zone = await ZoneHost.StartAsync();

        var told = await zone.GetAsync("/api/v1/zone");

        Assert.Equal(
            (ZoneProtocol.Own.Min, ZoneProtocol.Own.Max),
            (told.GetProperty("protocol").GetProperty("min").GetInt32(), told.GetProperty("protocol").GetProperty("max").GetInt32()));
        Assert.Contains(ZoneProtocol.ExactClaims, told.GetProperty("features").EnumerateArray().Select(f => f.GetString()));
    }

    [Fact]
    public async Task Questions_NewerParentWithFieldsInEveryBody_AreAnsweredAndThePublicApiStaysStrict()
    {
        await using var zone = await ZoneHost.StartAsync();
        await zone.ReportHostAsync("h1", """{"inventories":{"VCPU":4}}""");
        const string Asked = """
            {"resources":{"VCPU":1},"novel":{"deep":[1]},"traits":{"novel":["X"]},"zones":{"not":["z"],"novel":1},
             "groups":[{"resources":{"VCPU":1},"novel":"group"}],"aggregates":{"novel":[]},"hints":{"novel":true}}
            """;
        const string Select = $$"""{"request":{{Asked}},"count":1,"weights":{"ram":1},"path":[],"hopsLeft":3,"deadlineMs":5000,"novel":{"a":1},"needs":[]}""";

        var (selected, offer) = await SendAsync(zone, "select", Select, "2");
        Assert.True(offer.TryGetProperty("plan", out var sealedPlan), offer.GetRawText());
        var plan = sealedPlan.GetString();
        var instance = Guid.NewGuid();
        var (claimed, taken) = await SendAsync(
            zone, "claim", $$"""{"claimId":"{{Guid.NewGuid()}}","plan":"{{plan}}","instanceIds":["{{instance}}"],"reservationId":"r-1","deadlineMs":5000,"novel":[{}]}""", "2");
        var (counted, capacity) = await SendAsync(zone, "capacity", Select, "2");
        var (released, gone) = await SendAsync(zone, "release", $$"""{"instanceIds":["{{instance}}"],"novel":"x"}""", "2");
        var (refused, problem) = await zone.PlaceAsync("""{"resources":{"VCPU":1},"novel":1}""");

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK], [selected, claimed, counted, released]);
        Assert.Equal(instance, taken.GetProperty("claimed")[0].GetProperty("id").GetGuid());
        Assert.Equal(1, capacity.GetProperty("total").GetInt64());
        Assert.Equal(instance, gone.GetProperty("released")[0].GetGuid());
        Assert.True(problem.TryGetProperty("errors", out var errors), $"{refused} {problem.GetRawText()}");
        Assert.Equal((HttpStatusCode.BadRequest, "novel"), (refused, errors[0].GetProperty("field").GetString()));
    }

    [Theory]
    [InlineData("""{"resources":{"VCPU":1},"groupPolicy":"novel"}""", "request.groupPolicy")]
    [InlineData("""{"resources":{"VCPU":1},"query":["novel","$free.VCPU",1]}""", "request.query")]
    public async Task Select_DemandWithAMeaningThatIsNotKnown_IsRefusedAndNotGuessed(string asked, string field)
    {
        await using var zone = await ZoneHost.StartAsync();

        var (status, problem) = await SendAsync(zone, "select", $$"""{"request":{{asked}},"count":1,"weights":{},"path":[],"hopsLeft":3,"deadlineMs":5000}""", "2");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.StartsWith(field, problem.GetProperty("errors")[0].GetProperty("field").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "[]", HttpStatusCode.OK, null)]
    [InlineData("1", "null", HttpStatusCode.OK, null)]
    [InlineData("2", """["exact-claims"]""", HttpStatusCode.OK, null)]
    [InlineData("2", """["exact-claims","novel"]""", HttpStatusCode.BadRequest, "/problems/feature-unknown")]
    [InlineData("3", "[]", HttpStatusCode.BadRequest, "/problems/protocol-unknown")]
    [InlineData("0", "[]", HttpStatusCode.BadRequest, "/problems/protocol-unknown")]
    [InlineData("two", "[]", HttpStatusCode.BadRequest, "/problems/protocol-unknown")]
    public async Task Release_VersionAndNeeds_AreHeeded(string? version, string needs, HttpStatusCode expected, string? type)
    {
        await using var zone = await ZoneHost.StartAsync();

        var (status, answer) = await SendAsync(zone, "release", $$"""{"instanceIds":[],"needs":{{needs}}}""", version);

        Assert.Equal(expected, status);
        Assert.Equal(type, answer.TryGetProperty("type", out var told) ? told.GetString() : null);
    }

    [Fact]
    public async Task Place_NewerChildWithFieldsAndStatesThatAreNotKnown_IsUnderstoodInTheHighestCommonVersion()
    {
        await using var root = await ZoneHost.StartAsync("Zone:Name=root");
        await using var child = await OddChild.StartAsync();
        child.Tell = info =>
        {
            info["protocol"] = JsonNode.Parse("""{"min":2,"max":9,"novel":true}""");
            info["features"] = JsonNode.Parse("""["exact-claims","novel"]""");
            info["novel"] = JsonNode.Parse("""{"deep":[1]}""");
            info["summary"]!["novel"] = 1;
            info["summary"]!["hosts"]!["novel"] = 5;
            info["summary"]!["children"] = JsonNode.Parse("""[{"name":"below","path":"odd!below","state":"Hibernating","novel":1,"resources":{},"children":[]}]""");
            return info;
        };
        child.Select = context => context.Response.WriteAsync(
            $$$"""
            {"zoneId":"{{{child.Id}}}","scores":[],"ties":[],"novel":1,"local":{"considered":3,"passed":0,"filters":[{"filter":"Novel","dropped":3,"reasons":[],"novel":1}],"leading":[],"novel":[]},
             "children":[{"zone":"below","outcome":"Dreaming","novel":{}}]}
            """);
        await root.ReportHostAsync("r1", """{"inventories":{"VCPU":4}}""");
        var test = await AddAsync(root, "new", child);

        var (status, answer) = await root.PlaceAsync(OneCpu);
        var tree = await root.GetAsync("/api/v1/zone/tree");

        Assert.True(test.GetProperty("ok").GetBoolean(), test.GetRawText());
        Assert.Equal((HttpStatusCode.Created, "Answered"), (status, Line(answer, "new").GetProperty("outcome").GetString()));
        Assert.Equal(["2"], child.Versions);
        Assert.Equal(2, (await root.GetAsync("/api/v1/zones/new")).GetProperty("protocol").GetInt32());
        Assert.Equal("Hibernating", tree.GetProperty("children")[0].GetProperty("children")[0].GetProperty("state").GetString());
    }

    [Fact]
    public async Task Place_OlderChildWithoutOptionalFields_IsSpokenToInTheFirstVersion()
    {
        await using var root = await ZoneHost.StartAsync("Zone:Name=root");
        await using var child = await OddChild.StartAsync();
        child.Tell = info => new JsonObject(info.Where(m => m.Key is "id" or "name" or "path" or "version" or "driver" or "policy" or "policyVersion" or "asOf")
            .Select(m => KeyValuePair.Create(m.Key, m.Value?.DeepClone()))
            .Append(KeyValuePair.Create<string, JsonNode?>("summary", JsonNode.Parse("""{"hosts":{"up":1,"down":0,"disabled":0},"resources":{"VCPU":{"capacity":64,"used":0,"largestFree":64}}}"""))));
        child.Select = context => context.Response.WriteAsync($$$"""{"zoneId":"{{{child.Id}}}","scores":[],"ties":[],"local":{"considered":1,"passed":0,"filters":[],"leading":[]}}""");
        await root.ReportHostAsync("r1", """{"inventories":{"VCPU":4}}""");
        await AddAsync(root, "old", child);

        var (_, answer) = await root.PlaceAsync(OneCpu);

        Assert.Equal("Answered", Line(answer, "old").GetProperty("outcome").GetString());
        Assert.Equal(["1"], child.Versions);
        Assert.Equal(1, (await root.GetAsync("/api/v1/zones/old")).GetProperty("protocol").GetInt32());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Commit_PlanOfAChildThatDoesNotKnowExactClaims_IsRefusedWithoutAskingIt(bool knows)
    {
        await using var root = await ZoneHost.StartAsync("Zone:Name=root");
        await using var child = await OddChild.StartAsync();
        child.Tell = info =>
        {
            info["protocol"] = JsonNode.Parse("""{"min":1,"max":2}""");
            info["features"] = knows ? JsonNode.Parse("""["exact-claims"]""") : new JsonArray();
            return info;
        };
        child.Select = context => context.Response.WriteAsync(
            $$$"""{"zoneId":"{{{child.Id}}}","scores":[0.5],"ties":[1],"plan":"sealed","local":{"considered":1,"passed":1,"filters":[],"leading":[]}}""");
        await AddAsync(root, "odd", child);
        var (_, dry) = await root.PlaceAsync("""{"resources":{"VCPU":1},"dryRun":true}""");

        var (status, refused) = await root.PlaceAsync($$"""{"plan":"{{dry.GetProperty("plan").GetString()}}"}""");

        // Either way nothing is placed; only who knows what is meant is asked.
        Assert.Equal((HttpStatusCode.Conflict, knows ? 1 : 0), (status, child.Claims));
        Assert.Equal(!knows, refused.GetRawText().Contains("does not know exact-claims", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Place_ChildWithoutCommonVersion_IsNotAskedUntilItIsUpgraded()
    {
        await using var root = await ZoneHost.StartAsync("Zone:Name=root", "Federation:PollInterval=00:00:59");
        await using var child = await OddChild.StartAsync();
        child.Tell = info => new JsonObject { ["id"] = child.Id, ["name"] = "odd", ["version"] = "9.0", ["protocol"] = JsonNode.Parse("""{"min":5,"max":7}"""), ["summary"] = "all of it means something else" };
        await root.ReportHostAsync("r1", """{"inventories":{"VCPU":4}}""");
        const string Reason = "it speaks versions 5 to 7 of the zone protocol and this zone versions 1 to 2: no common version";
        var test = await AddAsync(root, "odd", child);

        var (status, answer) = await root.PlaceAsync(OneCpu);
        var (_, lacking) = await root.PlaceAsync("""{"resources":{"VCPU":8}}""");
        var row = await root.GetAsync("/api/v1/zones/odd");
        var node = (await root.GetAsync("/api/v1/zone/tree")).GetProperty("children")[0];
        var askedBefore = child.Asked;
        child.Tell = info => info;
        using var again = await root.Client.PostAsync("/api/v1/zones/odd/test", null, TestContext.Current.CancellationToken);
        var (_, after) = await root.PlaceAsync(OneCpu);

        Assert.Equal((false, Reason), (test.GetProperty("ok").GetBoolean(), test.GetProperty("message").GetString()));
        Assert.Equal((HttpStatusCode.Created, "Skipped", Reason), (status, Line(answer, "odd").GetProperty("outcome").GetString(), Line(answer, "odd").GetProperty("reason").GetString()));
        Assert.Contains(Reason, lacking.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(("Incompatible", Reason, JsonValueKind.Null), (row.GetProperty("state").GetString(), row.GetProperty("lastError").GetString(), row.GetProperty("protocol").ValueKind));
        Assert.Equal(("Incompatible", Reason, "9.0"), (node.GetProperty("state").GetString(), node.GetProperty("reason").GetString(), node.GetProperty("version").GetString()));
        Assert.Equal((0, "Answered"), (askedBefore, Line(after, "odd").GetProperty("outcome").GetString()));
    }

    private static JsonElement Line(JsonElement answer, string zone) =>
        answer.GetProperty("children").EnumerateArray().Single(c => c.GetProperty("zone").GetString() == zone);

    private static async Task<JsonElement> AddAsync(ZoneHost root, string name, OddChild child)
    {
        using var added = await root.SendJsonAsync(HttpMethod.Post, "/api/v1/zones", $$"""{"name":"{{name}}","apiUrl":"{{child.Url}}","token":"t"}""");
        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        using var test = await root.Client.PostAsync($"/api/v1/zones/{name}/test", null, TestContext.Current.CancellationToken);
        return await test.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(ZoneHost zone, string question, string json, string? version)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/zone/{question}") { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        if (version is not null)
        {
            request.Headers.Add(ZoneProtocol.HeaderName, version);
        }

        using var response = await zone.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken));
    }
}
