using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Api.Access;

public class TokenEndpointsTests(TokenEndpointsTests.Zone zone) : IClassFixture<TokenEndpointsTests.Zone>
{
    private const string Route = "/api/v1/tokens";

    [Fact]
    public async Task Post_GoodBody_GivesATokenThatWorksUntilItIsDeleted()
    {
        var (id, secret) = await CreateAsync("admin");
        using var client = zone.Host.CreateClient(secret);

        var before = await client.GetAsync(Route, TestContext.Current.CancellationToken);
        var deleted = await zone.Host.Client.DeleteAsync($"{Route}/{id}", TestContext.Current.CancellationToken);
        var after = await client.GetAsync(Route, TestContext.Current.CancellationToken);

        Assert.Equal(
            (HttpStatusCode.OK, HttpStatusCode.NoContent, HttpStatusCode.Unauthorized),
            (before.StatusCode, deleted.StatusCode, after.StatusCode));
    }

    [Fact]
    public async Task Get_AfterPost_ListsTheTokenWithoutItsSecret()
    {
        var (id, secret) = await CreateAsync("read");

        var text = await zone.Host.Client.GetStringAsync(Route, TestContext.Current.CancellationToken);

        using var json = JsonDocument.Parse(text);
        var listed = json.RootElement.GetProperty("items").EnumerateArray().Single(item => item.GetProperty("id").GetGuid() == id);
        Assert.Equal("test", listed.GetProperty("name").GetString());
        Assert.Equal("read", listed.GetProperty("scopes")[0].GetString());
        Assert.DoesNotContain(secret, text);
    }

    [Fact]
    public async Task Get_WithoutToken_Is401ProblemAndNoRedirect()
    {
        using var client = zone.Host.CreateClient(null);

        var answer = await client.GetAsync(Route, TestContext.Current.CancellationToken);

        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
        await AssertProblemAsync(answer, HttpStatusCode.Unauthorized, "/problems/unauthenticated");
    }

    [Fact]
    public async Task Get_WithoutTheScope_Is403ProblemNamingIt()
    {
        var (_, secret) = await CreateAsync("read", "placements:write", "hosts:report", "zone:parent");
        using var client = zone.Host.CreateClient(secret);

        var answer = await client.GetAsync(Route, TestContext.Current.CancellationToken);

        var problem = await AssertProblemAsync(answer, HttpStatusCode.Forbidden, "/problems/forbidden");
        Assert.Equal("admin", problem.GetProperty("requiredScopes")[0].GetString());
        Assert.Contains("admin", problem.GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("""{"scopes":["read"]}""", "name")]
    [InlineData("""{"name":"  ","scopes":["read"]}""", "name")]
    [InlineData("""{"name":"n","scopes":[]}""", "scopes")]
    [InlineData("""{"name":"n","scopes":["read","write"]}""", "scopes[1]")]
    [InlineData("""{"name":"n","scopes":[null]}""", "scopes[0]")]
    [InlineData("""{"name":"n","scopes":["read"],"expiresAt":"2001-01-01T00:00:00Z"}""", "expiresAt")]
    [InlineData("""{"name":"n","scopes":["read"],"expiresAt":"soon"}""", "expiresAt")]
    [InlineData("""{"name":"n","scopes":["read"],"scope":"read"}""", "scope")]
    [InlineData("[]", "")]
    public async Task Post_BadValue_Is400NamingTheField(string body, string field)
    {
        var answer = await PostAsync(body);

        var problem = await AssertProblemAsync(answer, HttpStatusCode.BadRequest, "/problems/invalid-request");
        Assert.Equal([field], problem.GetProperty("errors").EnumerateArray().Select(fault => fault.GetProperty("field").GetString()));
    }

    [Theory]
    [InlineData("", "application/json", HttpStatusCode.BadRequest, "/problems/malformed-json")]
    [InlineData("{\"name\":", "application/json", HttpStatusCode.BadRequest, "/problems/malformed-json")]
    [InlineData("name=n", "application/x-www-form-urlencoded", HttpStatusCode.UnsupportedMediaType, "/problems/unsupported-media-type")]
    public async Task Post_NotJson_IsRefusedByType(string body, string contentType, HttpStatusCode status, string type)
    {
        await AssertProblemAsync(await PostAsync(body, contentType), status, type);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("501")]
    [InlineData("many")]
    public async Task Get_BadLimit_Is400NamingIt(string limit)
    {
        var answer = await zone.Host.Client.GetAsync($"{Route}?limit={limit}", TestContext.Current.CancellationToken);

        var problem = await AssertProblemAsync(answer, HttpStatusCode.BadRequest, "/problems/invalid-request");
        Assert.Equal("limit", problem.GetProperty("errors")[0].GetProperty("field").GetString());
    }

    [Fact]
    public async Task Delete_UnknownToken_Is404Problem()
    {
        var answer = await zone.Host.Client.DeleteAsync($"{Route}/{Guid.CreateVersion7()}", TestContext.Current.CancellationToken);

        await AssertProblemAsync(answer, HttpStatusCode.NotFound, "/problems/not-found");
    }

    private static async Task<JsonElement> AssertProblemAsync(HttpResponseMessage answer, HttpStatusCode status, string type)
    {
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal(type, problem.GetProperty("type").GetString());
        Assert.NotEmpty(problem.GetProperty("traceId").GetString()!);
        return problem;
    }

    private async Task<(Guid Id, string Secret)> CreateAsync(params string[] scopes)
    {
        var answer = await zone.Host.Client.PostAsJsonAsync(Route, new { name = "test", scopes }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var created = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        return (created.GetProperty("id").GetGuid(), created.GetProperty("token").GetString()!);
    }

    private Task<HttpResponseMessage> PostAsync(string body, string contentType = "application/json") =>
        zone.Host.Client.PostAsync(Route, new StringContent(body, Encoding.UTF8, contentType), TestContext.Current.CancellationToken);

    /// <summary>One zone for the whole class; its tests do not disturb each other.</summary>
    public sealed class Zone : IAsyncLifetime
    {
        public ZoneHost Host { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Host = await ZoneHost.StartAsync();

        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }
}
