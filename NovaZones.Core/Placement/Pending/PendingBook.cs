using Microsoft.Extensions.Options;
using NovaZones.Core.Fleet;

namespace NovaZones.Core.Placement.Pending;

/// <summary>Every pending request of this zone in order of arrival, and who is woken by what. In memory; thread-safe.</summary>
public sealed partial class PendingBook
{
    // Guards everything below and the changing members of the entries.
    private readonly Lock _lock = new();
    private readonly SortedSet<PendingEntry> _order = [];
    private readonly Dictionary<string, PendingEntry> _byId = new(StringComparer.Ordinal);
    private readonly SortedSet<PendingEntry> _woken = [];
    private readonly HashSet<PendingEntry> _trying = [];
    private readonly LackIndex _index = new();
    private readonly FleetView _view;
    private readonly TimeProvider _time;
    private readonly PlacementLimits _limits;
    private readonly TimeSpan _staleAfter;

    /// <summary>An empty book.</summary>
    public PendingBook(FleetView view, TimeProvider time, IOptions<PlacementLimits> limits, IOptions<SchedulerOptions> scheduler)
    {
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentNullException.ThrowIfNull(scheduler);
        _view = view;
        _time = time;
        _limits = limits.Value;
        _staleAfter = scheduler.Value.StaleAfter;
    }

    /// <summary>Called when a deadline came nearer or somebody was woken.</summary>
    internal Action? Changed { get; set; }

