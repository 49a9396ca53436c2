using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using NovaZones.Core.Federation.Asking;
using NovaZones.Core.Live;
using NovaZones.Core.Zones;

namespace NovaZones.Core.Federation;

/// <summary>The children and their health, in memory; rows are kept by <see cref="IChildZoneStore"/>.</summary>
/// <remarks>
/// Health follows polls, requests and links: <see cref="FederationOptions.FailuresToOffline"/> failures in a row take a child offline, a
/// link that breaks and cannot be made again does so at once, and one success brings it back. Beside it stands each child's
/// <see cref="ChildGate"/>, which requests alone open and close. Thread-safe; reading takes no lock.
/// </remarks>
public sealed class ChildZoneRegistry(IOptions<FederationOptions> options, ChangeFeed feed, TimeProvider time)
{
    private readonly ConcurrentDictionary<Guid, ChildGate> _gates = new();
    private ChildBook _book = ChildBook.Empty;
    private ChildScreen? _screen;

    /// <summary>All children by name.</summary>
    public IReadOnlyList<ChildState> All => Book.All;

    /// <summary>Grows with every change, for caches.</summary>
    public long Version => Book.Version;

    internal ChildBook Book => Volatile.Read(ref _book);

    /// <summary>The children sorted for asking; what they told may be as old as <see cref="ChildScreen.Freshness"/>, rows and health are not.</summary>
    internal ChildScreen Screen()
    {
        var book = Book;
        var screen = Volatile.Read(ref _screen);
        if (screen is null || screen.RowsVersion != book.RowsVersion
            || (screen.FiguresVersion != book.FiguresVersion && time.GetElapsedTime(screen.MadeAt) >= ChildScreen.Freshness))
        {
            screen = new ChildScreen(book, time.GetTimestamp());
            Volatile.Write(ref _screen, screen);
        }

        return screen;
    }

    /// <summary>The child of that id, or null.</summary>
    public ChildState? Find(Guid childZoneId) => Book.Find(childZoneId);

    /// <summary>The child of that name, or null.</summary>
    public ChildState? Find(string name) => Book.Find(name);

    /// <summary>The name of the row that stands for the same zone, when this row is superfluous; else null.</summary>
    public string? DoubleOf(Guid childZoneId) => Book.Doubles.GetValueOrDefault(childZoneId);

    /// <summary>Why requests do not ask a child although it is there; null while they do.</summary>
    public ChildBreaker? BreakerOf(Guid childZoneId) => _gates.GetValueOrDefault(childZoneId)?.Breaker;

    /// <summary>Adds a child, or replaces its row and forgets its failures; what it told stays unless its address changed.</summary>
    public void Put(ChildZone child, ZoneInfo? info = null, DateTimeOffset? seenAt = null)
    {
        ArgumentNullException.ThrowIfNull(child);
        var fingerprint = info is null ? null : SummaryFingerprint.Of(info);
        Update(book =>
        {
            var known = book.Find(child.Id);
            var kept = known is not null && known.Child.ApiUrl == child.ApiUrl ? known : null;
            return book.With(new ChildState(child, child.Enabled ? ChildHealth.Unknown : ChildHealth.Disabled, info ?? kept?.Info, seenAt ?? kept?.SeenAt, 0, null, kept?.LatencyMs)
            {
                Fingerprint = fingerprint ?? kept?.Fingerprint,

                AskedAt = kept?.AskedAt,

                // Whoever keeps the connection says when it ends; one that outlives a short switching off is still there.
                IsLinked = kept is { IsLinked: true },
            }, time.GetUtcNow());
        });
        GateOf(child.Id).Succeeded();
    }

    /// <summary>Forgets a child.</summary>
    public void Remove(Guid childZoneId)
    {
        Update(book => book.Without(childZoneId));
        _gates.TryRemove(childZoneId, out _);
    }

