using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NovaZones.Core.Access;
using NovaZones.Tests.Support.Fixtures;
using NovaZones.Web.Protection;
using Xunit;

namespace NovaZones.Tests.Security;

/// <summary>One caller who asks without end is slowed down; nobody else is.</summary>
public sealed partial class CallerLimitTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_OfOneToken_AreBoundedAndOthersGoOn()
    {
        await using var zone = await ZoneHost.StartAsync("Limits:LimitLoopback=true", "Limits:RequestsPerSecondPerToken=1");
        var greedy = await zone.CreateTokenAsync("read");
        var other = await zone.CreateTokenAsync("hosts:report");
        using var client = zone.CreateClient(greedy);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.GetAsync("/api/v1/zone", Token)));
        var refused = answers.Where(a => a.StatusCode == HttpStatusCode.TooManyRequests).ToList();

        Assert.Equal(20, refused.Count + answers.Count(a => a.StatusCode == HttpStatusCode.OK));
        Assert.NotEmpty(refused);
        var problem = await refused[0].Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.Equal(("/problems/too-many-requests", "application/problem+json"), (problem.GetProperty("type").GetString(), refused[0].Content.Headers.ContentType!.MediaType));
        Assert.InRange(refused[0].Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        using var reporter = zone.CreateClient(other);
        using var beat = await reporter.PostAsync("/api/v1/hosts/nobody/heartbeat", null, Token);
        Assert.Equal(HttpStatusCode.NotFound, beat.StatusCode);
    }

    [Fact]
    public async Task Requests_WithoutAValidToken_AreBoundedByAddress_ButHealthIsNot()
    {
        await using var zone = await ZoneHost.StartAsync("Limits:LimitLoopback=true", "Limits:RequestsPerSecondPerAddress=1");
        using var nobody = zone.CreateClient(null);
        using var guesser = zone.CreateClient("nz_a-guess-at-a-token");

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => (n % 2 == 0 ? nobody : guesser).GetAsync("/api/v1/zone", Token)));
        var health = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => nobody.GetAsync("/healthz", Token)));

        Assert.Contains(answers, a => a.StatusCode == HttpStatusCode.TooManyRequests);
        Assert.DoesNotContain(answers, a => a.StatusCode == HttpStatusCode.OK);
        Assert.All(health, a => Assert.Equal(HttpStatusCode.OK, a.StatusCode));
        using var own = await zone.Client.GetAsync("/api/v1/zone", Token);
        Assert.Equal(HttpStatusCode.OK, own.StatusCode); // its token has an allowance of its own
    }

    /// <remarks>A guess costs the database nothing once there were many: it is refused before anybody looks.</remarks>
    [Fact]
    public async Task Guesses_WithoutEnd_AreRefusedBeforeTheyAreLookedUp()
    {
        using var directory = new TemporaryDirectory();
        await using var zone = await ZoneHost.StartInAsync(directory.Path);
        var store = new CountedTokens(zone.Services.GetRequiredService<IApiTokenStore>());
        var tokens = new ApiTokenService(store, TimeProvider.System);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(tokens).Configure<ProtectionLimits>(limits => (limits.LimitLoopback, limits.RequestsPerSecondPerAddress) = (true, 1)).AddCallerLimits();
        await using var app = builder.Build();
        app.UseLookupLimits();
        app.Run(async context => context.Response.StatusCode =
            await tokens.VerifyAsync(context.Request.Headers.Authorization.ToString()["Bearer ".Length..], context.RequestAborted) is null ? 401 : 200);
        await app.StartAsync(Token);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        var own = (await tokens.CreateAsync("own", ["read"], null, Token)).Secret;
        Assert.Equal(HttpStatusCode.OK, await AskAsync(own));

        var guesses = await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => AskAsync($"nz_guess-{i}")));

        Assert.Contains(HttpStatusCode.TooManyRequests, guesses);
        Assert.Equal(1 + guesses.Count(s => s == HttpStatusCode.Unauthorized), store.Looked);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(own)); // known already, it is not counted here

        async Task<HttpStatusCode> AskAsync(string secret)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", secret) } };
            using var answer = await client.SendAsync(request, Token);
            return answer.StatusCode;
        }
    }

    private sealed class CountedTokens(IApiTokenStore real) : IApiTokenStore
    {
        private int _looked;

        public int Looked => Volatile.Read(ref _looked);

        public Task<ApiToken?> FindAsync(byte[] secretHash, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _looked);
            return real.FindAsync(secretHash, cancellationToken);
        }

        public Task<bool> TryAddAsync(ApiToken token, byte[] secretHash, CancellationToken cancellationToken) => real.TryAddAsync(token, secretHash, cancellationToken);

        public Task<ApiToken?> FindAsync(Guid id, CancellationToken cancellationToken) => real.FindAsync(id, cancellationToken);

        public Task<IReadOnlyList<ApiToken>> ListAsync(ApiTokenFilter filter, CancellationToken cancellationToken) => real.ListAsync(filter, cancellationToken);

        public Task<bool> RevokeAsync(Guid id, DateTimeOffset revokedAt, CancellationToken cancellationToken) => real.RevokeAsync(id, revokedAt, cancellationToken);

        public Task TouchAsync(Guid id, DateTimeOffset usedAt, CancellationToken cancellationToken) => real.TouchAsync(id, usedAt, cancellationToken);

        public Task<bool> AnyAsync(CancellationToken cancellationToken) => real.AnyAsync(cancellationToken);
    }

    [Fact]
    public async Task SignIn_TooOften_IsRefusedEvenWithTheRightPassword()
    {
        await using var zone = await ZoneHost.StartAsync("Limits:LimitLoopback=true", "Limits:SignInsPerMinute=3");
        using var browser = zone.CreateClient(null);
        var page = await browser.GetStringAsync("/login", Token);

        var statuses = new List<HttpStatusCode>();
        for (var attempt = 0; attempt < 4; attempt++)
        {
            using var form = new FormUrlEncodedContent(
            [
                new("_handler", "login"), new("__RequestVerificationToken", AntiforgeryToken().Match(page).Groups[1].Value),
                new("Input.UserName", attempt < 3 ? $"nobody-{attempt}" : ZoneHost.AdminUserName), new("Input.Password", ZoneHost.AdminPassword),
            ]);
            using var answer = await browser.PostAsync("/login", form, Token);
            statuses.Add(answer.StatusCode);
        }

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests], statuses);
    }

    [Fact]
    public async Task Requests_FromTheZonesOwnMachine_AreNotCountedByDefault()
    {
        await using var zone = await ZoneHost.StartAsync("Limits:RequestsPerSecondPerToken=1", "Limits:RequestsPerSecondPerAddress=1", "Limits:SignInsPerMinute=1");

        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => zone.Client.GetAsync("/api/v1/zone", Token)));

        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.StatusCode));
    }

    [Theory]
    [InlineData("10.1.2.3", "::ffff:10.1.2.3", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("10.1.2.3", "10.1.2.4", false)]
    public void Origin_OfTwoAddresses_IsOneWhereOneCustomerHasBoth(string first, string second, bool isOne) =>
        Assert.Equal(isOne, CallerLimits.Origin(IPAddress.Parse(first)) == CallerLimits.Origin(IPAddress.Parse(second)));

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex AntiforgeryToken();
}
