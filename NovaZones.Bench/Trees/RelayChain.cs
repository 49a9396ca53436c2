using System.Diagnostics;
using System.Globalization;
using NovaZones.Web.Demo.Zones;

namespace NovaZones.Bench.Trees;

/// <summary>Processes in a row on loopback, each of which hands what it gets to the next.</summary>
internal sealed class RelayChain : IAsyncDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(30);

    private static readonly byte[] Body = new byte[512];

    private readonly List<Process> _processes = [];
    private readonly string _directory = Directory.CreateTempSubdirectory("novazones-relay-").FullName;
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(30) };
    private Uri _first = null!;

    /// <summary>Starts the processes, the last one first.</summary>
    /// <param name="levels">How many.</param>
    /// <param name="work">What each of them does with a request, in microseconds.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ZoneProcessException">One does not answer in time; none is left.</exception>
    public static async Task<RelayChain> StartAsync(int levels, int work, CancellationToken cancellationToken)
    {
        var chain = new RelayChain();
        try
        {
            var ports = LoopbackPorts.TakeFree(levels);
            for (var level = levels - 1; level >= 0; level--)
            {
                chain.Launch(ports[level], level + 1 < levels ? ports[level + 1] : 0, level, work);
            }

            chain._first = new Uri($"http://127.0.0.1:{ports[0]}/");
            await chain.WaitAsync(cancellationToken);
            return chain;
        }
        catch
        {
            await chain.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends one request through all of them.</summary>
    public async Task SendAsync(CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(Body);
        using var response = await _http.PostAsync(_first, content, cancellationToken);
        response.EnsureSuccessStatusCode();
        await response.Content.ReadAsByteArrayAsync(cancellationToken);
    }

    /// <summary>What all of them used since their start.</summary>
    public TimeSpan ProcessorTime() => _processes.Aggregate(TimeSpan.Zero, (sum, process) =>
    {
        process.Refresh();
        return sum + process.TotalProcessorTime;
    });

    /// <value>What all of them have written to the disk.</value>
    public long BytesWritten => new DirectoryInfo(_directory).EnumerateFiles().Sum(file => file.Length);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        foreach (var process in _processes)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
            process.Dispose();
        }

        Directory.Delete(_directory, recursive: true);
    }

    private void Launch(int port, int next, int level, int work)
    {
        var start = ZoneProgram.DescribeHost(typeof(RelayChain).Assembly.Location);
        start.RedirectStandardInput = true; // closes when this process ends, however it does
        string[] arguments =
            [RelayNode.Verb, port.ToString(CultureInfo.InvariantCulture), next.ToString(CultureInfo.InvariantCulture), Path.Combine(_directory, $"{level}.log"), work.ToString(CultureInfo.InvariantCulture)];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        _processes.Add(Process.Start(start) ?? throw new ZoneProcessException("A relay did not start."));
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await SendAsync(cancellationToken);
                return;
            }
            catch (HttpRequestException) when (Stopwatch.GetElapsedTime(started) < StartTime)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
            }
            catch (HttpRequestException last)
            {
                throw new ZoneProcessException($"The relays do not answer within {StartTime.TotalSeconds:0} s: {last.Message}");
            }
        }
    }
}
