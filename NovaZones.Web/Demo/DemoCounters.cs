namespace NovaZones.Web.Demo;

/// <summary>What happened so far, for the status line. Thread-safe.</summary>
internal sealed class DemoCounters
{
    private long _placed;
    private long _refused;
    private long _released;
    private long _errors;
    private long _heldBack;
    private volatile string _lastError = "";

    internal long Placed => Interlocked.Read(ref _placed);

    internal long Refused => Interlocked.Read(ref _refused);

    internal long Released => Interlocked.Read(ref _released);

    internal long Errors => Interlocked.Read(ref _errors);

    /// <value>Arrivals that were not sent, because as many as may be under way at once were not answered yet.</value>
    internal long HeldBack => Interlocked.Read(ref _heldBack);

    internal string LastError => _lastError;

    internal void CountPlaced() => Interlocked.Increment(ref _placed);

    internal void CountRefused() => Interlocked.Increment(ref _refused);

    internal void CountReleased() => Interlocked.Increment(ref _released);

    internal void CountHeldBack() => Interlocked.Increment(ref _heldBack);

    internal void CountError(string what)
    {
        Interlocked.Increment(ref _errors);
        _lastError = what;
    }
}
