using NovaZones.Core.Audit;
using NovaZones.Data.Claims;

namespace NovaZones.Data.Audit;

/// <summary>Statements that add a record, on SQLite and SQL Server alike.</summary>
/// <remarks>Whoever changes the one row of AuditHeads holds its lock until the commit: records are linked one after another.</remarks>
internal static class AuditStatements
{
    public static SqlStatement Advance { get; } = new("UPDATE AuditHeads SET Sequence = Sequence + 1 WHERE Id = 1");

    /// <summary>The number that this transaction took.</summary>
    public static SqlStatement ReadSequence { get; } = new("SELECT Sequence FROM AuditHeads WHERE Id = 1");

    /// <summary>The hash before it.</summary>
    public static SqlStatement ReadHash { get; } = new("SELECT Hash FROM AuditHeads WHERE Id = 1");

    public static SqlStatement Insert { get; } = SqlStatement.Insert(
        "AuditEntries",
        ("Sequence", SqlKind.Long), ("At", SqlKind.Time), ("ActorKind", SqlKind.Int), ("ActorName", SqlKind.Text), ("ActorId", SqlKind.Text), ("ActorRoles", SqlKind.Text),
        ("Address", SqlKind.Text), ("Act", SqlKind.Text), ("Subject", SqlKind.Text), ("Outcome", SqlKind.Int), ("Before", SqlKind.Text), ("After", SqlKind.Text),
        ("PreviousHash", SqlKind.Bytes), ("Hash", SqlKind.Bytes));

    public static SqlStatement MoveHead { get; } = new("UPDATE AuditHeads SET Hash = @Hash WHERE Id = 1", ("Hash", SqlKind.Bytes));

    public static SqlStatement Prune { get; } = new("DELETE FROM AuditEntries WHERE Sequence <= @Last", ("Last", SqlKind.Long));

    /// <summary>The values of <see cref="Insert"/>.</summary>
    public static SqlValue[] ValuesOf(AuditEntry e) =>
    [
        e.Sequence, e.At, (int)e.Actor.Kind, e.Actor.Name, e.Actor.Id, e.Actor.Roles, e.Actor.Address, e.Act, e.Subject, (int)e.Outcome, e.Before, e.After,
        e.PreviousHash.ToArray(), e.Hash.ToArray(),
    ];
}
