using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Federation;

/// <summary>A request that concerns one child alone is placed in one call a level, with the same outcome as the long way.</summary>
public sealed class OutrightTests : IAsyncLifetime
{
    private const string Take = "POST /api/v1/zone/take";
    private const string Select = "POST /api/v1/zone/select";
    private const string Claim = "POST /api/v1/zone/claim";

    private static readonly long[] _nothing = [0, 0, 0, 0];

    private ZoneHost _root = null!;
    private ZoneHost _middle = null!;
    private ZoneHost _leaf = null!;
    private CountingProxy _upper = null!;
    private CountingProxy _lower = null!;

    public async ValueTask InitializeAsync()
    {
        _leaf = await ZoneHost.StartAsync(["Zone:Name=paris", "Zone:DiscloseHosts=true", .. Books.Quick]);
        _lower = await CountingProxy.StartAsync(_leaf.Url);
        _middle = await ZoneHost.StartAsync(["Zone:Name=emea", .. Books.Quick]);
        _upper = await CountingProxy.StartAsync(_middle.Url);
        _root = await ZoneHost.StartAsync(["Zone:Name=planet", .. Books.Quick]);
        for (var i = 1; i <= 4; i++)
        {
            await _leaf.ReportHostAsync($"p{i}", $$"""{"inventories":{"MEMORY_MB":{{i}}000,"VCPU":{{i}} } }""");
        }

        await _middle.AddChildAsync("paris", _lower.Url, ZoneHost.AdminToken, ""","weightOffset":1,"weightScale":2""");
        await _root.AddChildAsync("emea", _upper.Url, ZoneHost.AdminToken, ""","weightOffset":0.5,"weightScale":4""");
    }

    public async ValueTask DisposeAsync()
    {
        await _root.DisposeAsync();
        await _upper.DisposeAsync();
        await _middle.DisposeAsync();
        await _lower.DisposeAsync();
        await _leaf.DisposeAsync();
    }

    [Fact]
    public async Task Place_OneChildComesIntoQuestion_IsOneCallALevelAndEndsAsTheLongWay()
    {
        const string Request = """{"count":3,"resources":{"VCPU":1,"MEMORY_MB":500}}""";

        var (status, outright) = await _root.PlaceAsync(Request);
        Assert.Equal((HttpStatusCode.Created, Take, Take), (status, Assert.Single(_upper.Questions), Assert.Single(_lower.Questions)));
        var held = await HeldAsync();
        var told = await ToldAsync(outright);
        using var released = await _root.Client.DeleteAsync($"/api/v1/placements/{outright.GetProperty("reservationId").GetString()}", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NoContent, released.StatusCode);
        Assert.Equal(_nothing, await HeldAsync());
        _root.AskFirst();
        var (_, longWay) = await _root.PlaceAsync(Request);

        Assert.Equal([Take, "POST /api/v1/zone/release", Select, Claim], _upper.Questions);
        Assert.Equal(Instances(longWay), Instances(outright));
        Assert.Equal(await HeldAsync(), held);
        Assert.Equal(await ToldAsync(longWay), told);
        Assert.Equal(4, told.Considered);
    }

    [Fact]
    public async Task Place_TooLittleThere_TakesNothingAndIsAskedFirstFromThenOn()
    {
        var (status, refusal) = await _root.PlaceAsync("""{"count":2,"resources":{"VCPU":4}}""");
        var held = await HeldAsync();
        var believed = await _root.InstancesAsync();
        var asked = _upper.Questions.Count;
        var (_, one) = await _root.PlaceAsync("""{"resources":{"VCPU":4}}""");
        var (_, next) = await _root.PlaceAsync("""{"resources":{"VCPU":1}}""");

        Assert.Equal((HttpStatusCode.Conflict, 0), (status, believed.Count));
        Assert.Equal(_nothing, held);
        Assert.Contains("Resources", refusal.GetProperty("filters").EnumerateArray().Select(f => f.GetProperty("filter").GetString()));
        Assert.Equal([Take, Select], _upper.Questions.Take(asked).Distinct());

        // It had enough again, so the next is placed at once.
        Assert.Equal([Select, Claim, Take], _upper.Questions.Skip(asked));
        Assert.Equal((1, 1), (one.GetProperty("placed").GetInt32(), next.GetProperty("placed").GetInt32()));
    }

    [Fact]
    public async Task Place_FewerWillDo_TakesWhatThereIs()
    {
        var (status, answer) = await _root.PlaceAsync("""{"count":3,"minCount":1,"resources":{"VCPU":3}}""");

        Assert.Equal((HttpStatusCode.Created, "Partial", 2), (status, answer.GetProperty("state").GetString(), answer.GetProperty("placed").GetInt32()));
        Assert.Equal(new long[] { 0, 0, 3, 3 }, await HeldAsync());
    }

