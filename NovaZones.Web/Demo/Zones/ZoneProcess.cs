using System.Diagnostics;
using System.Runtime.InteropServices;

namespace NovaZones.Web.Demo.Zones;

/// <summary>One real zone, run as a child process of this program.</summary>
/// <remarks>
/// The child's standard input is a pipe that only this process holds open. However this process ends, even by <c>kill -9</c>,
/// the pipe closes and the zone (<c>Zone:ExitWithParent</c>) stops by itself; no process is left behind.
/// </remarks>
internal sealed class ZoneProcess : IAsyncDisposable
{
    private const int SigTerm = 15;
    private static readonly TimeSpan ReadyPollInterval = TimeSpan.FromMilliseconds(200);

    private readonly Process _process;
    private readonly ZoneLog _log;

    private ZoneProcess(ZoneProcessOptions options, Process process, ZoneLog log)
    {
        Options = options;
        _process = process;
        _log = log;
    }

    internal ZoneProcessOptions Options { get; }

    internal int ProcessId => _process.Id;

    internal string LogPath => _log.FilePath;

    /// <summary>Starts the zone and waits until it is ready.</summary>
    /// <exception cref="ZoneProcessException">It ended, or was not ready in time; nothing is left running.</exception>
    internal static async Task<ZoneProcess> StartAsync(ZoneProcessOptions options, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(options.DataDirectory);
        var zone = Launch(options);
        try
        {
            await zone.WaitUntilReadyAsync(cancellationToken);
            return zone;
        }
        catch
        {
            await zone.DisposeAsync();
            throw;
        }
    }

    /// <summary>Completes when the process has ended, for whatever reason.</summary>
    internal Task WaitForExitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    /// <summary>The exit code; only after the process has ended.</summary>
    internal int ExitCode => _process.ExitCode;

    /// <summary>Ends the process at once, as a power cut would.</summary>
    internal void Kill() => _process.Kill(entireProcessTree: true);

    /// <summary>Asks the zone to stop and kills it when the grace period is over. Harmless when it has ended.</summary>
    internal async Task StopAsync()
    {
        if (_process.HasExited)
        {
            return;
        }

        if (!OperatingSystem.IsWindows())
        {
            _ = SendSignal(_process.Id, SigTerm);
        }

        // Where there are no signals the closed pipe is the request to stop; elsewhere it repeats it.
        CloseInput();
        using var grace = new CancellationTokenSource(Options.StopGrace);
        try
        {
            await _process.WaitForExitAsync(grace.Token);
        }
        catch (OperationCanceledException)
        {
            _log.WriteLine($"Did not stop within {Options.StopGrace.TotalSeconds:0} s; killed.");
            Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
        _log.Dispose();
    }

    private static ZoneProcess Launch(ZoneProcessOptions options)
    {
        var start = ZoneProgram.Describe();
        start.WorkingDirectory = options.DataDirectory;
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        foreach (var (name, value) in ZoneProcessEnvironment.For(options))
        {
            start.Environment[name] = value;
        }

        var log = new ZoneLog(Path.Combine(options.DataDirectory, "zone.log"));
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => log.WriteLine(line.Data);
        process.ErrorDataReceived += (_, line) => log.WriteLine(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new ZoneProcess(options, process, log);
    }

    private async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler { UseProxy = false };
        using var http = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(5) };
        var readyz = new Uri(Options.Url, "/readyz");
        var started = Stopwatch.GetTimestamp();
        var last = "was not asked";
        while (Stopwatch.GetElapsedTime(started) < Options.StartTimeout)
        {
            if (_process.HasExited)
            {
                // Both streams are read to their end before this returns, so the tail holds the last words.
                await _process.WaitForExitAsync(cancellationToken);
                throw Failure($"ended with exit code {_process.ExitCode} before it was ready");
            }

            if (await ObstacleAsync(http, readyz, cancellationToken) is not { } obstacle)
            {
                return;
            }

            last = obstacle;
            await Task.Delay(ReadyPollInterval, cancellationToken);
        }

        throw Failure($"was not ready within {Options.StartTimeout.TotalSeconds:0} s: {last}; {Effort()}");
    }

    /// <summary>Why the zone is not ready, or null when it is.</summary>
    private static async Task<string?> ObstacleAsync(HttpClient http, Uri readyz, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.GetAsync(readyz, cancellationToken);
            return response.IsSuccessStatusCode ? null : $"{readyz.AbsolutePath} answers {(int)response.StatusCode} {await response.Content.ReadAsStringAsync(cancellationToken)}";
        }
        catch (HttpRequestException failure)
        {
            return $"{readyz.AbsolutePath}: {failure.Message}";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"{readyz.AbsolutePath} does not answer within {http.Timeout.TotalSeconds:0} s";
        }
    }

    /// <summary>What tells a zone that hangs from one that the machine gave no time to.</summary>
    private string Effort()
    {
        _process.Refresh();
        var running = _process.Threads.Cast<ProcessThread>().Count(t => t.ThreadState == System.Diagnostics.ThreadState.Running);
        return $"it had {_process.TotalProcessorTime.TotalSeconds:0.0} s of processor time, {running} of its {_process.Threads.Count} threads want to run";
    }

    private ZoneProcessException Failure(string what) =>
        new($"Zone {Options.Name} {what}. The end of its log {_log.FilePath}:{Environment.NewLine}{_log.Tail()}");

    private void CloseInput()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The zone closed its end first, which is what was wanted.
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int processId, int signal);
}
