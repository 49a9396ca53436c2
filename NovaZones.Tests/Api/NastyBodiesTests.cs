using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using NovaZones.Core.Federation.Wire;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Api;

/// <summary>Bodies that nobody should send, against a real zone: each is refused with a problem that names the field, none is a 500.</summary>
public class NastyBodiesTests : IAsyncLifetime
{
    private ZoneHost _zone = null!;

    public async ValueTask InitializeAsync()
    {
        _zone = await ZoneHost.StartAsync("Zone:Name=solo");
        await _zone.ReportHostAsync("h1", """{"inventories":{"VCPU":8}}""");
    }

    public ValueTask DisposeAsync() => _zone.DisposeAsync();

    [Theory]
    [InlineData("POST", "placements", """{"resources":{"VCPU":1},"name":"\ud800"}""", "name")]
    [InlineData("POST", "placements", """{"resources":{"VCPU":1},"\ud800":1}""", "")]
    [InlineData("POST", "placements", """{"resources":{"VCPU":NaN}}""", "")]
    [InlineData("POST", "placements", """{"resources":{"VCPU":"NaN"}}""", "resources.VCPU")]
    [InlineData("POST", "placements", """{"resources":{"VCPU":1e999}}""", "resources.VCPU")]
    [InlineData("POST", "placements", """{"resources":{"VCPU":1,"VCPU":2}}""", "resources.VCPU")]
    [InlineData("POST", "placements", """{"resources":{"VCPU":1},"weights":{"ram":1,"ram":2}}""", "weights.ram")]
    [InlineData("POST", "placements", """{"resources":{"VCPU":1},"weights":{"":1}}""", "weights.")]
    [InlineData("POST", "placements", """{"resources":{"VCPU":1},"hints":{"sameHost":["h1"]}}""", "hints.sameHost[0]")]
    [InlineData("POST", "placements", """{"plan":"\ud800"}""", "plan")]
    [InlineData("POST", "placements", """{"plan":"x","\ud800":1}""", "")]
    [InlineData("POST", "placements", "null", "")]
    [InlineData("POST", "placements", "[]", "")]
    [InlineData("POST", "placements", "", "")]
    [InlineData("POST", "capacity", """{"resources":{"VCPU":1},"tenant":"\udfff"}""", "tenant")]
    [InlineData("POST", "placements:compare", """{"request":{"resources":{"VCPU":1},"name":"\ud800"},"hosts":["h1","h2"]}""", "request.name")]
    [InlineData("PUT", "hosts/h2", """{"capabilities":{"a":1,"a":2}}""", "capabilities.a")]
    [InlineData("PUT", "hosts/h2", """{"capabilities":{"\ud800":1}}""", "capabilities")]
    [InlineData("PUT", "hosts/h2", """{"inventories":{"VCPU":{"total":1000000000000,"allocationRatio":1000}}}""", "inventories.VCPU")]
    [InlineData("PATCH", "hosts/h1", """{"availabilityZone":"\ud800"}""", "availabilityZone")]
    [InlineData("PUT", "aggregates/a", """{"tenants":["\ud800"]}""", "tenants[0]")]
    [InlineData("PUT", "policies/default", """{"weights":{"ram":1},"\ud800":1}""", "")]
    [InlineData("POST", "zones", """{"name":"\ud800","apiUrl":"http://127.0.0.1:1","token":"t"}""", "name")]
    [InlineData("POST", "tokens", """{"name":"\ud800","scopes":["read"]}""", "name")]
    public async Task Send_Nasty_IsRefusedNamingTheField(string method, string route, string body, string field)
    {
        using var response = await SendAsync(method, route, Encoding.UTF8.GetBytes(body));
        var problem = await ProblemAsync(response);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(field, problem.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("field").GetString()));
    }

    [Theory]
    [InlineData("select", """{"request":{"resources":{"VCPU":1}},"count":1,"weights":null,"path":[],"hopsLeft":1,"deadlineMs":1000}""", "weights")]
    [InlineData("select", """{"request":{"resources":{"VCPU":1}},"count":1,"weights":{},"path":null,"hopsLeft":1,"deadlineMs":1000}""", "path")]
    [InlineData("select", """{"request":null,"count":1,"weights":{},"path":[],"hopsLeft":1,"deadlineMs":1000}""", "request")]
    [InlineData("capacity", """{"request":{"resources":{"VCPU":1}},"count":1,"weights":null,"path":[],"hopsLeft":1,"deadlineMs":1000}""", "weights")]
    [InlineData("capacity", """{"request":{"resources":{"VCPU":1}},"count":1,"weights":{},"path":null,"hopsLeft":1,"deadlineMs":1000}""", "path")]
    [InlineData("capacity", """{"request":null,"count":1,"weights":{},"path":[],"hopsLeft":1,"deadlineMs":1000}""", "request")]
    [InlineData("select", """{"request":{"resources":{"VCPU":1}},"count":1,"weights":{},"path":[],"hopsLeft":1,"deadlineMs":1000,"mix":[null]}""", "mix[0]")]
    [InlineData("take", """{"ask":null,"claim":{"claimId":"0196f3a0-0000-7000-8000-000000000001","plan":"p","instanceIds":["0196f3a0-0000-7000-8000-000000000002"],"reservationId":"r","deadlineMs":1000}}""", "ask")]
    [InlineData("take", """{"ask":{"request":{"resources":{"VCPU":1}},"count":1,"weights":{},"path":[],"hopsLeft":1,"deadlineMs":1000},"claim":null}""", "claim")]
    [InlineData("take", """{"ask":{"request":{"resources":{"VCPU":1}},"count":1,"weights":null,"path":[],"hopsLeft":1,"deadlineMs":1000},"claim":{"claimId":"0196f3a0-0000-7000-8000-000000000001","plan":"p","instanceIds":["0196f3a0-0000-7000-8000-000000000002"],"reservationId":"r","deadlineMs":1000}}""", "ask.weights")]
    [InlineData("claim", """{"claimId":"0196f3a0-0000-7000-8000-000000000001","plan":null,"instanceIds":["0196f3a0-0000-7000-8000-000000000002"],"reservationId":"r","deadlineMs":1000}""", "plan")]
    [InlineData("claim", """{"claimId":"0196f3a0-0000-7000-8000-000000000001","plan":"p","instanceIds":null,"reservationId":"r","deadlineMs":1000}""", "instanceIds")]
    [InlineData("claim", """{"claimId":"0196f3a0-0000-7000-8000-000000000001","plan":"p","instanceIds":["0196f3a0-0000-7000-8000-000000000002"],"reservationId":null,"deadlineMs":1000}""", "reservationId")]
    [InlineData("release", """{"instanceIds":null}""", "instanceIds")]
    [InlineData("release", """{"instanceIds":[],"deadlineMs":0}""", "deadlineMs")]
    [InlineData("reconcile", """{"zoneId":null}""", "zoneId")]
    [InlineData("leases", """{"version":1,"parentZoneId":"0196f3a0-0000-7000-8000-000000000001","leases":null}""", "leases")]
    [InlineData("leases", """{"version":1,"parentZoneId":"0196f3a0-0000-7000-8000-000000000001","leases":[null]}""", "leases[0]")]
    [InlineData("leases", """{"version":1,"parentZoneId":"0196f3a0-0000-7000-8000-000000000001","leases":[{"tenant":null,"sequence":1,"allowed":{},"durationMs":1}]}""", "leases[0].tenant")]
    [InlineData("leases", """{"version":1,"parentZoneId":"0196f3a0-0000-7000-8000-000000000001","leases":[{"tenant":"t","sequence":1,"allowed":null,"durationMs":1}]}""", "leases[0].allowed")]
    public async Task Ask_AsAParentWithoutWhatMustBe_IsRefusedNamingTheField(string route, string body, string field)
    {
        using var response = await SendAsync("POST", $"zone/{route}", Encoding.UTF8.GetBytes(body));
        var problem = await ProblemAsync(response);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(field, problem.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("field").GetString()));
    }

    [Fact]
    public async Task Release_MoreThanOneBodyHolds_IsRefused()
    {
        var ids = string.Join(',', Enumerable.Range(0, ReleaseBody.MaxInstances + 1).Select(_ => $"\"{Guid.CreateVersion7()}\""));

        using var response = await SendAsync("POST", "zone/release", Encoding.UTF8.GetBytes($$"""{"instanceIds":[{{ids}}]}"""));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("instanceIds", Assert.Single((await ProblemAsync(response)).GetProperty("errors").EnumerateArray()).GetProperty("field").GetString());
    }

    [Theory]
    [InlineData("POST", "placements")]
    [InlineData("POST", "capacity")]
    [InlineData("PUT", "hosts/h2")]
    [InlineData("PATCH", "hosts/h1")]
    [InlineData("PUT", "policies/default")]
    public async Task Send_DeepOrBinary_IsRefused(string method, string route)
    {
        byte[] notUtf8 = [.. "{\"name\":\""u8, 0xc3, 0x28, .. "\"}"u8];
        var deep = Encoding.UTF8.GetBytes($$"""{"query":{{new string('[', 5000)}}{{new string(']', 5000)}} }""");
        byte[] zeros = new byte[1000];

        foreach (var body in new[] { notUtf8, deep, zeros })
        {
            using var response = await SendAsync(method, route, body);
            var problem = await ProblemAsync(response);

            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            Assert.NotEmpty(problem.GetProperty("errors").EnumerateArray());
        }
    }

    [Theory]
    [InlineData("POST", "placements", false)]
    [InlineData("POST", "placements", true)]
    [InlineData("PUT", "hosts/h2", true)]
    [InlineData("PUT", "policies/default", true)]
    public async Task Send_TooLarge_Is413(string method, string route, bool chunked)
    {
        using var response = await SendAsync(method, route, Encoding.UTF8.GetBytes($$"""{"name":"{{new string('x', 1024 * 1024)}}"}"""), chunked);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        var problem = await ProblemAsync(response);
        Assert.EndsWith("body-too-large", problem.GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.Matches("^The body may have at most [0-9]+ bytes[.]$", problem.GetProperty("detail").GetString());
        Assert.Equal("", Assert.Single(problem.GetProperty("errors").EnumerateArray()).GetProperty("field").GetString());
    }

    [Theory]
    [InlineData(33)]
    [InlineData(100)]
    public async Task Send_QueryNestedTooDeep_IsToldTheSameWayAtAnyDepth(int depth)
    {
        var query = string.Concat(Enumerable.Repeat("""["not",""", depth)) + "true" + new string(']', depth);

        using var response = await SendAsync("POST", "placements", Encoding.UTF8.GetBytes($$"""{"resources":{"VCPU":1},"query":{{query}}}"""));
        var fault = Assert.Single((await ProblemAsync(response)).GetProperty("errors").EnumerateArray());

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("query" + string.Concat(Enumerable.Repeat("[1]", 32)), fault.GetProperty("field").GetString());
        Assert.Contains("at most 32 deep", fault.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", "placements", "query", 2000)]
    [InlineData("POST", "placements", "query", 16 * 1024)]
    [InlineData("PUT", "policies/default", "weights", 16 * 1024)]
    [InlineData("POST", "capacity", "query", 256)]
    public async Task Send_NestedBeyondTheReader_NamesThePlaceAsFarAsRead(string method, string route, string field, int depth)
    {
        using var response = await SendAsync(method, route, Encoding.UTF8.GetBytes($$"""{"{{field}}":{{new string('[', depth)}}"""));
        var problem = await ProblemAsync(response);
        var fault = Assert.Single(problem.GetProperty("errors").EnumerateArray());

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.EndsWith("/problems/invalid-request", problem.GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.StartsWith(field + "[0][0][0]", fault.GetProperty("field").GetString(), StringComparison.Ordinal);
        Assert.Equal("is nested more than 256 deep", fault.GetProperty("message").GetString());
    }

    [Fact]
    public async Task Send_ByteOrderMark_IsPassedOver()
    {
        using var response = await SendAsync("POST", "placements", [.. "\uFEFF"u8, .. """{"resources":{"VCPU":1},"capabilities":{"e":"","f":"s== "},"groups":[{"name":"g","resources":{"VCPU":1}}],"sameSubtree":[["g","zz"]]}"""u8]);
        var fault = Assert.Single((await ProblemAsync(response)).GetProperty("errors").EnumerateArray());

        Assert.Equal(("sameSubtree[0][1]", "zz is not the name of a group"), (fault.GetProperty("field").GetString(), fault.GetProperty("message").GetString()));
    }

    [Fact]
    public async Task Send_ManyUnknownFields_AnswersABoundedList()
    {
        var body = $"{{{string.Join(',', Enumerable.Range(0, 50_000).Select(i => $"\"f{i}\":0"))}}}";

        using var response = await SendAsync("POST", "placements", Encoding.UTF8.GetBytes(body));
        var errors = (await ProblemAsync(response)).GetProperty("errors");

        Assert.Equal((HttpStatusCode.BadRequest, 101), (response.StatusCode, errors.GetArrayLength()));
        Assert.Equal("There are 49900 more faults.", errors[100].GetProperty("message").GetString());
    }

    [Fact]
    public async Task Report_BrokenLines_FailAlone()
    {
        const string Lines = """
            {"name":"\ud800","inventories":{"VCPU":1}}
            {"name":"a","capabilities":{"\ud800":1}}
            {"name":"b","capabilities":{"x":1,"x":2}}
            {"name":"c","inventories":{"VCPU":1}}
            """;
        using var content = new StringContent(Lines);

        using var response = await _zone.Client.PostAsync("/api/v1/hosts:report", content, TestContext.Current.CancellationToken);
        using var counts = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal((1, 3), (counts.RootElement.GetProperty("accepted").GetInt32(), counts.RootElement.GetProperty("failed").GetInt32()));
    }

    [Fact]
    public async Task Report_ProviderNamedLikeAPath_IsTakenTwice()
    {
        const string Report = """{"providers":[{"name":"a","providers":[{"name":"b","inventories":{"PGPU":1}}]},{"name":"a/b","inventories":{"PGPU":2}}]}""";

        await _zone.ReportHostAsync("h3", Report);
        var again = await _zone.ReportHostAsync("h3", Report);

        Assert.Equal(2, again.GetProperty("providers").GetArrayLength());
    }

    private async Task<HttpResponseMessage> SendAsync(string method, string route, byte[] body, bool chunked = false)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/api/v1/{route}") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TransferEncodingChunked = chunked ? true : null;
        return await _zone.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static async Task<JsonElement> ProblemAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        using var document = JsonDocument.Parse(text);
        Assert.False(string.IsNullOrEmpty(document.RootElement.GetProperty("traceId").GetString()), text);
        return document.RootElement.Clone();
    }
}
