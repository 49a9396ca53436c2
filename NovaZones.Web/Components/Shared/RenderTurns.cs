namespace NovaZones.Web.Components.Shared;

/// <summary>Lets open pages draw their news one after another, so that those who place never wait behind fifty pages that do it at once.</summary>
/// <remarks>
/// Thread-safe. A turn is held for as long as a page computes: one that waits for what it reads gives its turn back, so that a slow page, or one that
/// hangs, holds nobody up. One turn for each two processors.
/// </remarks>
public sealed class RenderTurns : IDisposable
{
    private readonly SemaphoreSlim _free = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <summary>Does something when it is this page's turn.</summary>
    /// <param name="act">What the page does; its turn ends where it begins to wait, or with it.</param>
    /// <param name="cancellationToken">Ends the waiting for a turn with <see cref="OperationCanceledException"/>.</param>
    public async Task TakeAsync(Func<Task> act, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(act);
        await _free.WaitAsync(cancellationToken);
        Task running;
        try
        {
            running = act();
        }
        finally
        {
            _free.Release();
        }

        await running;
    }

    /// <inheritdoc />
    public void Dispose() => _free.Dispose();
}
