using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using NovaZones.Client.Models;

namespace NovaZones.Client;

/// <summary>A zone's HTTP interface. Thread-safe; one for a process is enough.</summary>
/// <remarks>
/// Every call throws <see cref="ZoneProblemException"/> when the zone says no and <see cref="ZoneUnreachableException"/> when no answer
/// comes; a call that is cancelled throws <see cref="OperationCanceledException"/>.
/// </remarks>
public sealed partial class ZoneApi : IDisposable
{
    private static readonly MediaTypeHeaderValue MergePatch = new("application/merge-patch+json");
    private static readonly MediaTypeHeaderValue JsonLines = new("application/x-ndjson");

    private readonly HttpClient _http;
    private readonly TimeSpan _timeout;

    /// <summary>Prepares the calls; nothing is sent yet.</summary>
    /// <param name="options">How the zone is reached.</param>
    /// <param name="handler">Sends the calls in place of the usual handler; disposed with this.</param>
    /// <exception cref="ArgumentException">The address is not an absolute http or https address, or the time-out is not above zero.</exception>
    public ZoneApi(ZoneApiOptions options, HttpMessageHandler? handler = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!options.Zone.IsAbsoluteUri || (options.Zone.Scheme != Uri.UriSchemeHttp && options.Zone.Scheme != Uri.UriSchemeHttps))
        {
            throw new ArgumentException("The zone's address must be absolute, with http or https.", nameof(options));
        }

        if (options.Timeout <= TimeSpan.Zero)
        {
            throw new ArgumentException("The time-out must be above zero.", nameof(options));
        }

