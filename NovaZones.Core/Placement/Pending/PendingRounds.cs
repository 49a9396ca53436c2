namespace NovaZones.Core.Placement.Pending;

/// <summary>Rounds over those that were woken: one at a time, in order of arrival, each as one background job.</summary>
internal sealed class PendingRounds(PendingBook book, IPendingJobs jobs, TimeProvider time)
{
    /// <summary>A job that did not begin by then may have been lost; one too many does nothing.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    private int _isRunning;
    private long _queuedAt;

    /// <summary>Sees to it that a round comes, unless one is under way: that one looks again before it ends.</summary>
    public void Request()
    {
        var now = time.GetUtcNow().UtcTicks;
        var queuedAt = Interlocked.Read(ref _queuedAt);
        if (Volatile.Read(ref _isRunning) == 0 && now - queuedAt > _patience.Ticks && Interlocked.CompareExchange(ref _queuedAt, now, queuedAt) == queuedAt)
        {
            jobs.EnqueueWoken();
        }
    }

    /// <summary>Tries whoever is woken until nobody is; returns at once when another round is under way.</summary>
    /// <param name="tryOne">One attempt; must not throw for what an attempt does.</param>
    /// <param name="cancellationToken">Ends the round after the attempt under way.</param>
    public async Task RunAsync(Func<PendingEntry, CancellationToken, Task> tryOne, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _isRunning, 1) == 1)
        {
            return;
        }

        try
        {
            Interlocked.Exchange(ref _queuedAt, 0);
            while (book.NextWoken() is { } entry)
            {
                await tryOne(entry, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            Volatile.Write(ref _isRunning, 0);
        }

        if (book.HasWoken)
        {
            // Woken between the last look and the end of this round, when nobody queued another.
            Request();
        }
    }
}
