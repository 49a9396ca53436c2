using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NovaZones.Core.Access;
using NovaZones.Data;
using NovaZones.Data.Identity;
using NovaZones.Tests.Support.Fixtures;
using NovaZones.Web;
using NovaZones.Web.Features.Access;
using NovaZones.Web.Features.Account;
using Xunit;

namespace NovaZones.Tests.Api.Account;

/// <summary>People with and without a phone at a real zone that asks operators for a second factor.</summary>
public sealed class SecondFactorTests(SecondFactorTests.Zone zone) : IClassFixture<SecondFactorTests.Zone>
{
    private const string Password = "a password of somebody";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(20000000000, "353130")]
    public void App_OfTheTests_ComputesWhatTheStandardSays(long at, string code) => // RFC 6238, appendix B, last six digits
        Assert.Equal(code, AuthenticatorApp.CodeAt("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", DateTimeOffset.FromUnixTimeSeconds(at)));

    [Fact]
    public async Task SetUp_ThenSignIn_TakesEachCodeOnce()
    {
        await AddAsync("vera", Roles.Viewer);
        using var first = new PersonBrowser(zone.Host);
        Assert.Equal("/hosts", await first.SignInAsync("vera", Password, "/login?returnUrl=/hosts"));
        var stamp = await StampAsync("vera");

        await first.SendAsync("/account", "factor-start", ("Proof", "a wrong password"));
        Assert.Contains("is wrong", first.Text("account-fault"), StringComparison.Ordinal);
        Assert.DoesNotContain("factor-key", first.Page, StringComparison.Ordinal);
        await first.SendAsync("/account", "factor-start", ("Proof", Password));
        var key = first.Text("factor-key");
        Assert.Contains("src=\"data:image/svg+xml;base64,", first.Page, StringComparison.Ordinal);
        await first.SendAsync("/account", "factor-confirm", ("Code", "000000"));
        Assert.Equal((key, "Off"), (first.Text("factor-key"), first.Text("factor-state")));
        var used = AuthenticatorApp.Code(key);
        await first.SendAsync("/account", "factor-confirm", ("Code", used));
        var recovery = first.RecoveryCodes();

        Assert.Equal(("On", OwnAccount.RecoveryCodes, OwnAccount.RecoveryCodes), (first.Text("factor-state"), recovery.Length, recovery.Distinct().Count()));
        Assert.NotEqual(stamp, await StampAsync("vera")); // other sessions end
        Assert.Equal(HttpStatusCode.OK, await first.StatusAsync()); // this one does not
        await first.Client.GetStringAsync("/account", Token);
        Assert.DoesNotContain(recovery[0], await first.Client.GetStringAsync("/account", Token), StringComparison.Ordinal);

        using var second = new PersonBrowser(zone.Host);
        Assert.Equal("/login/code?returnUrl=%2Fhosts", await second.SignInAsync("vera", Password, "/login?returnUrl=/hosts"));
        Assert.Equal(HttpStatusCode.Unauthorized, await second.StatusAsync());
        Assert.Null(await second.EnterCodeAsync(used));
        Assert.Contains("used already", second.Text("code-refused"), StringComparison.Ordinal);
        var next = AuthenticatorApp.Code(key, stepsAhead: 1);
        Assert.Equal("/", await second.EnterCodeAsync($"{next[..3]} {next[3..]}"));
        Assert.Equal(HttpStatusCode.OK, await second.StatusAsync());

        using var third = new PersonBrowser(zone.Host);
        await third.SignInAsync("vera", Password);
        Assert.Null(await third.EnterCodeAsync(next));
        Assert.Equal("/", await third.EnterCodeAsync(recovery[0].Replace("-", "", StringComparison.Ordinal).ToLowerInvariant()));
        using var fourth = new PersonBrowser(zone.Host);
        await fourth.SignInAsync("vera", Password);
        Assert.Null(await fourth.EnterCodeAsync(recovery[0]));
        Assert.Equal(HttpStatusCode.Unauthorized, await fourth.StatusAsync());
        Assert.Equal("/", await fourth.EnterCodeAsync(recovery[1]));

        // Nothing of it stands in the database or the records as it is.
        await using var scope = zone.Host.Services.CreateAsyncScope();
        var stored = await scope.ServiceProvider.GetRequiredService<ZoneDbContext>().UserTokens.AsNoTracking().Select(t => t.Value!).ToListAsync(Token);
        var audit = await zone.Host.Client.GetStringAsync("/api/v1/audit?q=vera&limit=500", Token);
        Assert.All([key.Replace(" ", "", StringComparison.Ordinal), recovery[2], next], secret =>
        {
            Assert.DoesNotContain(stored, value => value.Contains(secret, StringComparison.OrdinalIgnoreCase));
            Assert.DoesNotContain(secret, audit, StringComparison.OrdinalIgnoreCase);
        });
        Assert.All(["\"how\":\"code\"", "\"how\":\"recovery-code\"", "\"reason\":\"code\"", "\"reason\":\"recovery-code\"", "twoFactorEnabled"], word => Assert.Contains(word, audit, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Codes_FiveWrong_LockTheAccount()
    {
        await AddAsync("lara", Roles.Viewer);
        var (key, recovery) = await TurnOnAsync("lara");
        using var browser = new PersonBrowser(zone.Host);
        await browser.SignInAsync("lara", Password);
        foreach (var wrong in new[] { "000000", "AAAAA-BBBBB", "000001", "", "0123456789012345678901234567890" })
        {
            Assert.Null(await browser.EnterCodeAsync(wrong));
        }

        Assert.Null(await browser.EnterCodeAsync(AuthenticatorApp.Code(key)));
        Assert.Null(await browser.EnterCodeAsync(recovery[0]));
        using var other = new PersonBrowser(zone.Host);
        Assert.Null(await other.SignInAsync("lara", Password));
        Assert.Contains("is wrong", other.Text("login-refused"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RequiredRole_OpensNothing_UntilItIsSetUp_AndAgainWhenItIsOff()
    {
        await AddAsync("otto", Roles.Operator);
        using var browser = new PersonBrowser(zone.Host);
        Assert.Equal("/account", await browser.SignInAsync("otto", Password));
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Found, HttpStatusCode.Forbidden), (await browser.StatusAsync(), await browser.StatusAsync("/hosts"), await browser.StatusAsync("/hubs/zone")));
        Assert.Contains("set-up-factor", await browser.Client.GetStringAsync("/access-denied", Token), StringComparison.Ordinal);

        await browser.SendAsync("/account", "factor-start", ("Proof", Password));
        var key = browser.Text("factor-key");
        await browser.SendAsync("/account", "factor-confirm", ("Code", AuthenticatorApp.Code(key)));
        Assert.Equal(HttpStatusCode.OK, await browser.StatusAsync());
        var old = browser.RecoveryCodes();
        await browser.SendAsync("/account", "factor-codes", ("Proof", AuthenticatorApp.Code(key, stepsAhead: 1)));
        Assert.Empty(old.Intersect(browser.RecoveryCodes()));
        await browser.SendAsync("/account", "factor-off", ("Proof", Password));
        Assert.Equal(("Off", HttpStatusCode.Forbidden), (browser.Text("factor-state"), await browser.StatusAsync()));

        // Lost the phone: an administrator takes it off, and the person begins again.
        await TurnOnAsync("otto");
        var access = zone.Host.Services.GetRequiredService<AccessService>();
        var person = (await access.ListAsync("otto", 10, Token)).Single();
        var stamp = await StampAsync("otto");
        var reset = Assert.IsType<AccessOutcome.Done>(await access.ResetSecondFactorAsync(person.Id, "user:test", Token));
        Assert.Equal((true, false), (person.HasSecondFactor, reset.Person.HasSecondFactor));
        Assert.NotEqual(stamp, await StampAsync("otto"));
        using var again = new PersonBrowser(zone.Host);
        Assert.Equal("/account", await again.SignInAsync("otto", Password));
        await using var scope = zone.Host.Services.CreateAsyncScope();
        Assert.False(await scope.ServiceProvider.GetRequiredService<ZoneDbContext>().UserTokens.AnyAsync(t => t.UserId == person.Id, Token));
    }

    [Fact]
    public async Task OwnPassword_IsChangedWithTheOldOneAlone_AndSessionsEndOnDemand()
    {
        await AddAsync("paul", Roles.Viewer);
        using var browser = new PersonBrowser(zone.Host);
        await browser.SignInAsync("paul", Password);

        await browser.SendAsync("/account", "password", ("Proof", "not it at all"), ("Wanted", "quite another one"));
        Assert.Contains("is wrong", browser.Text("account-fault"), StringComparison.Ordinal);
        await browser.SendAsync("/account", "password", ("Proof", Password), ("Wanted", "short"));
        Assert.Contains("at least 8", browser.Text("account-fault"), StringComparison.Ordinal);
        await browser.SendAsync("/account", "password", ("Proof", Password), ("Wanted", "quite another one"));
        Assert.Contains("is changed", browser.Text("account-said"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await browser.StatusAsync());
        using var other = new PersonBrowser(zone.Host);
        Assert.Null(await other.SignInAsync("paul", Password));
        Assert.Equal("/", await other.SignInAsync("paul", "quite another one"));

        var stamp = await StampAsync("paul");
        Assert.Equal("/login", await browser.SendAsync("/account", "everywhere"));
        Assert.NotEqual(stamp, await StampAsync("paul"));
        Assert.Equal(HttpStatusCode.Unauthorized, await browser.StatusAsync());

        await other.SignInAsync("paul", "quite another one"); // it has ended everywhere
        for (var attempt = 0; attempt < 5; attempt++)
        {
            await other.SendAsync("/account", "factor-start", ("Proof", "guess"));
        }

        await other.SendAsync("/account", "factor-start", ("Proof", "quite another one"));
        Assert.Contains("too many", other.Text("account-fault"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CodePage_WithoutAPasswordBefore_LeadsBack_AndFormsWithoutTokenAreRefused()
    {
        using var browser = new PersonBrowser(zone.Host);
        Assert.Null(await browser.EnterCodeAsync("123456"));
        Assert.Contains("is over", browser.Text("code-ended"), StringComparison.Ordinal);
        await AddAsync("nina", Roles.Viewer);
        await browser.SignInAsync("nina", Password);
        foreach (var (address, form) in new[] { ("/login/code", "code"), ("/account", "everywhere"), ("/account", "password") })
        {
            using var content = new FormUrlEncodedContent([KeyValuePair.Create("_handler", form)]);
            using var answer = await browser.Client.PostAsync(address, content, Token);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }
    }

    [Fact]
    public async Task RecoveryCodes_AllUsedUp_AnEmptyOneIsNone()
    {
        await AddAsync("emil", Roles.Viewer);
        await TurnOnAsync("emil", recoveryCodes: 0);
        using var browser = new PersonBrowser(zone.Host);
        await browser.SignInAsync("emil", Password);
        foreach (var nothing in new[] { "", " ", "-", ";" })
        {
            Assert.Null(await browser.EnterCodeAsync(nothing));
        }

        Assert.Equal(HttpStatusCode.Unauthorized, await browser.StatusAsync());
    }

    [Fact]
    public void Setting_OfAnUnknownRole_StopsTheStart()
    {
        var refusal = Assert.Throws<OptionsValidationException>(() => ZoneApplication.Create(["--Auth:RequireSecondFactor=Emperor"]));

        Assert.Contains("Auth:RequireSecondFactor must be Viewer, Operator or Administrator.", refusal.Message, StringComparison.Ordinal);
    }

    private Task AddAsync(string name, string role) => WithAsync(async people =>
    {
        var person = new ZoneUser { UserName = name };
        Assert.True((await people.CreateAsync(person, Password)).Succeeded);
        Assert.True((await people.AddToRoleAsync(person, role)).Succeeded);
        return true;
    });

    private Task<(string Key, string[] Recovery)> TurnOnAsync(string name, int recoveryCodes = 3) => WithAsync(async people =>
    {
        var person = (await people.FindByNameAsync(name))!;
        await people.ResetAuthenticatorKeyAsync(person);
        await people.SetTwoFactorEnabledAsync(person, true);
        return ((await people.GetAuthenticatorKeyAsync(person))!, (await people.GenerateNewTwoFactorRecoveryCodesAsync(person, recoveryCodes))!.ToArray());
    });

    private Task<string> StampAsync(string name) => WithAsync(async people => await people.GetSecurityStampAsync((await people.FindByNameAsync(name))!));

    private async Task<T> WithAsync<T>(Func<UserManager<ZoneUser>, Task<T>> act)
    {
        await using var scope = zone.Host.Services.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<UserManager<ZoneUser>>());
    }

    public sealed class Zone : IAsyncLifetime
    {
        public ZoneHost Host { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Host = await ZoneHost.StartAsync("Auth:RequireSecondFactor=Operator");

        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }
}
