using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NovaZones.Core.Access;
using NovaZones.Tests.Support.Fixtures;
using NovaZones.Web.Composition;
using NovaZones.Web.Features.Access;
using Xunit;

namespace NovaZones.Tests.Security;

/// <summary>Signing out ends what the session has open anywhere, copies of its cookie, and nothing of anybody else.</summary>
public sealed class SignOutTests(SignOutTests.Zone fixture) : IClassFixture<SignOutTests.Zone>
{
    private const string Actor = "admin";

    /// <summary>Everything that an <see cref="OpenSession"/> holds open.</summary>
    private const int All = 3;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SignOut_EndsItsOwnSessionAtOnce_AndThePersonsOthersWithItOnlyEverywhere(bool everywhere)
    {
        var host = fixture.Host;
        var (_, password) = await AddAsync(host, $"two-sessions-{everywhere}");
        await using var leaving = await OpenAsync(host, $"two-sessions-{everywhere}", password);
        await using var elsewhere = await OpenAsync(host, $"two-sessions-{everywhere}", password);
        await using var somebody = await OpenAsync(host, ZoneHost.AdminUserName, ZoneHost.AdminPassword);
        using var copy = host.CreateClient(null, leaving.CopyOfCookies());

        Assert.Equal("/login", everywhere ? await leaving.Browser.SendAsync("/account", "everywhere") : await leaving.Browser.SignOutAsync());

        // The zone looks by itself after five minutes only.
        await Eventually.IsTrueAsync(async () => await leaving.EndedAsync() == All && (!everywhere || await elsewhere.EndedAsync() == All));
        Assert.NotEqual(HttpStatusCode.OK, await StatusAsync(copy));
        Assert.Equal(everywhere, await elsewhere.Browser.StatusAsync() != HttpStatusCode.OK);
        Assert.Equal(everywhere ? All : 0, await elsewhere.EndedAsync());
        Assert.Equal(0, await somebody.EndedAsync());
        Assert.Equal(HttpStatusCode.OK, await somebody.Browser.StatusAsync());
    }

    [Fact]
    public async Task SignedOutByAnAdministrator_EverySessionEndsAtOnce_AndSigningInAnewHolds()
    {
        var host = fixture.Host;
        var (id, password) = await AddAsync(host, "let-out");
        await using var one = await OpenAsync(host, "let-out", password);
        await using var two = await OpenAsync(host, "let-out", password);

        await host.Services.GetRequiredService<AccessService>().SignOutEverywhereAsync(id, Actor, Token);
        await Eventually.IsTrueAsync(async () => await one.EndedAsync() == All && await two.EndedAsync() == All);
        Assert.NotEqual(HttpStatusCode.OK, await one.Browser.StatusAsync());

        await using var anew = await OpenAsync(host, "let-out", password);
        Assert.Equal(HttpStatusCode.OK, await anew.Browser.StatusAsync());
        Assert.Equal(HttpStatusCode.OK, await anew.Browser.StatusAsync());
        Assert.Equal(0, await anew.EndedAsync());
    }

    [Fact]
    public async Task SigningInAgainInTheSameBrowser_KeepsThePersonsSession_AndEndsSomebodyElses()
    {
        var host = fixture.Host;
        var (_, password) = await AddAsync(host, "again");
        var (_, other) = await AddAsync(host, "instead");
        await using var tabs = await OpenAsync(host, "again", password);
        var before = tabs.Person();

        Assert.NotNull(await tabs.Browser.SignInAsync("again", password));
        Assert.Equal(SessionOf(before), SessionOf(tabs.Person()));
        Assert.Equal(0, await tabs.EndedAsync());
        using var copy = host.CreateClient(null, tabs.CopyOfCookies());
        Assert.NotNull(await tabs.Browser.SignInAsync("instead", other));

        Assert.NotEqual(SessionOf(before), SessionOf(tabs.Person()));
        await Eventually.IsTrueAsync(async () => await tabs.EndedAsync() == All);
        Assert.NotEqual(HttpStatusCode.OK, await StatusAsync(copy));
        Assert.Equal(HttpStatusCode.OK, await tabs.Browser.StatusAsync());
    }

    [Fact]
    public async Task SignOut_CopiesFromBeforeTheCookieWasRenewed_OpenNothing_AlsoAfterAStart()
    {
        using var directory = new TemporaryDirectory();
        CookieContainer first;
        CookieContainer renewed;
        await using (var host = await ZoneHost.StartInAsync(directory.Path, "Zone:Name=solo", "Auth:RecheckInterval=00:00:01"))
        {
            await using var session = await OpenAsync(host, ZoneHost.AdminUserName, ZoneHost.AdminPassword);
            first = session.CopyOfCookies();
            var value = session.Cookie.Value;
            await Eventually.IsTrueAsync(async () => await session.Browser.StatusAsync() == HttpStatusCode.OK && session.Cookie.Value != value);
            renewed = session.CopyOfCookies();
            await session.Browser.SignOutAsync();
            foreach (var copy in new[] { first, renewed })
            {
                using var client = host.CreateClient(null, copy);
                Assert.NotEqual(HttpStatusCode.OK, await StatusAsync(client));
            }
        }

        // A process that never heard of the sign-out believes a cookie for as long as any other, then finds it in the database.
        await using var later = await ZoneHost.StartInAsync(directory.Path, "Zone:Name=solo", "Auth:RecheckInterval=00:00:01");
        foreach (var copy in new[] { first, renewed })
        {
            using var client = later.CreateClient(null, copy);
            await Eventually.IsTrueAsync(async () => await StatusAsync(client) != HttpStatusCode.OK);
            Assert.NotEqual(HttpStatusCode.OK, await StatusAsync(client));
        }
    }

