using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Core.Access;
using NovaZones.Data.Identity;
using NovaZones.Tests.Support.Fixtures;
using NovaZones.Web.Features.Access;
using Xunit;

namespace NovaZones.Tests.Security;

/// <summary>Cookies and forms that are put together from several people's: none opens more than the weakest of them.</summary>
public sealed partial class CookieTheftTests(CookieTheftTests.Zone fixture) : IClassFixture<CookieTheftTests.Zone>
{
    private const string Actor = "admin";
    private const string AdministratorsOnly = "/api/v1/tokens";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ZoneHost Host => fixture.Host;

    [Fact]
    public async Task FormToken_OfAnotherPerson_SignsNobodyOut_AndChangesNothing()
    {
        using var viewer = await SignInAsync("reader", Roles.Viewer);
        using var administrator = await SignInAsync("chief", Roles.Administrator);
        foreach (var (thief, victim) in new[] { (viewer, administrator), (administrator, viewer) })
        {
            var page = await thief.Browser.Client.GetStringAsync("/account", Token);
            using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", FormToken().Match(page).Groups[1].Value)]);
            using var answer = await victim.Browser.Client.PostAsync("/logout", form, Token);

            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Equal(HttpStatusCode.OK, await victim.Browser.StatusAsync());
        }
    }

    [Fact]
    public async Task Cookie_OfTheWaitForACode_UnderTheSessionsName_OpensNothing()
    {
        using var person = await SignInAsync("careful", Roles.Administrator);
        string key;
        await using (var scope = Host.Services.CreateAsyncScope())
        {
            var people = scope.ServiceProvider.GetRequiredService<UserManager<ZoneUser>>();
            var user = (await people.FindByNameAsync("careful"))!;
            await people.ResetAuthenticatorKeyAsync(user);
            key = (await people.GetAuthenticatorKeyAsync(user))!;
            await people.SetTwoFactorEnabledAsync(user, true);
        }

        using var halfway = new PersonBrowser(Host);
        Assert.StartsWith("/login/code", await halfway.SignInAsync("careful", person.Password), StringComparison.Ordinal);
        var waiting = halfway.Cookies.GetAllCookies().Single(cookie => cookie.Name.EndsWith(".code", StringComparison.Ordinal));
        foreach (var name in new[] { waiting.Name, waiting.Name[..^".code".Length] })
        {
            Assert.NotEqual(HttpStatusCode.OK, await StatusAsync([(name, waiting.Value)]));
        }

        // It is a good cookie for what it is for.
        Assert.Equal("/", await halfway.EnterCodeAsync(AuthenticatorApp.Code(key)));
        Assert.Equal(HttpStatusCode.OK, await halfway.StatusAsync(AdministratorsOnly));
    }

    [Fact]
    public async Task Cookies_OfTwoPeople_AreNotAddedUp_AndAWrongTokenIsNotMadeGoodByOne()
    {
        using var viewer = await SignInAsync("weak", Roles.Viewer);
        using var administrator = await SignInAsync("strong", Roles.Administrator);
        var (weak, strong) = (viewer.Cookie, administrator.Cookie);

        Assert.Equal(HttpStatusCode.OK, await StatusAsync([(strong.Name, strong.Value)]));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync([(weak.Name, weak.Value)]));

        // Parts of one ticket in another, behind the name of the key, which is the same in all: whatever is cut, nothing opens.
        foreach (var cut in new[] { 40, weak.Value.Length / 2, weak.Value.Length - 10 })
        {
            Assert.NotEqual(HttpStatusCode.OK, await StatusAsync([(weak.Name, weak.Value[..cut] + strong.Value[cut..])]));
            Assert.NotEqual(HttpStatusCode.OK, await StatusAsync([(weak.Name, strong.Value[..cut] + weak.Value[cut..])]));
        }

        // A large cookie comes in parts: parts of two are none.
        Assert.NotEqual(HttpStatusCode.OK, await StatusAsync([(weak.Name, "chunks-2"), ($"{weak.Name}C1", strong.Value), ($"{weak.Name}C2", weak.Value)]));

        // Who shows a token is judged by the token.
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync([(strong.Name, strong.Value)], "no-token-of-this-zone"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync([(strong.Name, strong.Value)], await Host.CreateTokenAsync(ApiScopes.Read)));
    }

    [Theory]
    [InlineData("role")]
    [InlineData("lock")]
    [InlineData("remove")]
    [InlineData("password")]
    public async Task Cookie_StolenBeforeThePersonLostTheRole_OpensNothingMore(string how)
    {
        using var person = await SignInAsync($"stolen-{how}", Roles.Administrator);
        var stolen = person.Cookie;
        Assert.Equal(HttpStatusCode.OK, await StatusAsync([(stolen.Name, stolen.Value)]));
        var access = Host.Services.GetRequiredService<AccessService>();
        _ = how switch
        {
            "role" => await access.SetRoleAsync(person.Id, Roles.Viewer, Actor, Token),
            "lock" => await access.LockAsync(person.Id, Actor, Token),
            "remove" => await access.RemoveAsync(person.Id, Actor, Token),
            _ => await access.ResetPasswordAsync(person.Id, Actor, Token),
        };

        // The zone looks by itself after five minutes only.
        Assert.NotEqual(HttpStatusCode.OK, await StatusAsync([(stolen.Name, stolen.Value)]));
        Assert.NotEqual(HttpStatusCode.OK, await StatusAsync([(stolen.Name, stolen.Value)], address: "/api/v1/zone"));
    }

    private async Task<HttpStatusCode> StatusAsync((string Name, string Value)[] cookies, string? token = null, string address = AdministratorsOnly)
    {
        using var client = Host.CreateClient(token);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Add("Cookie", string.Join("; ", cookies.Select(cookie => $"{cookie.Name}={cookie.Value}")));
        using var answer = await client.SendAsync(request, Token);
        return answer.StatusCode;
    }

    private async Task<SignedIn> SignInAsync(string name, string role)
    {
        var added = Assert.IsType<AccessOutcome.Done>(await Host.Services.GetRequiredService<AccessService>().AddAsync(name, role, Actor, Token));
        var browser = new PersonBrowser(Host);
        Assert.Equal("/", await browser.SignInAsync(name, added.Password!));
        return new SignedIn(added.Person.Id, added.Password!, browser);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex FormToken();

    private sealed record SignedIn(Guid Id, string Password, PersonBrowser Browser) : IDisposable
    {
        public Cookie Cookie => Browser.Cookies.GetAllCookies().Single(cookie => cookie.Name.StartsWith("novazones.", StringComparison.Ordinal));

        public void Dispose() => Browser.Dispose();
    }

    public sealed class Zone : IAsyncLifetime
    {
        public ZoneHost Host { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Host = await ZoneHost.StartAsync("Auth:RecheckInterval=00:05:00");

        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }
}