    [Fact]
    public async Task Place_SecondChildMayServe_IsAskedOfBoth()
    {
        await using var other = await ZoneHost.StartAsync("Zone:Name=rome");
        await other.ReportHostAsync("r1", """{"inventories":{"VCPU":2}}""");
        await _middle.AddChildAsync("rome", other);
        await Eventually.IsTrueAsync(() => _middle.Child("rome").Info?.Summary?.Hosts.Up == 1);

        await _root.PlaceAsync("""{"resources":{"VCPU":1}}""");

        Assert.Equal(Take, Assert.Single(_upper.Questions));
        Assert.Equal(Select, _lower.Questions[0]);
    }

    [Fact]
    public async Task Take_SameTwice_HasOneEffectAndOneAnswer()
    {
        var body = Body(Guid.NewGuid(), [Guid.NewGuid(), Guid.NewGuid()]);

        var first = await TakeAsync(body);
        var second = await TakeAsync(body);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.Status, second.Status));
        Assert.Equal(first.Answer.GetProperty("claim").GetRawText(), second.Answer.GetProperty("claim").GetRawText());
        Assert.Equal((true, false), (IsThere(first.Answer), IsThere(second.Answer)));
        Assert.Equal(2, (await HeldAsync()).Sum());
    }

    [Fact]
    public async Task Take_BadInput_NamesTheFieldAndTakesNothing()
    {
        (string Good, string Bad, string Field)[] cases =
        [
            (""" "count":2 """, """ "count":3 """, "claim.instanceIds"),
            (""" "count":2 """, """ "count":2,"lanes":true """, "ask.lanes"),
            (""" "plan":"" """, """ "plan":"","lanes":[0,0] """, "claim.lanes"),
            (""" "plan":"" """, """ "plan":"","exact":true """, "claim.exact"),
            (""" "VCPU":1 """, """ "VCPU":-1 """, "ask.request.resources.VCPU"),
            (""" "hopsLeft":3 """, """ "hopsLeft":3,"alternates":-1 """, "ask.alternates"),
        ];
        foreach (var (good, bad, field) in cases)
        {
            var (status, problem) = await TakeAsync(Body(Guid.NewGuid(), [Guid.NewGuid(), Guid.NewGuid()]).Replace(good.Trim(), bad.Trim(), StringComparison.Ordinal));
            Assert.Equal((HttpStatusCode.BadRequest, field), (status, Assert.Single(problem.GetProperty("errors").EnumerateArray()).GetProperty("field").GetString()));
        }

        Assert.Equal(_nothing, await HeldAsync());
    }

    private static bool IsThere(JsonElement answer) => answer.TryGetProperty("offer", out var offer) && offer.ValueKind == JsonValueKind.Object;

    private static string Body(Guid claim, Guid[] instances) =>
        $$$"""
        {"ask":{"request":{"resources":{"VCPU":1}},"count":2,"weights":{"ram":1},"path":[],"hopsLeft":3,"deadlineMs":5000},
         "claim":{"claimId":"{{{claim}}}","plan":"","instanceIds":{{{JsonSerializer.Serialize(instances)}}},"reservationId":"r-test","deadlineMs":5000}}
        """;

    private async Task<(HttpStatusCode Status, JsonElement Answer)> TakeAsync(string body)
    {
        using var response = await _leaf.SendJsonAsync(HttpMethod.Post, "/api/v1/zone/take", body);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken));
    }

    private Task<long[]> HeldAsync() => Task.WhenAll(Enumerable.Range(1, 4).Select(i => _leaf.UsedAsync($"p{i}", "VCPU")));

    private static IEnumerable<(string? Zone, string? Host, double Score)> Instances(JsonElement answer) => answer.GetProperty("instances").EnumerateArray()
        .Select(i => (i.GetProperty("zone").GetString(), i.GetProperty("host").GetString(), i.GetProperty("score").GetDouble()));

    /// <summary>What the explanation says of the lowest zone: hosts in, slots offered and taken, and the leading candidates' scores.</summary>
    private async Task<(int Considered, int Offered, int Taken, string Leading)> ToldAsync(JsonElement answer)
    {
        var middle = Assert.Single((await _root.GetAsync(answer.GetProperty("explanation").GetString()!)).GetProperty("children").EnumerateArray());
        var lowest = Assert.Single(middle.GetProperty("children").EnumerateArray());
        var local = lowest.GetProperty("local");
        return (local.GetProperty("considered").GetInt32(), lowest.GetProperty("offered").GetInt32(), lowest.GetProperty("taken").GetInt32(), local.GetProperty("leading").GetRawText());
    }
}