    [Fact]
    public async Task SignOutAtOneReplica_EndsWhatIsOpenAtTheOther()
    {
        using var shared = new TemporaryDirectory();
        string[] settings = ["Zone:Name=twin", "Database:Replicas=true", "Auth:RecheckInterval=00:00:01"];
        await using var one = await ZoneHost.StartInAsync(shared.Path, settings);
        await using var two = await ZoneHost.StartInAsync(shared.Path, settings);
        await using var here = await OpenAsync(one, ZoneHost.AdminUserName, ZoneHost.AdminPassword);
        await using var there = await OpenTabAsync(two, here.Browser.Cookies);
        using var copy = two.CreateClient(null, here.CopyOfCookies());
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(copy));

        await here.Browser.SignOutAsync();

        await Eventually.IsTrueAsync(async () => await there.EndedAsync() == All && await StatusAsync(copy) != HttpStatusCode.OK);
    }

    private static string? SessionOf(ClaimsPrincipal person) => person.FindFirstValue("session");

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client)
    {
        using var answer = await client.GetAsync("/api/v1/zone", Token);
        return answer.StatusCode;
    }

    private static async Task<(Guid Id, string Password)> AddAsync(ZoneHost host, string name)
    {
        var added = Assert.IsType<AccessOutcome.Done>(await host.Services.GetRequiredService<AccessService>().AddAsync(name, Roles.Operator, Actor, Token));
        return (added.Person.Id, added.Password!);
    }

    private static async Task<OpenSession> OpenAsync(ZoneHost host, string name, string password)
    {
        var browser = new PersonBrowser(host);
        Assert.Equal("/", await browser.SignInAsync(name, password));
        return await OpenSession.OpenAsync(host, browser);
    }

    /// <summary>A tab with cookies of another zone's host: replicas share them, and ports do not matter to cookies.</summary>
    private static Task<OpenSession> OpenTabAsync(ZoneHost host, CookieContainer cookies)
    {
        var browser = new PersonBrowser(host);
        browser.Cookies.Add(cookies.GetAllCookies());
        return OpenSession.OpenAsync(host, browser);
    }

    public sealed class Zone : IAsyncLifetime
    {
        public ZoneHost Host { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Host = await ZoneHost.StartAsync("Auth:RecheckInterval=00:05:00");

        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }

    /// <summary>What the tabs of one browser hold open: a listener of the hub, a reader of events and a circuit.</summary>
    private sealed class OpenSession(ZoneHost host, PersonBrowser browser, HubEars listener, HttpResponseMessage events, AsyncServiceScope circuit) : IAsyncDisposable
    {
        private readonly Task _watching = events.Content.CopyToAsync(Stream.Null, Token);

        public PersonBrowser Browser => browser;

        public Cookie Cookie => browser.Cookies.GetAllCookies().Single(cookie => cookie.Name.StartsWith("novazones.", StringComparison.Ordinal));

        private AuthenticationStateProvider Circuit => circuit.ServiceProvider.GetRequiredService<AuthenticationStateProvider>();

        public static async Task<OpenSession> OpenAsync(ZoneHost host, PersonBrowser browser)
        {
            var listener = await HubEars.ListenAsync(host.Url, o => o.Cookies = browser.Cookies);
            var events = await browser.Client.GetAsync("/api/v1/events", HttpCompletionOption.ResponseHeadersRead, Token);
            events.EnsureSuccessStatusCode();
            var open = new OpenSession(host, browser, listener, events, host.Services.CreateAsyncScope());
            ((IHostEnvironmentAuthenticationStateProvider)open.Circuit).SetAuthenticationState(Task.FromResult(new AuthenticationState(open.Person())));
            await ((CircuitPerson)open.Circuit).WatchAsync();
            Assert.Equal(0, await open.EndedAsync());
            return open;
        }

        /// <summary>Whom the zone reads from the cookie as it is now.</summary>
        public ClaimsPrincipal Person() => host.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>()
            .Get(IdentityConstants.ApplicationScheme).TicketDataFormat.Unprotect(Cookie.Value)!.Principal;

        public CookieContainer CopyOfCookies()
        {
            var copy = new CookieContainer();
            copy.Add(host.Url, new Cookie(Cookie.Name, Cookie.Value));
            return copy;
        }

        /// <summary>How many of the three ended, in order and not by breaking.</summary>
        public async Task<int> EndedAsync()
        {
            var circuitEnded = (await Circuit.GetAuthenticationStateAsync()).User.Identity?.IsAuthenticated != true;
            return new[] { listener.HasEnded, _watching.IsCompletedSuccessfully, circuitEnded }.Count(ended => ended);
        }

        public async ValueTask DisposeAsync()
        {
            await listener.DisposeAsync();
            await circuit.DisposeAsync();
            events.Dispose();
            browser.Dispose();
        }
    }
}
