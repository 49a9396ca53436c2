using System.Security.Claims;
using NovaZones.Core.Access;
using NovaZones.Core.Audit;

namespace NovaZones.Web.Composition;

/// <summary>Ends one session for good: its cookies, also copied ones, and what its tabs hold open.</summary>
internal sealed class SignOuts(IEndedSessionStore store, IAuditStore audit, SessionEnds ends)
{
    /// <summary>Ends the session that a cookie was read from, and records it.</summary>
    public async Task EndAsync(ClaimsPrincipal person)
    {
        var record = person.Identity?.Name is { Length: > 0 } name ? AuditDraft.Of(AuditActs.SignedOut, $"user/{name}", null, null) : null;
        if (SessionEnds.SessionOf(person) is { } session)
        {
            await store.EndAsync(session, record, CancellationToken.None);
            ends.End(session);
        }
        else if (record is not null)
        {
            await audit.AppendAsync(record, CancellationToken.None); // a cookie of a version that gave sessions no id
        }
    }
}
