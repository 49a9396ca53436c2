namespace NovaZones.Core.Federation.Asking;

/// <summary>Bounds how many questions are open at all children, and at one; a question waits for its turn within its own time.</summary>
internal sealed class AskRoom(FederationOptions options)
{
    private readonly SemaphoreSlim _all = new(options.MaxAsks);

    /// <summary>Waits for a turn. Null when none came in time.</summary>
    public async Task<AskTurn?> EnterAsync(ChildGate gate, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();

        // The child's own bound first: many questions to one slow child must not hold the places of all others.
        if (!await gate.Room.WaitAsync(timeout, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        var entered = false;
        var left = timeout - time.GetElapsedTime(started);
        try
        {
            entered = left > TimeSpan.Zero && await _all.WaitAsync(left, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (!entered)
            {
                gate.Room.Release();
            }
        }

        // A millisecond at least, so that a turn that came late still ends as a question without an answer.
        return entered ? new AskTurn(gate.Room, _all, TimeSpan.FromMilliseconds(Math.Max(1, (timeout - time.GetElapsedTime(started)).TotalMilliseconds))) : null;
    }
}

/// <summary>Leave to ask one question; dispose when it ended.</summary>
internal sealed class AskTurn(SemaphoreSlim one, SemaphoreSlim all, TimeSpan left) : IDisposable
{
    /// <summary>What is left of the question's time.</summary>
    public TimeSpan Left => left;

    /// <inheritdoc/>
    public void Dispose()
    {
        all.Release();
        one.Release();
    }
}
