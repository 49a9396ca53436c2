namespace NovaZones.Web.Components.Shared;

/// <summary>How live the page of this circuit is: where <see cref="LiveFeed"/> and the switch in the page's head meet.</summary>
public sealed class LivePage
{
    private readonly Dictionary<LiveFeed, string> _faults = [];
    private LiveFeed? _feed;

    /// <summary>Something of it changed.</summary>
    public event Action? Changed;

    /// <summary>Whether the page shown follows what happens.</summary>
    public bool IsLive => _feed is not null;

    /// <summary>Whether the page stands still until it is told to go on.</summary>
    public bool IsPaused { get; private set; }

    /// <summary>When the page last began to read what it shows; null before.</summary>
    public DateTimeOffset? AsOf { get; private set; }

    /// <summary>Under which number the log has why the page cannot be read at the moment; null when it can.</summary>
    public string? Fault => _faults.Values.FirstOrDefault();

    /// <summary>Stops following, or goes on and reads at once what was missed.</summary>
    public async Task SetPausedAsync(bool isPaused)
    {
        if (_feed is not { } feed || IsPaused == isPaused)
        {
            return;
        }

        IsPaused = isPaused;
        Changed?.Invoke();
        if (!isPaused)
        {
            await feed.CatchUpAsync();
        }
    }

    /// <summary>A page is opened, and is live.</summary>
    internal void Enter(LiveFeed feed)
    {
        (_feed, IsPaused, AsOf) = (feed, false, null);
        Changed?.Invoke();
    }

    /// <summary>A page is left; the next one may be there already.</summary>
    internal void Leave(LiveFeed feed)
    {
        var hadFault = _faults.Remove(feed);
        if (_feed == feed)
        {
            (_feed, IsPaused, AsOf) = (null, false, null);
            Changed?.Invoke();
        }
        else if (hadFault)
        {
            Changed?.Invoke();
        }
    }

    /// <summary>What a part of the page shows cannot be read at the moment.</summary>
    internal void Failed(LiveFeed feed, string fault)
    {
        _faults[feed] = fault;
        Changed?.Invoke();
    }

    /// <summary>It can be read again.</summary>
    internal void Recovered(LiveFeed feed)
    {
        if (_faults.Remove(feed))
        {
            Changed?.Invoke();
        }
    }

    /// <summary>The page begins to read.</summary>
    internal void Reading(LiveFeed feed, DateTimeOffset at)
    {
        if (_feed == feed)
        {
            AsOf = at;
            Changed?.Invoke();
        }
    }
}
