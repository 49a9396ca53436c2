using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Core.Federation;
using NovaZones.Core.Federation.Books;
using NovaZones.Core.Federation.Wire;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Packs;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Federation;

/// <summary>
/// Answers that are well formed and hollow, on every route on which a parent asks: null where something must be, figures beyond all sums.
/// After each the zone places on its own hosts, tells of itself, and says what is wrong with the child.
/// </summary>
public sealed class HostileAnswersTests : IAsyncLifetime
{
    private const string OneCpu = """{"resources":{"VCPU":1}}""";
    private const string OnlyTheChild = """{"resources":{"VCPU":1},"zones":{"only":["c"]}}""";
    private const string Offer = """{"zoneId":"00000000-0000-0000-0000-000000000001","scores":[900000],"ties":[1],"plan":"p","local":{"considered":1,"passed":1,"filters":[],"leading":[]}}""";

    private ZoneHost _root = null!;
    private OddChild _child = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Figures { get; } = new()
    {
        { "traits", "[null]" },
        { "availabilityZones", "[null]" },
        { "capabilities", """{"x":null}""" },
        { "capabilities", """{"x":{"values":[null]}}""" },
        { "capabilities", """{"x":{"min":1e999}}""" },
        { "own", """{"ageMs":100000000000000}""" },
        { "own", """{"ageMs":-1}""" },
        { "own", """{"hosts":{"up":1,"down":-1,"disabled":0}}""" },
        { "own", """{"fits":{"k":9223372036854775807}}""" },
        { "hosts", """{"up":2147483647,"down":2147483647,"disabled":2147483647}""" },
        { "resources", """{"VCPU":{"capacity":9223372036854775807,"used":0,"largestFree":1}}""" },
        { "resources", """{"VCPU":{"capacity":1,"used":-5,"largestFree":1}}""" },
        { "children", "[null]" },
        { "children", """[{"name":"n","path":"n","state":"Online","children":[null]}]""" },
        { "children", """[{"name":"n","path":"n","state":"Online","ageMs":9223372036854775807}]""" },
        { "children", """[{"name":"n","path":"n","state":"Online","resources":null}]""" },
        { "children", """[{"name":"n","path":"n","state":"Online","zones":2147483647,"own":{"hosts":{"up":1}}}]""" },
        { "fits", "[null]" },
        { "fits", """[{"key":"k","request":"{}","count":-1,"zones":1}]""" },
    };

    public async ValueTask InitializeAsync()
    {
        _root = await ZoneHost.StartAsync("Zone:Name=root", "Federation:FailuresToOffline=100", "Federation:BreakerOpenTime=00:00:00.1", "Federation:PollInterval=00:00:59");
        _child = await OddChild.StartAsync();
        await _root.ReportHostAsync("r1", """{"inventories":{"VCPU":10000}}""");
        using var added = await _root.SendJsonAsync(HttpMethod.Post, "/api/v1/zones", $$"""{"name":"c","apiUrl":"{{_child.Url}}","token":"t"}""");
        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        Assert.True((await TestAsync()).GetProperty("ok").GetBoolean());
    }

    public async ValueTask DisposeAsync()
    {
        await _root.DisposeAsync();
        await _child.DisposeAsync();
    }

    [Theory]
    [InlineData("[null]")]
    [InlineData("\"admin\"")]
    public async Task Tell_HollowScopesOfTheCaller_IsAFailure(string json)
    {
        _child.Tell = info =>
        {
            info["callerScopes"] = JsonNode.Parse(json);
            return info;
        };

        Assert.False((await TestAsync()).GetProperty("ok").GetBoolean());
        await ServesAsync();
    }

