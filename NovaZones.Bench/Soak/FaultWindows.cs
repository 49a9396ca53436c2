namespace NovaZones.Bench.Soak;

/// <summary>When something was disturbed, so that an answer can be held against it. Thread-safe.</summary>
internal sealed class FaultWindows(TimeProvider time)
{
    private readonly Lock _gate = new(); // guards _windows
    private readonly List<(long From, long? To)> _windows = [];

    /// <summary>A disturbance begins.</summary>
    public void Open()
    {
        lock (_gate)
        {
            _windows.Add((time.GetTimestamp(), null));
        }
    }

    /// <summary>What was disturbed is healed, and everybody had time to notice.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _windows[^1] = (_windows[^1].From, time.GetTimestamp());
        }
    }

    /// <summary>Whether a call that began then and ends now was under way while something was disturbed.</summary>
    public bool Touch(long began)
    {
        lock (_gate)
        {
            return _windows.Exists(w => w.To is not { } to || to >= began);
        }
    }
}
