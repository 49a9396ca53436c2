namespace NovaZones.Web.Demo;

/// <summary>Runs loops that only make sense together.</summary>
internal static class Together
{
    /// <summary>Ends all of them as soon as one ends, and then throws what the failing one threw.</summary>
    /// <remarks>A plain <c>Task.WhenAll</c> would wait for the healthy ones, which never end, and hide the failure for ever.</remarks>
    internal static async Task RunAsync(IEnumerable<Func<CancellationToken, Task>> loops, CancellationToken cancellationToken)
    {
        using var parts = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = loops.Select(loop => loop(parts.Token)).ToArray();
        await Task.WhenAny(running);
        await parts.CancelAsync();
        await Task.WhenAll(running);
    }
}
