namespace NovaZones.Core.Replicas;

/// <summary>Runs recurring work where it is this process's turn: always in a zone of one process, at one replica at a time in a zone of several.</summary>
public sealed class BackgroundWork(LeaseKeeper? keeper = null)
{
    /// <summary>The longest that work may lie between two replicas: one was killed, and another has to be sure of it first. Zero in a zone of one process.</summary>
    public TimeSpan HandoverTime => keeper is null ? TimeSpan.Zero : keeper.LeaseTime * 2;

    /// <summary>Runs the work, or returns at once when it is another replica's.</summary>
    /// <param name="work">Its token ends with this replica's turn.</param>
    /// <param name="cancellationToken">Ends it, too.</param>
    public async Task RunAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (keeper is null)
        {
            await work(cancellationToken).ConfigureAwait(false);
            return;
        }

        if (!keeper.HoldsBackground)
        {
            return;
        }

        var tenure = keeper.Tenure;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(tenure, cancellationToken);
        try
        {
            await work(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (tenure.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // Another replica goes on with it.
        }
    }
}
