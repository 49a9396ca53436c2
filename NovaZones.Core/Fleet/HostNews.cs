namespace NovaZones.Core.Fleet;

/// <summary>Hosts that changed since somebody last asked, each once: as it was first and as it is now.</summary>
/// <remarks>Gathers only while somebody listens, and at most one entry a host; otherwise it costs one read. Thread-safe.</remarks>
internal sealed class HostNews
{
    // Guards _changes and _isLost.
    private readonly Lock _lock = new();
    private Dictionary<Guid, HostNewsItem> _changes = [];
    private bool _isLost;
    private volatile bool _isListening;
    private TimeSpan _staleAfter;

    /// <summary>Called, on the thread that brings it, when there is news.</summary>
    public Action? Arrived { get; set; }

    /// <summary>Starts gathering.</summary>
    /// <param name="staleAfter">Silence after which a sign of life is news.</param>
    public void Listen(TimeSpan staleAfter)
    {
        _staleAfter = staleAfter;
        _isListening = true;
    }

    /// <summary>Stops gathering and forgets.</summary>
    public void Stop()
    {
        _isListening = false;
        lock (_lock)
        {
            _changes = [];
            _isLost = false;
        }
    }

    /// <summary>A host is new (null before) or changed, and everybody can see it.</summary>
    public void Offer(Host? before, Host after)
    {
        if (!_isListening)
        {
            return;
        }

        lock (_lock)
        {
            _changes[after.Id] = _changes.TryGetValue(after.Id, out var earlier) ? earlier with { After = after } : new HostNewsItem(before, after);
        }

        Arrived?.Invoke();
    }

    /// <summary>A host gives a sign of life; news when it was silent for too long. To be told before the sign is noted.</summary>
    public void Heard(Host host, DateTimeOffset now)
    {
        if (_isListening && !host.IsUp(now, _staleAfter))
        {
            Offer(null, host);
        }
    }

    /// <summary>More changed than can be told host by host.</summary>
    public void Lose()
    {
        if (!_isListening)
        {
            return;
        }

        lock (_lock)
        {
            _isLost = true;
        }

        Arrived?.Invoke();
    }

    /// <summary>Hands over what was gathered.</summary>
    /// <param name="isLost">Whether more changed than is listed.</param>
    public IReadOnlyCollection<HostNewsItem> Take(out bool isLost)
    {
        lock (_lock)
        {
            var taken = _changes;
            (isLost, _isLost, _changes) = (_isLost, false, []);
            return taken.Values;
        }
    }
}

/// <summary>One host that changed.</summary>
/// <param name="Before">As it was; null when it is new, or was silent.</param>
/// <param name="After">As it is.</param>
internal sealed record HostNewsItem(Host? Before, Host After);
