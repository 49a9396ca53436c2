using NovaZones.Core.Federation;
using NovaZones.Core.Fleet;

namespace NovaZones.Core.Placement.Pending;

/// <content>Who is woken by what.</content>
public sealed partial class PendingBook
{
    private const int MaxMissed = 64;

    /// <summary>Judges a host's change: wakes whom it may help.</summary>
    internal void Note(HostNewsItem news)
    {
        lock (_lock)
        {
            var touched = news.Before is null ? [] : HostChangeLacks.Of(news.Before, news.After);
            foreach (var entry in news.Before is null ? [.. _order] : _index.Lacking(touched))
            {
                Note(entry, news, touched);
            }

            foreach (var entry in _trying)
            {
                Miss(entry, news);
            }
        }
    }

    /// <summary>Judges a child's news: wakes whom it may help.</summary>
    internal void Note(ChildState? before, ChildState after, string ownName)
    {
        lock (_lock)
        {
            foreach (var entry in _order.Where(e => !e.IsWoken && e.Phase != PendingPhase.Queued && ChildNews.MayHelp(e.Request, ownName, before, after)))
            {
                if (entry.Phase == PendingPhase.Trying)
                {
                    entry.MissedMore = true;
                }
                else if (entry.Shortage is { AsksChildren: true } shortage)
                {
                    shortage.Doubt();
                    Wake(entry);
                }
            }
        }
    }

    /// <summary>Something changed that no screen can judge, like a policy: everybody is tried again.</summary>
    internal void WakeAll()
    {
        lock (_lock)
        {
            foreach (var entry in _order)
            {
                entry.MissedMore |= entry.Phase == PendingPhase.Trying;
                if (entry.Phase == PendingPhase.Waiting)
                {
                    entry.Shortage?.Doubt();
                    Wake(entry);
                }
            }
        }
    }

    /// <summary>The first in order of arrival who was woken and whose reason still holds; the others go back to sleep unplanned.</summary>
    internal PendingEntry? NextWoken()
    {
        lock (_lock)
        {
            while (_woken.Min is { } entry)
            {
                var added = new List<Lack>();
                if (entry.Shortage is not { } shortage || shortage.StillHolds(_view.Current, _time.GetUtcNow(), added))
                {
                    return entry;
                }

                entry.IsWoken = false;
                _woken.Remove(entry);
                Extend(entry, added);
            }

            return null;
        }
    }

    /// <summary>Those whose deadline passed, and wakes those whose time to be tried again came.</summary>
    /// <param name="now">UTC.</param>
    /// <param name="next">When to ask again, UTC; null when nobody is pending.</param>
    internal IReadOnlyList<PendingEntry> TakeDue(DateTimeOffset now, out DateTimeOffset? next)
    {
        lock (_lock)
        {
            var expired = new List<PendingEntry>();
            next = null;
            foreach (var entry in _order)
            {
                if (entry.Until <= now)
                {
                    expired.Add(entry);
                    continue;
                }

                if (entry is { Phase: PendingPhase.Waiting, RecheckAt: { } at } && at <= now)
                {
                    entry.RecheckAt = null;
                    entry.Shortage?.Doubt();
                    Wake(entry);
                }

                var due = entry is { Phase: PendingPhase.Waiting, RecheckAt: { } later } && later < entry.Until ? later : entry.Until;
                next = next is { } earliest && earliest <= due ? earliest : due;
            }

            return expired;
        }
    }

    private void Note(PendingEntry entry, HostNewsItem news, HashSet<Lack> touched)
    {
        if (entry is not { Phase: PendingPhase.Waiting, Shortage: { } shortage } || (news.Before is not null && !touched.Overlaps(shortage.Lacks)))
        {
            return;
        }

        var added = new List<Lack>();
        if (shortage.Note(news.Before, news.After, touched, _time.GetUtcNow(), added))
        {
            Wake(entry);
        }

        Extend(entry, added);
    }

    private static void Miss(PendingEntry entry, HostNewsItem news)
    {
        if (entry.Missed.TryGetValue(news.After.Name, out var earlier))
        {
            entry.Missed[news.After.Name] = earlier with { After = news.After };
        }
        else if (entry.Missed.Count < MaxMissed)
        {
            entry.Missed.Add(news.After.Name, news);
        }
        else
        {
            entry.MissedMore = true;
        }
    }

    private void Extend(PendingEntry entry, List<Lack> lacks)
    {
        foreach (var lack in lacks)
        {
            if (entry.Shortage!.TryAdd(lack))
            {
                _index.Add(lack, entry);
            }
        }
    }

    private void Wake(PendingEntry entry)
    {
        entry.IsWoken = true;
        _woken.Add(entry);
    }
}
