using NovaZones.Core.Replicas;

namespace NovaZones.Data.Replicas;

/// <summary>For stores that write the same way with and without replicas.</summary>
internal static class ReplicaJournalExtensions
{
    /// <summary>Writes; where the zone has several replicas, together with the word of it.</summary>
    public static Task WriteOrTellAsync(this ReplicaJournal? journal, ZoneDbContext db, FeedKind kind, Func<CancellationToken, Task> write, CancellationToken cancellationToken) =>
        journal is null ? write(cancellationToken) : journal.WriteAsync(db, kind, write, cancellationToken);
}
