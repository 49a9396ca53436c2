using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Security;

/// <summary>What browsers are told, and what other people's pages cannot make them do.</summary>
public sealed partial class BrowserProtectionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EveryAnswer_TellsTheBrowserWhatItMayDo()
    {
        await using var zone = await ZoneHost.StartAsync();
        foreach (var address in new[] { "/login", "/api/v1/zone", "/api/v1/nothing", "/hangfire", "/docs", "/app.css", "/healthz", "/export/hosts.csv", "/openapi/v1.json" })
        {
            using var answer = await zone.Client.GetAsync(address, Token);
            var policy = Header(answer, "Content-Security-Policy");
            Assert.Equal(("nosniff", "DENY"), (Header(answer, "X-Content-Type-Options"), Header(answer, "X-Frame-Options")));
            Assert.Equal(policy.Contains("script-src", StringComparison.Ordinal) ? "same-origin" : "", Header(answer, "Referrer-Policy"));
            Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe-eval", policy, StringComparison.Ordinal);
            Assert.DoesNotMatch(@"https?:|\*", policy);
            Assert.False(answer.Headers.Contains("Server"));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cookies_AreForThisServerAlone_AndOverTlsForTlsAlone(bool overTls)
    {
        using var directory = new TemporaryDirectory();
        await using var zone = await ZoneHost.StartAsync(["Zone:Name=solo", .. overTls ? TestAuthority.SelfSign(directory.Path, "solo", "127.0.0.1") : []]);
        using var browser = new PersonBrowser(zone);
        Assert.Equal("/", await browser.SignInAsync(ZoneHost.AdminUserName, ZoneHost.AdminPassword));

        var cookies = browser.Cookies.GetAllCookies();
        Assert.Contains("novazones.solo", cookies.Select(cookie => cookie.Name));
        Assert.Contains(cookies, cookie => cookie.Name.Contains("Antiforgery", StringComparison.Ordinal));
        Assert.All(cookies, cookie => Assert.Equal((cookie.Name, overTls, true), (cookie.Name, cookie.Secure, cookie.HttpOnly)));
    }

    [Fact]
    public async Task Pages_HaveNoScriptInThemButTheOneWithTheWordOfThisAnswer()
    {
        await using var zone = await ZoneHost.StartAsync();
        await Callers.AddPersonAsync(zone, "Administrator");
        using var browser = await Callers.SignInAsync(zone, "test-Administrator");
        var nonces = new HashSet<string>();
        foreach (var address in new[] { "/login", "/", "/hosts", "/policies", "/audit" })
        {
            using var answer = await browser.GetAsync(address, Token);
            var page = await answer.Content.ReadAsStringAsync(Token);
            var policy = Header(answer, "Content-Security-Policy");
            var nonce = Nonce().Match(policy).Groups[1].Value;

            Assert.DoesNotContain("script-src 'self' 'unsafe-inline'", policy, StringComparison.Ordinal);
            Assert.All(InlineScript().Matches(page), script => Assert.Contains($"nonce=\"{nonce}\"", script.Value, StringComparison.Ordinal));
            Assert.DoesNotMatch(@"\son[a-z]+=""|javascript:", page);
            Assert.True(nonces.Add(nonce), "The word is the same twice.");
        }
    }

    [Theory]
    [InlineData("http://evil.example", false)]
    [InlineData("null", false)]
    [InlineData("http://127.0.0.1:1", false)]
    [InlineData("OWN", true)]
    [InlineData(null, true)]
    public async Task Change_WithASessionFromAPageElsewhere_IsRefused(string? origin, bool isLetIn)
    {
        await using var zone = await ZoneHost.StartAsync();
        await Callers.AddPersonAsync(zone, "Administrator");
        using var browser = await Callers.SignInAsync(zone, "test-Administrator");

        using var session = await SendAsync(browser);
        using var token = await SendAsync(zone.Client);
        using var socket = new HttpRequestMessage(HttpMethod.Get, "/hubs/zone") { Headers = { { "Connection", "Upgrade" }, { "Upgrade", "websocket" }, { "Sec-WebSocket-Version", "13" }, { "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==" } } };
        AddOrigin(socket);
        using var upgraded = await browser.SendAsync(socket, HttpCompletionOption.ResponseHeadersRead, Token);

        Assert.Equal(isLetIn ? HttpStatusCode.NotFound : HttpStatusCode.Forbidden, session.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, token.StatusCode); // a token is no session: no page has it but its own
        Assert.Equal(isLetIn ? HttpStatusCode.SwitchingProtocols : HttpStatusCode.Forbidden, upgraded.StatusCode);

        async Task<HttpResponseMessage> SendAsync(HttpClient client)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/hosts/nobody/disable") { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
            AddOrigin(request);
            return await client.SendAsync(request, Token);
        }

        void AddOrigin(HttpRequestMessage request)
        {
            if (origin is not null)
            {
                request.Headers.Add("Origin", origin == "OWN" ? zone.Url.GetLeftPart(UriPartial.Authority) : origin);
            }
        }
    }

    private static string Header(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : "";

    [GeneratedRegex("'nonce-([^']+)'")]
    private static partial Regex Nonce();

    [GeneratedRegex("<script(?![^>]*\\ssrc=)[^>]*>")]
    private static partial Regex InlineScript();
}
