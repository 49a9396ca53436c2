using System.Net;
using System.Text.RegularExpressions;
using NovaZones.Web.Demo.Zones;

namespace NovaZones.Bench.Consoles;

/// <summary>One person who signed in at a zone; every console that is opened is this person's.</summary>
internal sealed partial class ConsoleSession : IDisposable
{
    private readonly HttpClient _http;

    private ConsoleSession(Uri zone, CookieContainer cookies, HttpClient http)
    {
        (Zone, Cookies, _http) = (zone, cookies, http);
    }

    public Uri Zone { get; }

    public CookieContainer Cookies { get; }

    /// <summary>Signs in as the zone's first operator, the way the form does.</summary>
    /// <exception cref="HttpRequestException">It was refused.</exception>
    public static async Task<ConsoleSession> SignInAsync(ZoneProcess zone, CancellationToken cancellationToken)
    {
        var cookies = new CookieContainer();
        var handler = new SocketsHttpHandler { UseProxy = false, CookieContainer = cookies, AllowAutoRedirect = false };
        var session = new ConsoleSession(zone.Options.Url, cookies, new HttpClient(handler) { BaseAddress = zone.Options.Url, Timeout = TimeSpan.FromMinutes(2) });
        try
        {
            var form = await session._http.GetStringAsync(new Uri("/login", UriKind.Relative), cancellationToken).ConfigureAwait(false);
            var fields = Hidden().Matches(form).ToDictionary(field => field.Groups["name"].Value, field => WebUtility.HtmlDecode(field.Groups["value"].Value));
            fields["Input.UserName"] = zone.Options.AdminUserName;
            fields["Input.Password"] = zone.Options.AdminPassword;
            using var body = new FormUrlEncodedContent(fields);
            using var answer = await session._http.PostAsync(new Uri("/login", UriKind.Relative), body, cancellationToken).ConfigureAwait(false);
            if (answer.StatusCode is not (HttpStatusCode.Redirect or HttpStatusCode.RedirectMethod or HttpStatusCode.OK) || cookies.GetCookies(zone.Options.Url).Count < 2)
            {
                throw new HttpRequestException($"Nobody could sign in at {zone.Options.Url}: {(int)answer.StatusCode}.");
            }

            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>The overview as the server draws it for a browser.</summary>
    public Task<string> OverviewAsync(CancellationToken cancellationToken) => _http.GetStringAsync(new Uri("/", UriKind.Relative), cancellationToken);

    public void Dispose() => _http.Dispose();

    [GeneratedRegex("""<input type="hidden" name="(?<name>[^"]+)" value="(?<value>[^"]*)""")]
    private static partial Regex Hidden();
}
