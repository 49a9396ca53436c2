namespace NovaZones.Web.Composition;

/// <summary>Stops the zone when the process that started it is gone.</summary>
/// <remarks>
/// The parent holds the other end of standard input and never writes. End of input therefore means that the parent has closed it
/// or has died in any way, which no signal handler of the parent could promise.
/// </remarks>
internal sealed partial class ParentWatch(IHostApplicationLifetime lifetime, ILogger<ParentWatch> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        // Reading standard input blocks and cannot be cancelled, so it gets a thread that does not keep the process alive.
        new Thread(() => ReadToEnd(ended)) { IsBackground = true, Name = nameof(ParentWatch) }.Start();
        await ended.Task.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!stoppingToken.IsCancellationRequested)
        {
            LogParentGone();
            lifetime.StopApplication();
        }
    }

    private static void ReadToEnd(TaskCompletionSource ended)
    {
        try
        {
            using var input = Console.OpenStandardInput();
            Span<byte> buffer = stackalloc byte[256];
            while (input.Read(buffer) > 0)
            {
                // What a parent might write is not for us.
            }
        }
        catch (IOException)
        {
            // A broken pipe says the same as its end.
        }

        ended.TrySetResult();
    }

    [LoggerMessage(EventId = 1901, Level = LogLevel.Information, Message = "The process that started this zone has closed its end of standard input, or is gone; stopping.")]
    private partial void LogParentGone();
}
