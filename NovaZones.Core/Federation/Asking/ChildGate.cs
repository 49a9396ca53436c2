namespace NovaZones.Core.Federation.Asking;

/// <summary>One child's circuit breaker for questions, and the bound on how many are open at once. Thread-safe.</summary>
/// <remarks>
/// A question that was given its full time and got no answer opens the breaker at once: the next request must not wait for a child that
/// hangs. Other failures open it after <see cref="FederationOptions.FailuresToOffline"/> in a row. When the open time is over, one
/// question at a time tries the child; success closes the breaker, failure doubles the open time up to a bound. Polls do not close it:
/// a child may tell its figures and yet hang when asked.
/// </remarks>
/// <param name="options">Bounds and times.</param>
/// <param name="time">The clock.</param>
/// <param name="changed">Told when the breaker opened or closed.</param>
internal sealed class ChildGate(FederationOptions options, TimeProvider time, Action? changed = null)
{
    private const int MostDoublings = 4;

    // Guards everything below.
    private readonly Lock _lock = new();
    private int _failures;
    private int _opened;
    private DateTimeOffset _retryAt;
    private bool _isOpen;
    private bool _isProbing;
    private string _reason = "";
    private volatile bool _foundTooLittle;

    /// <summary>Bound on questions that this zone has open at the child.</summary>
    public SemaphoreSlim Room { get; } = new(options.MaxAsksPerChild);

    /// <summary>Whether the last question found fewer slots there than were wanted: what is then asked to be placed at once would often be in vain.</summary>
    public bool FoundTooLittle { get => _foundTooLittle; set => _foundTooLittle = value; }

    /// <summary>Why the child is not asked; null while it is.</summary>
    public ChildBreaker? Breaker
    {
        get
        {
            lock (_lock)
            {
                return _isOpen ? new ChildBreaker(_reason, _retryAt) : null;
            }
        }
    }

    /// <summary>Whether the child may be asked; <see cref="GateState.Probe"/> is told to one caller at a time, who must say how it ended.</summary>
    /// <param name="reason">Why not, or what it is doubted for.</param>
    public GateState Enter(out string? reason)
    {
        lock (_lock)
        {
            reason = _isOpen ? _reason : null;
            if (!_isOpen)
            {
                return GateState.Closed;
            }

            if (_isProbing || time.GetUtcNow() < _retryAt)
            {
                return GateState.Open;
            }

            _isProbing = true;
            return GateState.Probe;
        }
    }

    /// <summary>A question was answered, or the child began anew.</summary>
    public void Succeeded()
    {
        bool wasOpen;
        lock (_lock)
        {
            wasOpen = _isOpen;
            (_isOpen, _isProbing, _failures, _opened) = (false, false, 0, 0);
        }

        if (wasOpen)
        {
            changed?.Invoke();
        }
    }

    /// <summary>A probe was not sent after all.</summary>
    public void Withdrawn()
    {
        lock (_lock)
        {
            _isProbing = false;
        }
    }

    /// <summary>A question failed.</summary>
    /// <param name="reason">How.</param>
    /// <param name="isConclusive">Whether the child had its full time and was silent.</param>
    public void Failed(string reason, bool isConclusive)
    {
        var opens = false;
        lock (_lock)
        {
            _failures++;
            if (_isProbing || isConclusive || _failures >= options.FailuresToOffline)
            {
                _retryAt = time.GetUtcNow() + (options.BreakerOpenTime * (1 << Math.Min(_opened, MostDoublings)));
                _opened = _isProbing || !_isOpen ? _opened + 1 : _opened;
                (_isOpen, _isProbing, _reason) = (true, false, reason);
                opens = true;
            }
        }

        if (opens)
        {
            changed?.Invoke();
        }
    }
}

/// <summary>Whether a child may be asked.</summary>
internal enum GateState
{
    /// <summary>It may.</summary>
    Closed,

    /// <summary>By this one question, to see whether it answers again.</summary>
    Probe,

    /// <summary>Not now.</summary>
    Open,
}
