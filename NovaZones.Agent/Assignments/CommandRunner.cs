using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using NovaZones.Client;
using NovaZones.Client.Models;

namespace NovaZones.Agent.Assignments;

/// <summary>How a command ended.</summary>
/// <param name="Succeeded">Whether it ended with 0 in time.</param>
/// <param name="Message">What went wrong, with the end of what it printed; null when nothing did.</param>
internal sealed record CommandResult(bool Succeeded, string? Message);

/// <summary>Runs the configured command for an assignment.</summary>
/// <remarks>
/// The command is started as it is, without a shell. It learns what to do from its environment (<c>NOVAZONES_EVENT</c>: <c>assigned</c> or
/// <c>released</c>; <c>NOVAZONES_INSTANCE_ID</c>, <c>NOVAZONES_RESERVATION_ID</c>, <c>NOVAZONES_HOST</c>) and from the assignment as JSON on its
/// standard input. The agent's own settings, its token among them, are taken out of its environment.
/// </remarks>
internal sealed class CommandRunner(IOptions<AgentOptions> options)
{
    private const int MaxMessageLength = 2000;
    private static readonly TimeSpan _outputGrace = TimeSpan.FromSeconds(1);

    /// <summary>Runs it to its end. It is killed, with everything it started, when its time is over or the caller gives up.</summary>
    /// <param name="what"><c>assigned</c> or <c>released</c>.</param>
    /// <param name="assignment">What for.</param>
    /// <param name="cancellationToken">Kills it.</param>
    /// <exception cref="OperationCanceledException">The caller gave up; the command has ended.</exception>
    public async Task<CommandResult> RunAsync(string what, Assignment assignment, CancellationToken cancellationToken)
    {
        var command = options.Value.Command;
        using var process = new Process { StartInfo = Describe(command, what, assignment) };
        var output = new Tail(MaxMessageLength);
        process.OutputDataReceived += (_, line) => output.Add(line.Data);
        process.ErrorDataReceived += (_, line) => output.Add(line.Data);
        try
        {
            process.Start();
        }
        catch (Exception ex) when (ex is Win32Exception or InvalidOperationException or IOException)
        {
            return new CommandResult(false, $"{command.FileName} cannot be started: {ex.Message}");
        }

        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(command.Timeout);
        try
        {
            await TellAsync(process, assignment, limited.Token);
            await WaitAsync(process, limited.Token);
        }
        catch (OperationCanceledException)
        {
            Kill(process);
            await WaitAsync(process, CancellationToken.None);
            cancellationToken.ThrowIfCancellationRequested();
            return new CommandResult(false, output.After(string.Create(CultureInfo.InvariantCulture, $"did not end within {command.Timeout.TotalSeconds:0.###} s and was killed")));
        }

        return process.ExitCode == 0
            ? new CommandResult(true, null)
            : new CommandResult(false, output.After(string.Create(CultureInfo.InvariantCulture, $"ended with {process.ExitCode}")));
    }

    private ProcessStartInfo Describe(CommandOptions command, string what, Assignment assignment)
    {
        var start = new ProcessStartInfo(command.FileName) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in command.Arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var own in start.Environment.Keys.Where(k => k.StartsWith(AgentOptions.SectionName + "__", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(own);
        }

        start.Environment["NOVAZONES_EVENT"] = what;
        start.Environment["NOVAZONES_INSTANCE_ID"] = assignment.InstanceId.ToString();
        start.Environment["NOVAZONES_RESERVATION_ID"] = assignment.ReservationId;
        start.Environment["NOVAZONES_HOST"] = options.Value.HostName;
        return start;
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception ex) when (ex is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It, or something it started, ended in this moment or may not be killed; what can be waited for is.
        }
    }

    private static async Task TellAsync(Process process, Assignment assignment, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(assignment, ZoneApi.Json).AsMemory(), cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It did not care to read, or has ended.
        }
    }

    /// <summary>Waits for the process, and a little for its output: something that it left behind may hold that open for ever.</summary>
    private static async Task WaitAsync(Process process, CancellationToken cancellationToken)
    {
        // WaitForExitAsync alone would wait for the ends of both streams, too.
        var exited = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        process.Exited += (_, _) => exited.TrySetResult();
        process.EnableRaisingEvents = true;
        if (process.HasExited)
        {
            exited.TrySetResult();
        }

        await exited.Task.WaitAsync(cancellationToken);
        using var grace = new CancellationTokenSource(_outputGrace);
        await process.WaitForExitAsync(grace.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>The end of what was printed. Thread-safe.</summary>
    private sealed class Tail(int length)
    {
        private readonly Lock _lock = new();
        private readonly StringBuilder _text = new();

        public void Add(string? line)
        {
            lock (_lock)
            {
                if (line is not null)
                {
                    _text.Append('\n').Append(line.Length > length ? line[^length..] : line);
                    _text.Remove(0, Math.Max(0, _text.Length - length));
                }
            }
        }

        public string After(string words)
        {
            lock (_lock)
            {
                var room = length - words.Length - 2;
                var end = _text.ToString().Trim();
                return end.Length == 0 ? words : $"{words}: {(end.Length > room ? end[^room..] : end)}";
            }
        }
    }
}
