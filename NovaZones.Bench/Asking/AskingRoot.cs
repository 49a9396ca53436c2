using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using NovaZones.Web.Demo.Zones;

namespace NovaZones.Bench.Asking;

/// <summary>A root zone as a process of its own, with a number of children that a peer plays.</summary>
internal sealed class AskingRoot : IAsyncDisposable
{
    private const string Token = "bench-asking-administrator";
    private const string Body = """{"resources":{"PGPU":1,"VCPU":4},"traits":{"required":["HW_CPU_X86_07"]}}""";

    private readonly AskingPeer _peer;
    private readonly ZoneProcess _process;
    private readonly string _directory;
    private readonly HttpClient _http;
    private readonly List<double> _processorMs = [];
    private readonly List<double> _waitMs = [];
    private readonly List<double> _restPercent = [];

    private AskingRoot(AskingPeer peer, ZoneProcess process, string directory, int children)
    {
        _peer = peer;
        _process = process;
        _directory = directory;
        Children = children;
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = process.Options.Url, Timeout = TimeSpan.FromSeconds(30) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    internal int Children { get; }

    /// <summary>Median over the blocks of the root's processor time for one placement, what it uses at rest taken off.</summary>
    internal double ProcessorMs => Median(_processorMs);

    /// <summary>Percent of one processor that it uses at rest, for polls and links.</summary>
    internal double RestPercent => Median(_restPercent);

    internal double WaitMs => Median(_waitMs);

    internal int AnswerBytes { get; private set; }

    internal int ExplanationBytes { get; private set; }

    internal double AskedPerPlacement { get; private set; }

    internal static async Task<AskingRoot> StartAsync(AskingPeer peer, int children, CancellationToken cancellationToken)
    {
        var directory = Directory.CreateTempSubdirectory("novazones-asking-").FullName;
        var url = new Uri($"http://127.0.0.1:{LoopbackPorts.TakeFree(1)[0]}");
        var process = await ZoneProcess.StartAsync(
            new ZoneProcessOptions($"root{children}", url, directory, Token)
            {
                AdminPassword = "correct horse battery",
                Settings = new Dictionary<string, string> { ["Federation__PollInterval"] = "00:00:59", ["Logging__LogLevel__Default"] = "Warning" },
            },
            cancellationToken);
        var root = new AskingRoot(peer, process, directory, children);
        try
        {
            await Parallel.ForEachAsync(Enumerable.Range(0, children), new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellationToken }, root.AddAsync);
            return root;
        }
        catch
        {
            await root.DisposeAsync();
            throw;
        }
    }

    /// <summary>Places one after the other, and rests as long for comparison.</summary>
    internal async Task MeasureAsync(int requests, bool counts, CancellationToken cancellationToken)
    {
        using var process = Process.GetProcessById(_process.ProcessId);
        var asked = _peer.Asked;
        var waits = new List<double>();
        var (started, before) = (Stopwatch.GetTimestamp(), process.TotalProcessorTime);
        var answer = "";
        for (var i = 0; i < requests; i++)
        {
            var sent = Stopwatch.GetTimestamp();
            answer = await SendAsync(HttpMethod.Post, "/api/v1/placements", Body, cancellationToken);
            waits.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
        }

        var busy = Stopwatch.GetElapsedTime(started);
        process.Refresh();
        var used = process.TotalProcessorTime - before;
        (started, before) = (Stopwatch.GetTimestamp(), process.TotalProcessorTime);
        await Task.Delay(busy, cancellationToken);
        process.Refresh();
        var idle = (process.TotalProcessorTime - before) * (busy / Stopwatch.GetElapsedTime(started));
        if (counts)
        {
            _processorMs.Add((used - idle).TotalMilliseconds / requests);
            _waitMs.Add(Median(waits));
            _restPercent.Add(100 * idle / busy);
        }

        using var document = JsonDocument.Parse(answer);
        AnswerBytes = Encoding.UTF8.GetByteCount(answer);
        ExplanationBytes = Encoding.UTF8.GetByteCount(await SendAsync(HttpMethod.Get, document.RootElement.GetProperty("explanation").GetString()!, null, cancellationToken));
        AskedPerPlacement = (double)(_peer.Asked - asked) / requests;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _process.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private static double Median(List<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    private async ValueTask AddAsync(int child, CancellationToken cancellationToken)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"child{child:d4}");
        await SendAsync(HttpMethod.Post, "/api/v1/zones", $$"""{"name":"{{name}}","apiUrl":"{{_peer.UrlOf(_process.Options.Name, child)}}","token":"t"}""", cancellationToken);
        await SendAsync(HttpMethod.Post, $"/api/v1/zones/{name}/test", null, cancellationToken);
    }

    private async Task<string> SendAsync(HttpMethod method, string address, string? json, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, address) { Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json") };
        using var response = await _http.SendAsync(request, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.IsSuccessStatusCode ? text : throw new HttpRequestException($"{method} {address} answered {(int)response.StatusCode}: {text}");
    }
}
