using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using NovaZones.Bench.Drill;

namespace NovaZones.Bench.Soak;

/// <summary>Asks one zone anything, with every answer observed.</summary>
internal sealed class SoakClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http;

    public SoakClient(DrillZone zone, AnswerLog log, TimeProvider time)
    {
        Zone = zone;
        var handler = new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(5) };
        _http = new HttpClient(new AnswerObserver(zone.Name, log, time) { InnerHandler = handler }) { BaseAddress = zone.Url, Timeout = Patience };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", zone.Token);
    }

    public DrillZone Zone { get; }

    /// <summary>Sends a question and reads the answer.</summary>
    /// <returns>Status and body; null when none came, which the log judges.</returns>
    public Task<SoakAnswer?> SendAsync(HttpMethod method, string route, string? json, CancellationToken cancellationToken, params int[] expected) =>
        SendAsync(Question(method, route, json, expected), cancellationToken);

    /// <summary>A question that may still be changed.</summary>
    public static HttpRequestMessage Question(HttpMethod method, string route, string? json, params int[] expected)
    {
        var request = new HttpRequestMessage(method, route) { Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json") };
        request.Options.Set(AnswerObserver.Expected, status => expected.Length == 0 ? status < 400 : Array.IndexOf(expected, status) >= 0);
        return request;
    }

    /// <inheritdoc cref="SendAsync(HttpMethod, string, string?, CancellationToken, int[])"/>
    public async Task<SoakAnswer?> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using (request)
        {
            try
            {
                using var response = await _http.SendAsync(request, cancellationToken);
                return new SoakAnswer((int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
            }
            catch (Exception ex) when (ex is HttpRequestException or IOException or OperationCanceledException)
            {
                return null;
            }
        }
    }

    /// <summary>Takes an endless answer for a while.</summary>
    public async Task ListenAsync(string route, CancellationToken stop)
    {
        using var request = Question(HttpMethod.Get, route, null);
        request.Options.Set(AnswerObserver.MayBeSilent, true);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
            await response.Content.CopyToAsync(Stream.Null, stop);
        }
        catch (Exception ex) when (ex is HttpRequestException or IOException or OperationCanceledException)
        {
            // Gone away, as meant, or cut; the caller opens another.
        }
    }

    public void Dispose() => _http.Dispose();
}

/// <summary>What a zone answered.</summary>
internal sealed record SoakAnswer(int Status, string Body)
{
    /// <summary>A field of the answer, or null.</summary>
    public string? Field(string name)
    {
        using var json = JsonDocument.Parse(Body);
        return json.RootElement.TryGetProperty(name, out var value) ? value.ToString() : null;
    }
}
