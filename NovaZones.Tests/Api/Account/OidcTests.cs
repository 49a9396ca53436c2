using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NovaZones.Core.Access;
using NovaZones.Tests.Support.Fixtures;
using NovaZones.Web;
using NovaZones.Web.Features.Access;
using Xunit;

namespace NovaZones.Tests.Api.Account;

/// <summary>People who sign in by a provider: a real one in this process, with real keys, that can also be made to lie.</summary>
public sealed class OidcTests(OidcTests.Zone zone) : IClassFixture<OidcTests.Zone>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ops", Roles.Operator)]
    [InlineData("readers,on-call", Roles.Operator)] // the strongest counts
    [InlineData("root,readers", Roles.Administrator)]
    public async Task SignIn_MappedRole_OpensWhatTheRoleMay(string groups, string role)
    {
        using var browser = new PersonBrowser(zone.Host);
        zone.Provider.Person = ($"subject-{role}-{groups.Length}", $"person-{groups.Length}", groups.Split(','));

        Assert.Equal("/hosts?q=up", await GoThroughAsync(browser, "/hosts?q=up"));

        Assert.Equal((HttpStatusCode.OK, role == Roles.Administrator ? HttpStatusCode.OK : HttpStatusCode.Forbidden), (await browser.StatusAsync(), await browser.StatusAsync("/api/v1/tokens")));
        var person = (await zone.Host.Services.GetRequiredService<AccessService>().ListAsync($"person-{groups.Length}", 10, Token)).Single();
        Assert.Equal(role, person.Role);
        var account = await browser.Client.GetStringAsync("/account", Token);
        Assert.DoesNotContain("change-password", account, StringComparison.Ordinal); // there is none to change
    }

    [Fact]
    public async Task SignInAgain_FollowsTheProvider_ForRoleAndLock_AndLeaves()
    {
        using var browser = new PersonBrowser(zone.Host);
        zone.Provider.Person = ("mona's number", "mona", ["ops"]);
        Assert.Equal("/", await GoThroughAsync(browser));
        zone.Provider.Person = ("mona's number", "renamed", ["readers"]);
        Assert.Equal("/", await GoThroughAsync(browser));
        var access = zone.Host.Services.GetRequiredService<AccessService>();
        var person = (await access.ListAsync("mona", 10, Token)).Single();
        Assert.Equal(Roles.Viewer, person.Role); // the same person, by what never changes

        Assert.Equal("/login?left=true", await browser.SignOutAsync());
        Assert.Equal(HttpStatusCode.Unauthorized, await browser.StatusAsync());
        using var leave = await browser.Client.GetAsync("/login/oidc/leave", Token);
        Assert.StartsWith($"{zone.Provider.Url}leave?", leave.Headers.Location!.ToString(), StringComparison.Ordinal);
        using var left = await FollowAsync(browser, leave.Headers.Location);
        using var back = await FollowAsync(browser, left.Headers.Location!);
        Assert.Equal("/login", back.Headers.Location!.ToString());

        await access.LockAsync(person.Id, "user:test", Token);
        Assert.Equal("/login?oidc=Locked", await GoThroughAsync(browser));
        Assert.Equal(HttpStatusCode.Unauthorized, await browser.StatusAsync());
        var audit = await zone.Host.Client.GetStringAsync("/api/v1/audit?q=mona&limit=500", Token);
        Assert.All(["\"how\":\"oidc\"", "\"reason\":\"locked\"", "user.role-given", "\"part\":\"login\""], word => Assert.Contains(word, audit, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("nonce", "Failed")]
    [InlineData("issuer", "Failed")]
    [InlineData("audience", "Failed")]
    [InlineData("signature", "Failed")]
    [InlineData("expired", "Failed")]
    [InlineData("no role", "NoRole")]
    [InlineData("name of somebody else", "NameTaken")]
    [InlineData("name that cannot be", "NameTaken")]
    public async Task SignIn_NotToBeTrusted_IsRefused(string wrong, string told)
    {
        using var browser = new PersonBrowser(zone.Host);
        var name = wrong == "name of somebody else" ? ZoneHost.AdminUserName : wrong == "name that cannot be" ? "a <b>" : "mallory";
        zone.Provider.Person = ($"subject of {wrong}", name, wrong == "no role" ? ["cooks"] : ["root"]);
        zone.Provider.Wrong = wrong;
        try
        {
            Assert.Equal($"/login?oidc={told}", await GoThroughAsync(browser));
        }
        finally
        {
            zone.Provider.Wrong = null;
        }

        Assert.Equal(HttpStatusCode.Unauthorized, await browser.StatusAsync());
        Assert.Empty(await zone.Host.Services.GetRequiredService<AccessService>().ListAsync("mallory", 10, Token));
        Assert.Contains("login-refused", await browser.Client.GetStringAsync($"/login?oidc={told}", Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_ThatNobodyAskedFor_OrForAnotherBrowser_IsRefused()
    {
        using var victim = new PersonBrowser(zone.Host);
        using var attacker = new PersonBrowser(zone.Host);
        zone.Provider.Person = ("attacker", "attacker", ["root"]);
        var callback = await ToCallbackAsync(attacker, "/");

        using var answer = await FollowAsync(victim, callback);
        using var invented = await FollowAsync(victim, new Uri(zone.Host.Url, "/login/oidc/callback?code=1&state=2"));

        Assert.All([answer, invented], a => Assert.EndsWith("/login?oidc=Failed", a.Headers.Location!.ToString(), StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Unauthorized, await victim.StatusAsync());
    }

    [Fact]
    public async Task LoginPage_OffersTheProvider_AndItsSilenceIsTold()
    {
        Assert.Contains("Example", await zone.Host.Client.GetStringAsync("/login", Token), StringComparison.Ordinal);
        await using var silent = await ZoneHost.StartAsync(["Auth:Oidc:Authority=http://127.0.0.1:9", .. zone.Provider.Settings().Skip(1)]);
        using var browser = new PersonBrowser(silent);

        using var answer = await browser.Client.GetAsync("/login/oidc", Token);

        Assert.Equal("/login?oidc=Unreachable", answer.Headers.Location!.ToString());
    }

    [Theory]
    [InlineData("Auth:Oidc:Authority must be", "Auth:Oidc:Authority=http://provider.example", "Auth:Oidc:ClientId=zone", "Auth:Oidc:Roles:Viewer=x")]
    [InlineData("Auth:Oidc:ClientId is needed", "Auth:Oidc:Authority=https://provider.example", "Auth:Oidc:Roles:Viewer=x")]
    [InlineData("Auth:Oidc:Roles must name", "Auth:Oidc:Authority=https://provider.example", "Auth:Oidc:ClientId=zone")]
    [InlineData("Auth:Oidc:Scopes must hold openid", "Auth:Oidc:Authority=https://provider.example", "Auth:Oidc:ClientId=zone", "Auth:Oidc:Roles:Viewer=x", "Auth:Oidc:Scopes=profile")]
    public void Settings_ThatLetNobodyIn_StopTheStart(string fault, params string[] settings)
    {
        var refusal = Assert.ThrowsAny<OptionsValidationException>(() => ZoneApplication.Create([.. settings.Select(s => "--" + s)]));

        Assert.Contains(fault, refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>Signs in as a browser does: to the provider and back.</summary>
    private async Task<string> GoThroughAsync(PersonBrowser browser, string returnUrl = "/")
    {
        using var answer = await FollowAsync(browser, await ToCallbackAsync(browser, returnUrl));
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        return new Uri(zone.Host.Url, answer.Headers.Location!).PathAndQuery;
    }

    private async Task<Uri> ToCallbackAsync(PersonBrowser browser, string returnUrl)
    {
        using var asked = await browser.Client.GetAsync($"/login/oidc?returnUrl={Uri.EscapeDataString(returnUrl)}", Token);
        Assert.Equal(HttpStatusCode.Found, asked.StatusCode);
        using var signedIn = await FollowAsync(browser, asked.Headers.Location!);
        return signedIn.Headers.Location!;
    }

    private static Task<HttpResponseMessage> FollowAsync(PersonBrowser browser, Uri address) => browser.Client.GetAsync(address, Token);

    public sealed class Zone : IAsyncLifetime
    {
        internal TestOidcProvider Provider { get; private set; } = null!;

        public ZoneHost Host { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Provider = await TestOidcProvider.StartAsync();
            Host = await ZoneHost.StartAsync([.. Provider.Settings(), "Auth:RequireSecondFactor=Viewer"]);
        }

        public async ValueTask DisposeAsync()
        {
            await Host.DisposeAsync();
            await Provider.DisposeAsync();
        }
    }
}
