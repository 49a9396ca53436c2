using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Security;

/// <summary>Every route that a running zone has, tried by everybody who can come to it.</summary>
public sealed partial class RoutesAndRolesTests
{
    private const string StaticFiles = "GET static files";

    [Fact]
    public async Task EveryRoute_HasARow_AndLetsInWhoMayAndNobodyElse()
    {
        await using var zone = await ZoneHost.StartAsync();
        using var callers = await Callers.CreateAsync(zone);
        var routes = RoutesOf(zone);

        Assert.True(
            routes.Keys.ToHashSet().SetEquals(RouteAccess.Table.Keys),
            $"Routes without a row:\n{string.Join('\n', routes.Keys.Except(RouteAccess.Table.Keys))}\nRows without a route:\n{string.Join('\n', RouteAccess.Table.Keys.Except(routes.Keys))}");
        var wrong = new List<string>();
        foreach (var (route, request) in routes)
        {
            foreach (var (caller, client) in callers.All)
            {
                var isLetIn = await IsLetInAsync(client, request.Method, request.Address);
                if (isLetIn != RouteAccess.Table[route].Contains(caller))
                {
                    wrong.Add($"{route}: {caller} is {(isLetIn ? "let in" : "refused")}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task ForeignTokens_OfEveryKind_OpenNothing()
    {
        await using var zone = await ZoneHost.StartAsync();
        await using var other = await ZoneHost.StartAsync("Auth:BootstrapToken=token-of-another-zone");
        var revoked = await zone.CreateTokenAsync("admin");
        using var client = zone.CreateClient(revoked);
        using (var own = await client.GetAsync("/api/v1/tokens", TestContext.Current.CancellationToken))
        {
            Assert.Equal(HttpStatusCode.OK, own.StatusCode);
        }

        var id = (await zone.GetAsync("/api/v1/tokens")).GetProperty("items").EnumerateArray().First(t => t.GetProperty("name").GetString() == "admin").GetProperty("id").GetString();
        using var removed = await zone.Client.DeleteAsync($"/api/v1/tokens/{id}", TestContext.Current.CancellationToken);

        foreach (var secret in new[] { revoked, "token-of-another-zone", revoked + "x", revoked[..^1], revoked.ToUpperInvariant(), new string('x', 600), "nz_" })
        {
            using var stranger = zone.CreateClient(secret);
            using var answer = await stranger.GetAsync("/api/v1/zone", TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Cookie_OfAnotherZoneOrTamperedWith_OpensNothing()
    {
        await using var zone = await ZoneHost.StartAsync("Zone:Name=one");
        await using var other = await ZoneHost.StartAsync("Zone:Name=one");
        await Callers.AddPersonAsync(other, "Administrator");
        using var browser = await Callers.SignInAsync(other, "test-Administrator");
        using var seen = await browser.GetAsync("/login", TestContext.Current.CancellationToken);
        var cookie = await CookieOfAsync(other);

        foreach (var value in new[] { cookie, cookie[..^4] + "AAAA", "" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/tokens");
            request.Headers.Add("Cookie", $"novazones.one={value}");
            using var client = zone.CreateClient(null);
            using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.NotEqual(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    private static async Task<string> CookieOfAsync(ZoneHost zone)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false };
        using var client = new HttpClient(handler) { BaseAddress = zone.Url };
        var page = await client.GetStringAsync("/login", TestContext.Current.CancellationToken);
        using var form = new FormUrlEncodedContent(
        [
            new("_handler", "login"), new("__RequestVerificationToken", AntiforgeryToken().Match(page).Groups[1].Value),
            new("Input.UserName", ZoneHost.AdminUserName), new("Input.Password", ZoneHost.AdminPassword),
        ]);
        using var answer = await client.PostAsync("/login", form, TestContext.Current.CancellationToken);
        return answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("novazones.one=", StringComparison.Ordinal)).Split(';')[0]["novazones.one=".Length..];
    }

    /// <summary>All routes by method and pattern, each with a request that reaches it. Files are one row.</summary>
    private static SortedDictionary<string, (HttpMethod Method, string Address)> RoutesOf(ZoneHost zone)
    {
        var routes = new SortedDictionary<string, (HttpMethod Method, string Address)>(StringComparer.Ordinal) { [StaticFiles] = (HttpMethod.Get, "/app.css") };
        foreach (var endpoint in zone.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            if (endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null)
            {
                continue;
            }

            var pattern = "/" + endpoint.RoutePattern.RawText!.Trim('/');
            foreach (var method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"])
            {
                routes.TryAdd($"{method} {pattern}", (HttpMethod.Parse(method), AddressOf(pattern)));
            }
        }

        return routes;
    }

    /// <summary>The pattern with something in the place of each parameter that no row has.</summary>
    private static string AddressOf(string pattern) => Parameter().Replace(pattern, match =>
        match.Value.Contains(":guid", StringComparison.Ordinal) || match.Value.Contains("{id", StringComparison.Ordinal) ? "0197b7a0-0000-7000-8000-000000000000"
        : match.Value.Contains('*', StringComparison.Ordinal) ? "nothing-here" : "nobody");

    private static async Task<bool> IsLetInAsync(HttpClient client, HttpMethod method, string address)
    {
        using var request = new HttpRequestMessage(method, address);
        if (method != HttpMethod.Get && method != HttpMethod.Head && method != HttpMethod.Delete)
        {
            request.Content = new StringContent("[]", Encoding.UTF8, "application/json");
        }

        // Streams without end are let in as soon as their head comes.
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        var leadsAway = answer.StatusCode == HttpStatusCode.Found && answer.Headers.Location?.ToString() is { } to
            && (to.Contains("/login", StringComparison.Ordinal) || to.Contains("/access-denied", StringComparison.Ordinal));
        return !leadsAway && answer.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden);
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex AntiforgeryToken();
}
