using NovaZones.Core.Audit;

namespace NovaZones.Web.Audit;

/// <summary>Records who signed in and who was refused. Refusals are bounded: a storm of them must not fill the log.</summary>
/// <remarks>Safe for many threads. What is typed as the name of somebody unknown is not kept: it may be a password.</remarks>
internal sealed class SignInRecords(IAuditStore store, TimeProvider time)
{
    /// <summary>Refusals that are recorded one by one in one <see cref="Window"/>.</summary>
    internal const int MaxRefusals = 60;

    internal static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    // Guards the fields below.
    private readonly Lock _lock = new();
    private DateTimeOffset _windowEnds;
    private int _refusals;
    private int _unrecorded;

    /// <summary>A person signed in.</summary>
    /// <param name="userName">Their name.</param>
    /// <param name="how">By what, as <c>password</c>.</param>
    public Task SucceededAsync(string userName, string how) => store.AppendAsync(
        AuditDraft.Of(AuditActor.Current with { Kind = AuditActorKind.Person, Name = userName }, AuditActs.SignedIn, $"user/{userName}", null, new { how }), CancellationToken.None);

    /// <summary>Somebody was refused.</summary>
    /// <param name="knownName">The name, when it is somebody's.</param>
    /// <param name="reason">Why, as <c>password</c>, <c>locked</c> or <c>unknown</c>.</param>
    /// <returns>False when it was only counted, since there were too many.</returns>
    public async Task<bool> RefusedAsync(string? knownName, string reason)
    {
        if (!TryCount(out var unrecorded))
        {
            return false;
        }

        await store.AppendAsync(
            AuditDraft.Of(
                AuditActs.SignInRefused,
                knownName is null ? "user" : $"user/{knownName}",
                null,
                new { reason, unrecordedBefore = unrecorded > 0 ? unrecorded : (int?)null },
                AuditOutcome.Refused),
            CancellationToken.None);
        return true;
    }

    private bool TryCount(out int unrecorded)
    {
        lock (_lock)
        {
            unrecorded = 0;
            var now = time.GetUtcNow();
            if (now >= _windowEnds)
            {
                (_windowEnds, _refusals) = (now + Window, 0);
            }

            if (_refusals >= MaxRefusals)
            {
                _unrecorded++;
                return false;
            }

            _refusals++;
            (unrecorded, _unrecorded) = (_unrecorded, 0);
            return true;
        }
    }
}
