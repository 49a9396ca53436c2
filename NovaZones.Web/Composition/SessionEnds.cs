using System.Collections.Concurrent;
using System.Security.Claims;

namespace NovaZones.Web.Composition;

/// <summary>Tells, within this process and at once, whose sessions ended: open connections hear it, and cookies are looked at without delay.</summary>
/// <remarks>Only hurries. What ended is in the database before it is told here, and every other replica finds it there. Thread-safe.</remarks>
public sealed class SessionEnds(TimeProvider time)
{
    // The longest Auth:RecheckInterval, after which everybody looks at the database anyway, and a minute for clocks.
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(6);

    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _sessions = new();
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _people = new();

    /// <summary>Called with a question that is true of whose connections must end. Handlers must return soon.</summary>
    public event Action<Func<ClaimsPrincipal, bool>>? Ended;

    /// <summary>One session ended.</summary>
    public void End(Guid session)
    {
        Note(_sessions, session);
        Ended?.Invoke(user => SessionOf(user) == session);
    }

    /// <summary>All sessions that a person had until now ended.</summary>
    public void EndAllOf(Guid person)
    {
        Note(_people, person);
        Ended?.Invoke(user => PersonOf(user) == person);
    }

    /// <summary>Whether it is known here that the session ended; false says nothing.</summary>
    public bool IsEnded(ClaimsPrincipal user) => SessionOf(user) is { } session && _sessions.ContainsKey(session);

    /// <summary>Whether a cookie of that moment may be of a session that ended with all others of its person.</summary>
    /// <param name="user">Whose cookie it is.</param>
    /// <param name="issued">When it was written, in whole seconds; null when it does not say.</param>
    public bool IsDoubtful(ClaimsPrincipal user, DateTimeOffset? issued) =>
        PersonOf(user) is { } person && _people.TryGetValue(person, out var ended) && !(issued > ended);

    /// <summary>The session of a person's cookie; null for tokens and for cookies of versions that had none.</summary>
    internal static Guid? SessionOf(ClaimsPrincipal user) => Guid.TryParse(user.FindFirstValue(ZoneClaims.Session), out var session) ? session : null;

    private static Guid? PersonOf(ClaimsPrincipal user) => Guid.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), out var person) ? person : null;

    private void Note(ConcurrentDictionary<Guid, DateTimeOffset> ended, Guid id)
    {
        var now = time.GetUtcNow();
        foreach (var old in ended.Where(one => one.Value < now - Kept).ToList())
        {
            ended.TryRemove(old);
        }

        ended[id] = now;
    }
}
