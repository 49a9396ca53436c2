using System.Net;
using System.Text.RegularExpressions;
using Xunit;

namespace NovaZones.Tests.Support.Fixtures;

/// <summary>A person's browser without scripts: keeps cookies, sends forms, follows nothing by itself.</summary>
internal sealed partial class PersonBrowser : IDisposable
{
    private readonly ZoneHost _zone;

    public PersonBrowser(ZoneHost zone)
    {
        _zone = zone;
        Client = zone.CreateClient(null, Cookies);
    }

    public CookieContainer Cookies { get; } = new();

    public HttpClient Client { get; }

    /// <summary>The page that a form was answered with; empty after a redirect.</summary>
    public string Page { get; private set; } = "";

    public void Dispose() => Client.Dispose();

    /// <summary>Fills a form of a page and sends it.</summary>
    /// <returns>Where it leads, as path and query; null when it stays.</returns>
    public Task<string?> SendAsync(string address, string form, params (string Field, string Value)[] fields) => SendAsync(address, address, form, fields);

    public Task<string?> SignOutAsync() => SendAsync("/account", "/logout", "");

    private async Task<string?> SendAsync(string address, string target, string form, params (string Field, string Value)[] fields)
    {
        var page = await Client.GetStringAsync(address, TestContext.Current.CancellationToken);
        using var content = new FormUrlEncodedContent(
            fields.Append(("_handler", form)).Append(("__RequestVerificationToken", AntiforgeryToken().Match(page).Groups[1].Value)).Select(f => KeyValuePair.Create(f.Item1, f.Item2)));
        using var answer = await Client.PostAsync(target, content, TestContext.Current.CancellationToken);
        Page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Found, $"{form} at {address}: {answer.StatusCode} {Page}");
        return answer.StatusCode == HttpStatusCode.Found ? new Uri(_zone.Url, answer.Headers.Location!).PathAndQuery : null;
    }

    public Task<string?> SignInAsync(string name, string password, string address = "/login") => SendAsync(address, "login", ("Input.UserName", name), ("Input.Password", password));

    public Task<string?> EnterCodeAsync(string code) => SendAsync("/login/code", "code", ("Input.Code", code));

    /// <summary>How the API answers the browser's cookies.</summary>
    public async Task<HttpStatusCode> StatusAsync(string address = "/api/v1/zone")
    {
        using var answer = await Client.GetAsync(address, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    /// <summary>Texts of what is marked for tests on <see cref="Page"/>.</summary>
    public string Text(string testId) => Regex.Match(Page, $"data-testid=\"{testId}\"[^>]*>([^<]*)<").Groups[1].Value;

    /// <summary>The recovery codes on <see cref="Page"/>.</summary>
    public string[] RecoveryCodes() => [.. RecoveryCode().Matches(Page).Select(m => m.Groups[1].Value)];

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex AntiforgeryToken();

    [GeneratedRegex("<code[^>]*>([0-9A-Z]{5}-[0-9A-Z]{5})</code>")]
    private static partial Regex RecoveryCode();
}
