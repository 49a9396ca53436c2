namespace NovaZones.Core.Claims;

/// <summary>A decision waiting for its turn.</summary>
internal abstract class LedgerCommand
{
    /// <summary>Decides on the batch. False when it failed or was withdrawn; the batch is then rolled back to before it.</summary>
    public abstract bool TryDecide(LedgerBatch batch);

    /// <summary>Hands the caller the decision, now durable; or why it failed.</summary>
    public abstract void Complete();

    /// <summary>Tells the caller that nothing of the group became durable.</summary>
    public abstract void Fail(Exception failure);
}

/// <inheritdoc/>
internal sealed class LedgerCommand<T>(Func<LedgerBatch, T> decide, CancellationToken cancellationToken) : LedgerCommand
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;
    private Exception? _failure;

    public Task<T> Completion => _completion.Task;

    public override bool TryDecide(LedgerBatch batch)
    {
        _failure = null;
        if (cancellationToken.IsCancellationRequested)
        {
            _failure = new OperationCanceledException(cancellationToken);
            return false;
        }

        try
        {
            _result = decide(batch);
            return true;
        }
        catch (Exception failure)
        {
            // A defect in one decision must not take its neighbours down; the caller gets it.
            _failure = failure;
            return false;
        }
    }

    public override void Complete()
    {
        if (_failure is null)
        {
            _completion.TrySetResult(_result);
        }
        else
        {
            _completion.TrySetException(_failure);
        }
    }

    public override void Fail(Exception failure) => _completion.TrySetException(failure);
}