    /// <summary>A call ended well; a poll brings news and its duration.</summary>
    public void Succeeded(Guid childZoneId, ZoneInfo? info, TimeSpan? latency)
    {
        var fingerprint = info is null ? null : SummaryFingerprint.Of(info);
        var wasAway = false;
        var now = time.GetUtcNow();
        var asked = AskedAt(latency ?? TimeSpan.Zero);
        Update(childZoneId, s =>
        {
            wasAway = s.Health is ChildHealth.Offline;
            if (info is null || asked < s.AskedAt)
            {
                // A request, or an answer that comes after that to a later poll: the child is there, and which versions it speaks is told by the newest poll.
                var isEstranged = s.Health is ChildHealth.Incompatible;
                return s with { Health = isEstranged ? s.Health : ChildHealth.Online, Failures = 0, LastError = isEstranged ? s.LastError : null };
            }

            return s with
            {
                Health = ChildHealth.Online,
                Info = info,
                SeenAt = now,
                AskedAt = asked,
                Failures = 0,
                LastError = null,
                LatencyMs = latency?.TotalMilliseconds ?? s.LatencyMs,
                Fingerprint = fingerprint,
            };
        });
        if (wasAway)
        {
            // It was gone altogether and is here again: what requests met with before says nothing any more.
            GateOf(childZoneId).Succeeded();
        }
    }

    /// <summary>A call failed or timed out.</summary>
    public void Failed(Guid childZoneId, string reason) => Update(childZoneId, s => s with
    {
        Failures = s.Failures + 1,
        LastError = reason,
        Health = s.Failures + 1 >= options.Value.FailuresToOffline ? ChildHealth.Offline : s.Health,
    });

    /// <summary>There is no doubt that the child cannot be asked: its link broke and it does not answer, or it is this zone itself.</summary>
    public void Lost(Guid childZoneId, string reason) => Update(childZoneId, s => s with
    {
        Failures = Math.Max(s.Failures + 1, options.Value.FailuresToOffline),
        LastError = reason,
        Health = ChildHealth.Offline,
    });

    /// <summary>It answers in a version that this zone does not speak.</summary>
    /// <param name="childZoneId">The child.</param>
    /// <param name="info">The little that could be understood.</param>
    /// <param name="reason">Which versions each side speaks.</param>
    /// <param name="latency">Duration of the poll.</param>
    public void Estranged(Guid childZoneId, ZoneInfo info, string reason, TimeSpan latency)
    {
        var fingerprint = SummaryFingerprint.Of(info);
        var now = time.GetUtcNow();
        var asked = AskedAt(latency);
        Update(childZoneId, s => asked < s.AskedAt
            ? s with { Failures = 0 }
            : s with { Health = ChildHealth.Incompatible, Info = info, SeenAt = now, AskedAt = asked, Failures = 0, LastError = reason, LatencyMs = latency.TotalMilliseconds, Fingerprint = fingerprint });
    }

    private long AskedAt(TimeSpan latency) => time.GetTimestamp() - (long)(latency.TotalSeconds * time.TimestampFrequency);

    /// <summary>The standing connection to the child was made or ended.</summary>
    public void Linked(Guid childZoneId, bool isLinked) =>
        Update(book => book.Find(childZoneId) is { } known ? book.With(known with { IsLinked = isLinked }, time.GetUtcNow()) : book);

    /// <summary>Takes the changes of health that nobody took yet, and the book that they led to.</summary>
    internal ChildBook TakePassed()
    {
        while (true)
        {
            var before = Book;
            if (Interlocked.CompareExchange(ref _book, before.Taken(), before) == before)
            {
                return before;
            }
        }
    }

    /// <summary>The child's breaker and bounds for questions.</summary>
    internal ChildGate GateOf(Guid childZoneId) => _gates.GetOrAdd(
        childZoneId, static (_, made) => new ChildGate(made.options.Value, made.time, () => made.feed.Publish(ChangeTopic.Children)), (options, time, feed));

    private void Update(Guid childZoneId, Func<ChildState, ChildState> change) => Update(book =>
        book.Find(childZoneId) is { Health: not ChildHealth.Disabled } known ? book.With(change(known), time.GetUtcNow()) : book);

    private void Update(Func<ChildBook, ChildBook> change)
    {
        while (true)
        {
            var before = Book;
            var after = change(before);
            if (ReferenceEquals(before, after))
            {
                return;
            }

            if (Interlocked.CompareExchange(ref _book, after, before) == before)
            {
                feed.Publish(ChangeTopic.Children);

                // The zone's own figures follow from rows, health and figures; a child that tells the same again is no news for a parent.
                if (before.FiguresVersion != after.FiguresVersion)
                {
                    feed.Publish(ChangeTopic.Zone);
                }

                return;
            }
        }
    }
}