    [Theory]
    [MemberData(nameof(Figures))]
    public async Task Tell_Hollow_IsAFailureAndChangesNothing(string member, string json)
    {
        var before = (await _root.GetAsync("/api/v1/zone")).GetProperty("summary").GetProperty("resources").ToString();
        _child.Tell = info =>
        {
            info["summary"]![member] = JsonNode.Parse(json);
            return info;
        };

        var told = await TestAsync();

        Assert.False(told.GetProperty("ok").GetBoolean());
        Assert.False(string.IsNullOrEmpty((await _root.GetAsync("/api/v1/zones/c")).GetProperty("lastError").GetString()));
        await ServesAsync();
        Assert.Equal(before, (await _root.GetAsync("/api/v1/zone")).GetProperty("summary").GetProperty("resources").ToString());
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"considered":2147483647,"passed":0,"filters":[],"leading":[]}""")]
    [InlineData("""{"considered":1,"passed":-1,"filters":[],"leading":[]}""")]
    [InlineData("""{"considered":1,"passed":0,"filters":[null],"leading":[]}""")]
    [InlineData("""{"considered":1,"passed":0,"filters":[{}],"leading":[]}""")]
    [InlineData("""{"considered":1,"passed":0,"filters":[{"filter":"F","dropped":2147483647,"reasons":[]}],"leading":[]}""")]
    [InlineData("""{"considered":1,"passed":0,"filters":[{"filter":"F","dropped":1,"reasons":[null]}],"leading":[]}""")]
    [InlineData("""{"considered":1,"passed":0,"filters":[],"leading":[{}]}""")]
    [InlineData("""{"considered":1,"passed":0,"filters":[],"leading":[{"score":1e999,"weighers":[]}]}""")]
    [InlineData("""{"considered":1,"passed":0,"filters":[],"leading":[],"changes":[null]}""")]
    [InlineData("""{"considered":1,"passed":0,"filters":[],"leading":[],"changes":[{"kind":"count","hosts":1,"text":"t","change":"{"}]}""")]
    [InlineData("""{"considered":1,"passed":0,"filters":[],"leading":[],"changes":[{"kind":"count","hosts":1,"text":"t","change":"{\"a\":1,\"a\":2}"}]}""")]
    [InlineData("""{"considered":1,"passed":0,"filters":[],"leading":[],"changes":[{"kind":"host","hosts":1,"text":"t"}]}""")]
    [InlineData("""{"considered":1,"passed":0,"filters":[],"leading":[],"afterPlacing":[null]}""")]
    public async Task Explain_Hollow_IsNoOfferOnEitherRoute(string local)
    {
        await ExplainsAsync($$"""{"zoneId":"{{_child.Id}}","scores":[],"ties":[],"local":{{local}}}""");
    }

    [Theory]
    [InlineData(""","children":[null]""")]
    [InlineData(""","children":[{}]""")]
    [InlineData(""","children":[{"zone":"z","outcome":"Answered","count":2147483647}]""")]
    [InlineData(""","children":[{"zone":"z","outcome":"Answered","elapsedMs":1e999}]""")]
    [InlineData(""","children":[{"zone":"z","outcome":"Answered","local":{}}]""")]
    [InlineData(""","groupMembers":2147483647""")]
    [InlineData(""","groupMembers":-1""")]
    public async Task Explain_HollowOfWhatIsBelow_IsNoOfferOnEitherRoute(string more)
    {
        await ExplainsAsync($$"""{"zoneId":"{{_child.Id}}","scores":[],"ties":[],"local":{"considered":0,"passed":0,"filters":[],"leading":[]}{{more}}}""");
    }

    [Fact]
    public async Task Explain_DroppedWithoutAReason_IsRefusedWithTheFiltersName()
    {
        _child.Say["select"] = """{"zoneId":"00000000-0000-0000-0000-000000000001","scores":[],"ties":[],"local":{"considered":900000000,"passed":0,"filters":[{"filter":"Odd","dropped":900000000,"reasons":[]}],"leading":[]}}""";

        var (status, problem) = await _root.PlaceAsync(OnlyTheChild);

        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains("Odd", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"claimed":[null]}""")]
    [InlineData("""{"claimed":null}""")]
    [InlineData("""{"claimed":[],"conflicts":[null]}""")]
    [InlineData("""{"claimed":[{"id":"00000000-0000-0000-0000-000000000001","score":1e999}]}""")]
    [InlineData("zone")]
    [InlineData("host")]
    public async Task Claim_Hollow_LeavesTheIntentInDoubtAndIsPlacedElsewhere(string answer)
    {
        _child.Say["select"] = Offer;
        _child.Say["claim"] = answer is "zone" or "host" ? $$"""{"claimed":[{"id":"00000000-0000-0000-0000-000000000001","{{answer}}":"{{new string('x', 2000)}}","score":1}]}""" : answer;

        var (status, placed) = await _root.PlaceAsync(OneCpu);

        Assert.Equal((HttpStatusCode.Created, "r1"), (status, placed.GetProperty("instances")[0].GetProperty("host").GetString()));
        Assert.Contains("did not confirm the claim", (await _root.GetAsync($"/api/v1/placements/{placed.GetProperty("reservationId").GetString()}/explanation")).ToString(), StringComparison.Ordinal);
        await ServesAsync();
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"released":null}""")]
    [InlineData("""{"released":["00000000-0000-0000-0000-000000000001"],"pending":[]}""")]
    public async Task Release_Hollow_IsAskedAgainLater(string answer)
    {
        var reservation = await PlaceInChildAsync();
        _child.Say["release"] = answer;

        using var released = await _root.Client.DeleteAsync($"/api/v1/placements/{reservation}", Token);

        Assert.Equal(HttpStatusCode.Accepted, released.StatusCode);
        await ServesAsync();
    }

    [Theory]
    [InlineData("""{"instances":[null]}""")]
    [InlineData("""{"instances":[{}]}""")]
    [InlineData("zone")]
    [InlineData("host")]
    public async Task Hold_Hollow_IsNoAnswerAndLosesNothing(string answer)
    {
        var reservation = await PlaceInChildAsync();
        _child.Say["reconcile"] = answer is "zone" or "host"
            ? $$"""{"instances":[{"id":"00000000-0000-0000-0000-000000000001","state":"Placed","{{answer}}":"{{new string('x', 2000)}}","ageMs":1}]}"""
            : answer;

        var seen = await _root.GetAsync($"/api/v1/placements/{reservation}");
        await _root.Services.GetRequiredService<ChildBooks>().CompareAsync(Token);

        Assert.Equal(InstanceLocator.Unknown, seen.GetProperty("instances")[0].GetProperty("state").GetString());
        var child = _root.Child("c").Child.Id;
        Assert.Equal("its answer tells of instances in a way that makes no sense", _root.Services.GetRequiredService<ComparisonBook>().Find(child)!.Trouble);
        await ServesAsync();
    }

    [Theory]
    [InlineData("""{"total":1,"largestOnOneHost":1,"zones":[null]}""")]
    [InlineData("""{"total":1,"largestOnOneHost":1,"zones":[{}]}""")]
    [InlineData("""{"total":1,"largestOnOneHost":1,"zones":[{"zone":"a","count":9223372036854775807,"largestOnOneHost":1,"outcome":"Answered"},{"zone":"b","count":9223372036854775807,"largestOnOneHost":1,"outcome":"Answered"}]}""")]
    public async Task Count_Hollow_IsAFailureOfTheChildAlone(string answer)
    {
        _child.Say["capacity"] = answer;

        using var counted = await _root.SendJsonAsync(HttpMethod.Post, "/api/v1/capacity", OneCpu);
        var body = await counted.Content.ReadFromJsonAsync<JsonElement>(Token);

        Assert.Equal(HttpStatusCode.OK, counted.StatusCode);
        Assert.Equal(["Failed", "Answered"], body.GetProperty("zones").EnumerateArray().Select(z => z.GetProperty("outcome").GetString()).OrderDescending());
        await ServesAsync();
    }

    [Fact]
    public async Task Count_AsMuchAsCanBeTold_DoesNotOverflow()
    {
        var zones = string.Join(',', Enumerable.Range(0, 2000).Select(i => $$"""{"zone":"z{{i}}","count":{{1L << 53}},"largestOnOneHost":1,"outcome":"Answered"}"""));
        _child.Say["capacity"] = $$"""{"total":1,"largestOnOneHost":1,"zones":[{{zones}}]}""";

        using var counted = await _root.SendJsonAsync(HttpMethod.Post, "/api/v1/capacity", OneCpu);

        Assert.Equal(1L << 53, (await counted.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("total").GetInt64());
    }

    [Theory]
    [InlineData("not base64!")]
    [InlineData("")]
    [InlineData("CQ==")] // a form that nobody knows
    [InlineData("AQEB")] // ends too early
    [InlineData("Af////8P/////w8AAAAA")] // a funnel of 2^32 hosts
    public async Task Explain_PackedAndDamaged_IsNoOfferOnEitherRoute(string packed)
    {
        await ExplainsAsync($$"""{"zoneId":"{{_child.Id}}","scores":[],"ties":[],"packed":"{{packed}}","local":{"considered":0,"passed":0,"filters":[],"leading":[] } }""");
    }

    [Fact]
    public async Task Explain_Packed_IsToldAsIfItWereNot()
    {
        var packed = OfferPack.Pack(
            new SelectResponse { ZoneId = _child.Id, Scores = [], Ties = [], Local = new LocalExplanation(7, 0, [new FilterExplanation("Resources", 7, []) { WouldDrop = 7 }], []) }, OfferPack.Form);
        _child.Say["select"] = JsonSerializer.Serialize(packed, WireJson.Options);

        var (status, placed) = await _root.PlaceAsync(OneCpu);
        var explanation = await _root.GetAsync($"/api/v1/placements/{placed.GetProperty("reservationId").GetString()}/explanation");

        Assert.Equal(HttpStatusCode.Created, status);
        var child = explanation.GetProperty("children").EnumerateArray().Single();
        Assert.Equal("Answered", child.GetProperty("outcome").GetString());
        Assert.Equal(7, child.GetProperty("local").GetProperty("filters")[0].GetProperty("dropped").GetInt32());
    }

    /// <summary>The same offer as an answer to a question, and as what was found by one that places at once.</summary>
    private async Task ExplainsAsync(string offer)
    {
        _child.Say["select"] = offer;
        var (status, placed) = await _root.PlaceAsync(OneCpu);
        Assert.Equal(HttpStatusCode.Created, status);
        FailedWithReason(placed);

        _child.Tell = info =>
        {
            info["protocol"] = JsonNode.Parse("""{"min":1,"max":2}""");
            info["features"] = JsonNode.Parse("""["outright"]""");
            return info;
        };
        Assert.True((await TestAsync()).GetProperty("ok").GetBoolean());
        await Eventually.IsTrueAsync(() => _root.Services.GetRequiredService<ChildZoneRegistry>().BreakerOf(_root.Child("c").Child.Id) is null);
        _child.Say["take"] = $$$"""{"offer":{{{offer}}},"claim":{"claimed":[]}}""";
        _child.Say.TryRemove("select", out _);
        var (refused, _) = await _root.PlaceAsync(OnlyTheChild);

        Assert.Equal(HttpStatusCode.Conflict, refused);
        Assert.Contains("take", _child.Routes);
        await ServesAsync();
    }

    private static void FailedWithReason(JsonElement answer)
    {
        var line = answer.GetProperty("children").EnumerateArray().Single();
        Assert.Equal("Failed", line.GetProperty("outcome").GetString());
        Assert.False(string.IsNullOrEmpty(line.GetProperty("reason").GetString()));
    }

    private async Task<string> PlaceInChildAsync()
    {
        _child.Say["select"] = Offer;
        _child.TakesAll = true;
        var (status, placed) = await _root.PlaceAsync(OneCpu);
        Assert.Equal((HttpStatusCode.Created, 1), (status, _child.Claims));
        return placed.GetProperty("reservationId").GetString()!;
    }

    private async Task<JsonElement> TestAsync()
    {
        using var test = await _root.Client.PostAsync("/api/v1/zones/c/test", null, Token);
        return await test.Content.ReadFromJsonAsync<JsonElement>(Token);
    }

    private async Task ServesAsync()
    {
        // What is offered must not be claimed now: this is about own hosts.
        _child.Say.TryRemove("select", out _);
        Assert.Equal(HttpStatusCode.Created, (await _root.PlaceAsync(OneCpu)).Status);
        Assert.Equal(HttpStatusCode.Created, (await _root.PlaceAsync("""{"resources":{"VCPU":1},"zones":{"localOnly":true}}""")).Status);
        foreach (var address in new[] { "/api/v1/zone", "/api/v1/zone/tree", "/api/v1/zones" })
        {
            using var answer = await _root.Client.GetAsync(address, Token);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{address}: {answer.StatusCode}");
        }
    }
}
