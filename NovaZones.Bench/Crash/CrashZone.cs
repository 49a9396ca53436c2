using System.Net.Http.Headers;
using System.Text;
using NovaZones.Web.Demo.Zones;

namespace NovaZones.Bench.Crash;

/// <summary>One life of the zone's process, from start to <c>kill -9</c>.</summary>
internal sealed class CrashZone : IAsyncDisposable
{
    /// <summary>Cores of each host at first.</summary>
    public const long FirstTotal = 64;

    private static readonly string Token = ZoneSecrets.Token();
    private static readonly string Password = ZoneSecrets.Password();
    private readonly ZoneProcess _process;
    private readonly HttpClient _client;
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private CrashZone(ZoneProcess process, Uri url)
    {
        _process = process;
        _client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = url, Timeout = TimeSpan.FromSeconds(20) };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    /// <exception cref="ZoneProcessException">It did not start.</exception>
    public static async Task<CrashZone> StartAsync(string directory, CancellationToken cancellationToken)
    {
        var url = new Uri($"http://127.0.0.1:{LoopbackPorts.TakeFree(1)[0]}");
        var options = new ZoneProcessOptions("crash", url, directory, Token)
        {
            AdminPassword = Password,

            // On a machine that does much else a start may take long; that is no breach.
            StartTimeout = TimeSpan.FromMinutes(5),
            Settings = new Dictionary<string, string> { ["Logging__LogLevel__Default"] = "Warning", ["Scheduler__StaleAfter"] = "1.00:00:00" },
        };
        return new CrashZone(await ZoneProcess.StartAsync(options, cancellationToken).ConfigureAwait(false), url);
    }

    /// <summary>Done when the first call was answered.</summary>
    public Task Answered => _answered.Task;

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
    }

    /// <returns>Status and body; null when no answer came.</returns>
    public async Task<(int Status, string Body)?> SendAsync(HttpMethod method, string path, string? json, string? key)
    {
        try
        {
            using var request = new HttpRequestMessage(method, path) { Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json") };
            if (key is not null)
            {
                request.Headers.Add("Idempotency-Key", key);
            }

            using var response = await _client.SendAsync(request, CancellationToken.None).ConfigureAwait(false);
            var body = await response.Content.ReadAsStringAsync(CancellationToken.None).ConfigureAwait(false);
            _answered.TrySetResult();
            return ((int)response.StatusCode, body);
        }
        catch (Exception ex) when (ex is HttpRequestException or IOException or OperationCanceledException)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _process.DisposeAsync().ConfigureAwait(false);
    }
}