        _timeout = options.Timeout;
        _http = new HttpClient(handler ?? new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = options.Timeout, UseProxy = !options.Zone.IsLoopback })
        {
            BaseAddress = new Uri(options.Zone.AbsoluteUri.TrimEnd('/') + "/"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
        if (options.Token is not null)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", options.Token);
        }
    }

    /// <summary>How bodies are written and read: camelCase, and names in capitals (<c>VCPU</c>, <c>MEMORY_MB</c>) as they are.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        PropertyNamingPolicy = new NamesOfTheWire(),
    };

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    /// <summary>What the zone tells of itself.</summary>
    public Task<ZoneDescription> GetZoneAsync(CancellationToken cancellationToken = default) => GetAsync<ZoneDescription>("api/v1/zone", cancellationToken);

    /// <summary>The live tree.</summary>
    /// <param name="depth">Levels below the zone, 0 to 64; null for all.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public Task<ZoneTree> GetTreeAsync(int? depth = null, CancellationToken cancellationToken = default) =>
        GetAsync<ZoneTree>(FormattableString.Invariant($"api/v1/zone/tree{(depth is null ? "" : "?depth=")}{depth}"), cancellationToken);

    /// <summary>Zones right below this one.</summary>
    public Task<Page<ChildZone>> ListChildrenAsync(ListQuery? query = null, CancellationToken cancellationToken = default) =>
        GetAsync<Page<ChildZone>>((query ?? new()).On("api/v1/zones"), cancellationToken);

    /// <summary>Adds a zone right below this one; no connection is made yet.</summary>
    /// <param name="name">This zone's name for it.</param>
    /// <param name="apiUrl">Root of its API.</param>
    /// <param name="token">A token of it with scope <c>zone:parent</c>.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public Task<ChildZone> AddChildAsync(string name, Uri apiUrl, string token, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(apiUrl);
        var child = new { name, apiUrl = apiUrl.AbsoluteUri.TrimEnd('/'), token };
        return SendAsync<ChildZone>(HttpMethod.Post, "api/v1/zones", JsonContent.Create(child, options: Json), cancellationToken);
    }

    /// <summary>API tokens, the newest first.</summary>
    public Task<Page<ApiToken>> ListTokensAsync(CancellationToken cancellationToken = default) => GetAsync<Page<ApiToken>>("api/v1/tokens", cancellationToken);

    /// <summary>Makes a token; its secret is told this once.</summary>
    /// <param name="name">1 to 100 characters.</param>
    /// <param name="scopes">At least one of <c>read</c>, <c>placements:write</c>, <c>hosts:report</c>, <c>zone:parent</c>, <c>admin</c>.</param>
    /// <param name="expiresAt">When it ends; null never.</param>
    /// <param name="host">The only host that it may report for, with scope <c>hosts:report</c> alone; null for every host.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public Task<NewApiToken> CreateTokenAsync(
        string name, IReadOnlyList<string> scopes, DateTimeOffset? expiresAt = null, string? host = null, CancellationToken cancellationToken = default) =>
        SendAsync<NewApiToken>(HttpMethod.Post, "api/v1/tokens", JsonContent.Create(new { name, scopes, expiresAt, host }, options: Json), cancellationToken);

    /// <summary>Revokes a token: it is of no use any more.</summary>
    public Task RevokeTokenAsync(Guid id, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Delete, $"api/v1/tokens/{id}", null, cancellationToken);

    /// <summary>Policies as they are in force.</summary>
    public Task<Page<Policy>> ListPoliciesAsync(ListQuery? query = null, CancellationToken cancellationToken = default) =>
        GetAsync<Page<Policy>>((query ?? new()).On("api/v1/policies"), cancellationToken);

    /// <summary>The version of a policy that is in force.</summary>
    public Task<Policy> GetPolicyAsync(string name, CancellationToken cancellationToken = default) =>
        GetAsync<Policy>($"api/v1/policies/{Uri.EscapeDataString(name)}", cancellationToken);

    /// <summary>Versions of a policy, the newest first.</summary>
    public Task<Page<Policy>> ListPolicyVersionsAsync(string name, ListQuery? query = null, CancellationToken cancellationToken = default) =>
        GetAsync<Page<Policy>>((query ?? new()).On($"api/v1/policies/{Uri.EscapeDataString(name)}/versions"), cancellationToken);

    /// <summary>Saves the next version of a policy.</summary>
    public Task<Policy> SavePolicyAsync(string name, PolicyChange change, CancellationToken cancellationToken = default) =>
        SendAsync<Policy>(HttpMethod.Put, $"api/v1/policies/{Uri.EscapeDataString(name)}", JsonContent.Create(change, options: Json), cancellationToken);

    /// <summary>Removes a policy with all its versions.</summary>
    /// <exception cref="ZoneProblemException">There is none, it ships with the product, or requests that are still to be decided name it.</exception>
    public Task DeletePolicyAsync(string name, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Delete, $"api/v1/policies/{Uri.EscapeDataString(name)}", null, cancellationToken);

    private Task<T> GetAsync<T>(string route, CancellationToken cancellationToken) => SendAsync<T>(HttpMethod.Get, route, null, cancellationToken);

    private async Task<T> SendAsync<T>(HttpMethod method, string route, HttpContent? content, CancellationToken cancellationToken)
    {
        var (_, body) = await ExchangeAsync(method, route, content, null, cancellationToken).ConfigureAwait(false);
        return Read<T>(body);
    }

    private async Task SendAsync(HttpMethod method, string route, HttpContent? content, CancellationToken cancellationToken) =>
        _ = await ExchangeAsync(method, route, content, null, cancellationToken).ConfigureAwait(false);

    private async Task<(HttpStatusCode Status, byte[] Body)> ExchangeAsync(
        HttpMethod method, string route, HttpContent? content, Action<HttpRequestHeaders>? adorn, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(_timeout);
        using var request = new HttpRequestMessage(method, route) { Content = content };
        adorn?.Invoke(request.Headers);
        try
        {
            using var response = await _http.SendAsync(request, limited.Token).ConfigureAwait(false);
            var body = await response.Content.ReadAsByteArrayAsync(limited.Token).ConfigureAwait(false);
            return response.IsSuccessStatusCode ? (response.StatusCode, body) : throw ProblemReader.Read(response.StatusCode, body);
        }
        catch (OperationCanceledException ex) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ZoneUnreachableException($"The zone at {_http.BaseAddress} did not answer within {_timeout.TotalSeconds:0.###} s.", ex);
        }
        catch (HttpRequestException ex)
        {
            throw new ZoneUnreachableException($"The zone at {_http.BaseAddress} cannot be reached: {ex.Message}", ex);
        }
    }

    private static T Read<T>(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(body, Json) ?? throw new ZoneUnreachableException("The zone answered nothing.");
        }
        catch (JsonException ex)
        {
            throw new ZoneUnreachableException($"The zone's answer cannot be read: {ex.Message}", ex);
        }
    }
}