    /// <summary>Pending requests.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _order.Count;
            }
        }
    }

    /// <summary>How many are queued, being tried, and waiting at this moment, in this process.</summary>
    public PendingCounts Counts()
    {
        lock (_lock)
        {
            var queued = 0;
            foreach (var entry in _order)
            {
                queued += entry.Phase == PendingPhase.Queued ? 1 : 0;
            }

            return new PendingCounts(queued, _trying.Count, _order.Count - queued - _trying.Count);
        }
    }

    /// <summary>Whether anybody waits for a turn.</summary>
    internal bool HasWoken
    {
        get
        {
            lock (_lock)
            {
                return _woken.Count > 0;
            }
        }
    }

    /// <summary>Where a request stands; null when it is not pending.</summary>
    public PendingStatus? StatusOf(string reservationId) => StatusOf([reservationId]).GetValueOrDefault(reservationId);

    /// <summary>Where requests stand; those that are not pending are left out.</summary>
    public IReadOnlyDictionary<string, PendingStatus> StatusOf(IReadOnlyCollection<string> reservationIds)
    {
        ArgumentNullException.ThrowIfNull(reservationIds);
        lock (_lock)
        {
            var wanted = reservationIds.Where(_byId.ContainsKey).ToHashSet(StringComparer.Ordinal);
            var found = new Dictionary<string, PendingStatus>(wanted.Count, StringComparer.Ordinal);
            var position = 0;
            foreach (var entry in wanted.Count == 0 ? [] : _order)
            {
                position++;
                if (wanted.Contains(entry.Id))
                {
                    string[] lacks = entry.Shortage is { } shortage ? [.. shortage.Lacks.Select(l => l.ToString()).Order(StringComparer.Ordinal)] : [];
                    found[entry.Id] = new PendingStatus(position, entry.Attempts, entry.Overtaken, [.. lacks]);
                    if (found.Count == wanted.Count)
                    {
                        break;
                    }
                }
            }

            return found;
        }
    }

    /// <summary>Takes a new request in. False when the book is full.</summary>
    internal bool TryAdd(PendingEntry entry)
    {
        lock (_lock)
        {
            if (_order.Count >= _limits.MaxPending)
            {
                return false;
            }

            Put(entry);
        }

        Changed?.Invoke();
        return true;
    }

    /// <summary>Takes a request in again that was taken in before the zone stopped, however many there are.</summary>
    /// <param name="entry">The request; in phase Waiting it is woken at once, since nobody knows what it lacks.</param>
    internal void Restore(PendingEntry entry)
    {
        lock (_lock)
        {
            Put(entry);
            if (entry.Phase == PendingPhase.Waiting)
            {
                Wake(entry);
            }
        }

        Changed?.Invoke();
    }

    internal PendingEntry? Find(string reservationId)
    {
        lock (_lock)
        {
            return _byId.GetValueOrDefault(reservationId);
        }
    }

    /// <summary>Lets an attempt begin. False when the request is gone or in another phase, as for a job that runs twice.</summary>
    internal bool TryBegin(PendingEntry entry, PendingPhase from)
    {
        lock (_lock)
        {
            if (entry.Phase != from || !_byId.ContainsKey(entry.Id))
            {
                return false;
            }

            Unindex(entry);
            _trying.Add(entry);
            entry.Phase = PendingPhase.Trying;
            entry.IsWoken = false;
            entry.RecheckAt = null;
            entry.Missed.Clear();
            entry.MissedMore = false;
            entry.Attempts++;
            return true;
        }
    }

    /// <summary>An attempt ended without enough.</summary>
    /// <param name="entry">The request.</param>
    /// <param name="shortage">What it lacks.</param>
    /// <param name="recheckAt">When to try again whatever happens, or null.</param>
    internal void Wait(PendingEntry entry, Shortage shortage, DateTimeOffset? recheckAt)
    {
        lock (_lock)
        {
            _trying.Remove(entry);
            entry.Phase = PendingPhase.Waiting;
            entry.Shortage = shortage;
            entry.RecheckAt = recheckAt;
            foreach (var lack in shortage.Lacks)
            {
                _index.Add(lack, entry);
            }

            foreach (var news in entry.Missed.Values)
            {
                Note(entry, news, news.Before is null ? [] : HostChangeLacks.Of(news.Before, news.After));
            }

            if (entry.MissedMore)
            {
                shortage.Doubt();
                Wake(entry);
            }

            entry.Missed.Clear();
            entry.MissedMore = false;
        }

        Changed?.Invoke();
    }

    /// <summary>Every pending request.</summary>
    internal IReadOnlyList<string> Ids()
    {
        lock (_lock)
        {
            return [.. _byId.Keys];
        }
    }

    /// <summary>Takes in a request that another replica holds, or its word that it waits.</summary>
    /// <param name="entry">The request.</param>
    /// <param name="isWaiting">Whether it was tried and waits, so that it is to be tried once here to learn what it lacks.</param>
    /// <param name="recheckAt">When to try one that was not, if nobody did by then.</param>
    internal void Follow(PendingEntry entry, bool isWaiting, DateTimeOffset recheckAt)
    {
        lock (_lock)
        {
            if (!_byId.ContainsKey(entry.Id))
            {
                Put(entry);
            }
            else if (entry is not { Phase: PendingPhase.Waiting, Shortage: null })
            {
                return;
            }

            if (isWaiting)
            {
                Wake(entry);
            }
            else
            {
                entry.RecheckAt ??= recheckAt;
            }
        }

        Changed?.Invoke();
    }

    /// <summary>An attempt broke off: tried again at a time, whatever happens.</summary>
    internal void Interrupt(PendingEntry entry, DateTimeOffset recheckAt)
    {
        lock (_lock)
        {
            _trying.Remove(entry);
            entry.Phase = PendingPhase.Waiting;
            entry.RecheckAt = recheckAt;
        }

        Changed?.Invoke();
    }

    /// <summary>A request has its end.</summary>
    /// <param name="entry">The request.</param>
    /// <param name="isPlaced">Whether it was placed, ahead of those that came before it.</param>
    internal void Remove(PendingEntry entry, bool isPlaced)
    {
        lock (_lock)
        {
            if (!_byId.Remove(entry.Id))
            {
                return;
            }

            Unindex(entry);
            _trying.Remove(entry);
            if (isPlaced)
            {
                foreach (var earlier in _order.TakeWhile(e => e != entry).Where(e => e.Phase == PendingPhase.Waiting && e.CompetesWith(entry)))
                {
                    earlier.Overtaken++;
                }
            }

            _order.Remove(entry);
            if (_order.Count == 0)
            {
                _view.News.Stop();
            }
        }
    }

    private void Put(PendingEntry entry)
    {
        _order.Add(entry);
        _byId.Add(entry.Id, entry);

        // From before its first plan on, so that no change falls between the plan and the waiting.
        _view.News.Listen(_staleAfter);
    }

    private void Unindex(PendingEntry entry)
    {
        _woken.Remove(entry);
        if (entry.Shortage is { } shortage)
        {
            _index.Remove(shortage.Lacks, entry);
        }
    }
}
