using System.Net;
using System.Text.RegularExpressions;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Api.Access;

public partial class SignInTests
{
    [Fact]
    public async Task Login_RightPassword_OpensTheApiByCookieUntilSignOut()
    {
        await using var zone = await ZoneHost.StartAsync("Zone:Name=paris");
        using var browser = zone.CreateClient(null);

        var signedIn = await SignInAsync(browser, ZoneHost.AdminPassword, "/hosts?q=up");
        var inside = await browser.GetAsync("/api/v1/tokens", TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.Found, HttpStatusCode.OK), (signedIn.StatusCode, inside.StatusCode));
        Assert.Equal("/hosts?q=up", new Uri(zone.Url, signedIn.Headers.Location!).PathAndQuery);
        var cookie = Assert.Single(signedIn.Headers.GetValues("Set-Cookie"), text => text.StartsWith("novazones.paris=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Login_WrongPassword_StaysOutAndTellsNothingMore()
    {
        await using var zone = await ZoneHost.StartAsync();
        using var browser = zone.CreateClient(null);

        var answer = await SignInAsync(browser, "wrong password", "/");
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("login-refused", page);
        Assert.DoesNotContain("wrong password", page);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/api/v1/tokens", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task Login_FiveWrongPasswords_LockTheAccount()
    {
        await using var zone = await ZoneHost.StartAsync();
        using var browser = zone.CreateClient(null);
        for (var attempt = 0; attempt < 5; attempt++)
        {
            await SignInAsync(browser, "wrong password", "/");
        }

        var answer = await SignInAsync(browser, ZoneHost.AdminPassword, "/");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("login-refused", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Login_ReturnUrlOfAnotherSite_LeadsHome()
    {
        await using var zone = await ZoneHost.StartAsync();
        using var browser = zone.CreateClient(null);

        var answer = await SignInAsync(browser, ZoneHost.AdminPassword, "//evil.example/");

        Assert.Equal(new Uri(zone.Url, "/"), new Uri(zone.Url, answer.Headers.Location!));
    }

    [Fact]
    public async Task Login_WithoutAntiforgeryToken_IsRefused()
    {
        await using var zone = await ZoneHost.StartAsync();
        using var browser = zone.CreateClient(null);
        using var form = Form(("_handler", "login"), ("Input.UserName", ZoneHost.AdminUserName), ("Input.Password", ZoneHost.AdminPassword));

        var answer = await browser.PostAsync("/login", form, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Logout_WithoutAntiforgeryToken_IsRefusedAndKeepsThePersonSignedIn()
    {
        await using var zone = await ZoneHost.StartAsync();
        using var browser = zone.CreateClient(null);
        await SignInAsync(browser, ZoneHost.AdminPassword, "/");

        var answer = await browser.PostAsync("/logout", Form(), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/api/v1/tokens", TestContext.Current.CancellationToken)).StatusCode);
    }

    private static async Task<HttpResponseMessage> SignInAsync(HttpClient browser, string password, string returnUrl)
    {
        var address = $"/login?returnUrl={Uri.EscapeDataString(returnUrl)}";
        var page = await browser.GetStringAsync(address, TestContext.Current.CancellationToken);
        using var form = Form(
            ("_handler", "login"),
            ("__RequestVerificationToken", AntiforgeryToken().Match(page).Groups[1].Value),
            ("Input.UserName", ZoneHost.AdminUserName),
            ("Input.Password", password));
        return await browser.PostAsync(address, form, TestContext.Current.CancellationToken);
    }

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) =>
        new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex AntiforgeryToken();
}
