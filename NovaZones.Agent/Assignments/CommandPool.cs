using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace NovaZones.Agent.Assignments;

/// <summary>Runs commands for what is to be made or ended, some at a time, and writes down how they end. Thread-safe.</summary>
/// <remarks>
/// What is to be done stands in the agent's file and nowhere else. A command that a restart broke off is therefore run again: commands
/// must not mind being run twice.
/// </remarks>
internal sealed partial class CommandPool(AgentStore store, CommandRunner runner, IOptions<AgentOptions> options, TimeProvider time, ILogger<CommandPool> logger)
{
    private readonly CommandOptions _command = options.Value.Command;

    // Guards all that follows.
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, Running> _running = [];
    private readonly Dictionary<Guid, DateTimeOffset> _notBefore = [];
    private bool _isStopping;

    /// <summary>Raised, on any thread, when a command has ended and there may be something to tell.</summary>
    public event Action? Ended;

    /// <summary>Starts what is to be done and has room; breaks off what is being made and was released meanwhile.</summary>
    public void Pump()
    {
        if (!_command.IsGiven)
        {
            return;
        }

        var due = store.List().Where(a => a.State is LocalState.Making or LocalState.Ending).OrderBy(a => a.Assignment.CreatedAt).ToList();
        lock (_lock)
        {
            foreach (var assignment in due)
            {
                if (_running.TryGetValue(assignment.InstanceId, out var running))
                {
                    if (assignment.State == LocalState.Ending && running.State == LocalState.Making)
                    {
                        running.Stop.Cancel();
                    }
                }
                else if (!_isStopping && _running.Count < _command.MaxParallel && IsDue(assignment.InstanceId))
                {
                    Start(assignment);
                }
            }
        }
    }

    /// <summary>Starts nothing more, and waits for what runs; kills that when the caller will not wait any longer.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        List<Running> running;
        lock (_lock)
        {
            _isStopping = true;
            running = [.. _running.Values];
        }

        var all = Task.WhenAll(running.Select(r => r.Task));
        try
        {
            await all.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            foreach (var each in running)
            {
                await each.Stop.CancelAsync();
            }

            await all;
        }
    }

    private bool IsDue(Guid id) => !_notBefore.TryGetValue(id, out var moment) || time.GetUtcNow() >= moment;

    private void Start(LocalAssignment assignment)
    {
        var running = new Running(assignment.State);
        _running.Add(assignment.InstanceId, running);
        running.Task = Task.Run(() => RunAsync(assignment, running));
    }

    private async Task RunAsync(LocalAssignment assignment, Running running)
    {
        try
        {
            if (assignment.State == LocalState.Making)
            {
                await MakeAsync(assignment, running.Stop.Token);
            }
            else
            {
                await EndAsync(assignment, running.Stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            LogBrokenOff(assignment.InstanceId);
        }
        catch (Exception ex)
        {
            // The file cannot be written: it is tried again, like a command that failed.
            LogLost(assignment.InstanceId, ex);
            Postpone(assignment.InstanceId);
        }
        finally
        {
            lock (_lock)
            {
                _running.Remove(assignment.InstanceId);
            }

            Ended?.Invoke();
        }
    }

    private async Task MakeAsync(LocalAssignment assignment, CancellationToken cancellationToken)
    {
        var result = await runner.RunAsync("assigned", assignment.Assignment, cancellationToken);
        store.Finish(assignment.InstanceId, result.Succeeded, result.Message, time.GetUtcNow());
        if (result.Succeeded)
        {
            LogMade(assignment.InstanceId);
        }
        else
        {
            LogNotMade(assignment.InstanceId, result.Message);
        }
    }

    private async Task EndAsync(LocalAssignment assignment, CancellationToken cancellationToken)
    {
        var result = await runner.RunAsync("released", assignment.Assignment, cancellationToken);
        if (result.Succeeded)
        {
            store.Forget(assignment.InstanceId);
            lock (_lock)
            {
                _notBefore.Remove(assignment.InstanceId);
            }

            LogEnded(assignment.InstanceId);
        }
        else
        {
            Postpone(assignment.InstanceId);
            LogNotEnded(assignment.InstanceId, result.Message);
        }
    }

    private void Postpone(Guid id)
    {
        lock (_lock)
        {
            _notBefore[id] = time.GetUtcNow() + _command.RetryAfter;
        }
    }

    private sealed class Running(LocalState state)
    {
        public LocalState State => state;

        // Has neither timer nor handle, and may be cancelled after its command has ended: nothing is disposed.
        public CancellationTokenSource Stop { get; } = new();

        public Task Task { get; set; } = Task.CompletedTask;
    }

    [LoggerMessage(EventId = 201, Level = LogLevel.Information, Message = "The command made instance {InstanceId}.")]
    private partial void LogMade(Guid instanceId);

    [LoggerMessage(EventId = 202, Level = LogLevel.Warning, Message = "The command did not make instance {InstanceId}: {Reason}")]
    private partial void LogNotMade(Guid instanceId, string? reason);

    [LoggerMessage(EventId = 203, Level = LogLevel.Information, Message = "The command ended instance {InstanceId}.")]
    private partial void LogEnded(Guid instanceId);

    [LoggerMessage(EventId = 204, Level = LogLevel.Warning, Message = "The command did not end instance {InstanceId}, and is run again: {Reason}")]
    private partial void LogNotEnded(Guid instanceId, string? reason);

    [LoggerMessage(EventId = 205, Level = LogLevel.Information, Message = "The command for instance {InstanceId} was broken off.")]
    private partial void LogBrokenOff(Guid instanceId);

    [LoggerMessage(EventId = 206, Level = LogLevel.Error, Message = "What became of instance {InstanceId} cannot be written down; the command is run again.")]
    private partial void LogLost(Guid instanceId, Exception exception);
}
