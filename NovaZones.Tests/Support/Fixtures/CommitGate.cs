namespace NovaZones.Tests.Support.Fixtures;

/// <summary>Holds one commit until it is opened.</summary>
internal sealed class CommitGate : IDisposable
{
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the commit has come to it.</summary>
    public Task Entered => _entered.Task;

    public void Open() => _opened.TrySetResult();

    public Task PassAsync()
    {
        _entered.TrySetResult();
        return _opened.Task;
    }

    /// <summary>Opens it, lest a test that failed should hang.</summary>
    public void Dispose() => Open();
}
