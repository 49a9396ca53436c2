using NovaZones.Core.Audit;

namespace NovaZones.Core.Access;

/// <summary>Where sessions are kept that a person left. A cookie is believed for hours, so that leaving must be known for as long.</summary>
public interface IEndedSessionStore
{
    /// <summary>Notes that a session ended, and the record of it, in one transaction. Noting it twice changes nothing more.</summary>
    /// <param name="session">The session.</param>
    /// <param name="record">What to record of it, or null.</param>
    /// <param name="cancellationToken">Gives up before the commit.</param>
    Task EndAsync(Guid session, AuditDraft? record, CancellationToken cancellationToken);

    /// <summary>Whether a session ended.</summary>
    /// <param name="session">The session.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<bool> IsEndedAsync(Guid session, CancellationToken cancellationToken);
}
