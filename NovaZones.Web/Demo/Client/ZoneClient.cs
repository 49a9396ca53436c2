using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NovaZones.Web.Demo.Client;

/// <summary>Speaks a zone's public HTTP interface the way any operator's script would.</summary>
/// <remarks>Thread-safe. Expected endings of placing and releasing are values; the other calls throw <see cref="HttpRequestException"/>.</remarks>
internal sealed class ZoneClient : IDisposable
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly HttpClient _http;

    /// <param name="zone">Where it listens.</param>
    /// <param name="token">An API token of it.</param>
    /// <param name="timeout">How long an answer may take.</param>
    /// <param name="observer">Sees requests and answers; null for nobody.</param>
    internal ZoneClient(Uri zone, string token, TimeSpan timeout, DelegatingHandler? observer = null)
    {
        // A proxy named in the environment must not see loopback traffic, nor slow it down.
        var handler = new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(3) };
        observer?.InnerHandler = handler;
        _http = new HttpClient(observer is null ? handler : observer) { BaseAddress = new Uri(zone.AbsoluteUri.TrimEnd('/') + "/"), Timeout = timeout };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public void Dispose() => _http.Dispose();

    internal async Task<PlacementReply> PlaceAsync(PlacementAsk ask, string idempotencyKey, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/placements") { Content = JsonContent.Create(ask, options: Json) };
        request.Headers.Add("Idempotency-Key", idempotencyKey);
        try
        {
            using var response = await _http.SendAsync(request, cancellationToken);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return PlacementReplyReader.Read(response.StatusCode, body);
        }
        catch (Exception ex) when (IsUnanswered(ex, cancellationToken))
        {
            return new PlacementReply.Unanswered(Describe(ex));
        }
    }

    internal async Task<ReleaseReply> ReleaseAsync(string reservationId, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.DeleteAsync($"api/v1/placements/{Uri.EscapeDataString(reservationId)}", cancellationToken);
            return response.StatusCode switch
            {
                HttpStatusCode.NotFound => ReleaseReply.Unknown,
                _ when response.IsSuccessStatusCode => ReleaseReply.Released,
                _ => ReleaseReply.Unanswered,
            };
        }
        catch (Exception ex) when (IsUnanswered(ex, cancellationToken))
        {
            return ReleaseReply.Unanswered;
        }
    }

    /// <summary>Sends full reports as NDJSON; the lines the zone refused are visible in its answer, which is returned.</summary>
    internal async Task<JsonElement> ReportHostsAsync(IEnumerable<HostReportLine> hosts, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        foreach (var host in hosts)
        {
            await JsonSerializer.SerializeAsync(body, host, Json, cancellationToken);
            body.WriteByte((byte)'\n');
        }

        body.Position = 0;
        using var content = new StreamContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        using var response = await _http.PostAsync("api/v1/hosts:report", content, cancellationToken);
        return await ReadAsync<JsonElement>(response, cancellationToken);
    }

    internal async Task PatchHostAsync(string name, object mergePatch, CancellationToken cancellationToken)
    {
        using var content = JsonContent.Create(mergePatch, new MediaTypeHeaderValue("application/merge-patch+json"), Json);
        using var response = await _http.PatchAsync($"api/v1/hosts/{Uri.EscapeDataString(name)}", content, cancellationToken);
        await EnsureSuccessAsync(response, cancellationToken);
    }

    internal async Task AddChildAsync(string name, Uri apiUrl, string token, CancellationToken cancellationToken)
    {
        var child = new { name, apiUrl = apiUrl.AbsoluteUri.TrimEnd('/'), token };
        using var response = await _http.PostAsJsonAsync("api/v1/zones", child, Json, cancellationToken);
        await EnsureSuccessAsync(response, cancellationToken);
    }

    internal async Task<JsonElement> GetAsync(string route, CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync(route, cancellationToken);
        return await ReadAsync<JsonElement>(response, cancellationToken);
    }

    internal async Task<HostPage> ListHostsAsync(string? cursor, CancellationToken cancellationToken)
    {
        var route = "api/v1/hosts?limit=500" + (cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}");
        using var response = await _http.GetAsync(route, cancellationToken);
        return await ReadAsync<HostPage>(response, cancellationToken);
    }

    /// <summary>True when a call ended without a usable answer and not because the caller gave up.</summary>
    internal static bool IsUnanswered(Exception exception, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested && exception is HttpRequestException or OperationCanceledException or IOException or JsonException;

    internal static string Describe(Exception exception) => exception switch
    {
        OperationCanceledException => "timed out",
        HttpRequestException { StatusCode: { } status } => $"status {(int)status}",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => "connection refused",
        JsonException => "unreadable answer",
        _ => "connection lost",
    };

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await EnsureSuccessAsync(response, cancellationToken);
        return await response.Content.ReadFromJsonAsync<T>(Json, cancellationToken) ?? throw new JsonException("The zone answered null.");
    }

    private static async Task EnsureSuccessAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
        {
            return;
        }

        // The problem document says what was wrong; a bare status would send the reader to the logs.
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        var route = response.RequestMessage?.RequestUri?.PathAndQuery;
        throw new HttpRequestException(
            $"{response.RequestMessage?.Method} {route} answered {(int)response.StatusCode}: {body[..Math.Min(body.Length, 600)]}", null, response.StatusCode);
    }
}
