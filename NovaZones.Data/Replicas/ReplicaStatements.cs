using NovaZones.Data.Claims;

namespace NovaZones.Data.Replicas;

/// <summary>Statements by which replicas agree, on SQLite and SQL Server alike.</summary>
/// <remarks>
/// No hints: whoever changes the one row of FeedHeads holds its lock until the commit, in every isolation level and with row versions alike, and
/// an UPDATE looks at the newest committed row when it gets the lock.
/// </remarks>
internal static class ReplicaStatements
{
    /// <summary>Takes the next number for what decisions rest on, if nothing of that kind came since.</summary>
    public static SqlStatement AdvanceIfSeen { get; } = new(
        "UPDATE FeedHeads SET Sequence = Sequence + 1, Ledger = Sequence + 1 WHERE Id = 1 AND Ledger = @Seen", ("Seen", SqlKind.Long));

    /// <summary>Takes the next number for what decisions rest on.</summary>
    public static SqlStatement AdvanceLedger { get; } = new("UPDATE FeedHeads SET Sequence = Sequence + 1, Ledger = Sequence + 1 WHERE Id = 1");

    /// <summary>Takes the next number for something else.</summary>
    public static SqlStatement Advance { get; } = new("UPDATE FeedHeads SET Sequence = Sequence + 1 WHERE Id = 1");

    /// <summary>The number that this transaction took.</summary>
    public static SqlStatement ReadSequence { get; } = new("SELECT Sequence FROM FeedHeads WHERE Id = 1");

    public static SqlStatement ReadHead { get; } = new("SELECT Sequence, Ledger FROM FeedHeads WHERE Id = 1");

    public static SqlStatement InsertChange { get; } = SqlStatement.Insert(
        "Changes", ("Sequence", SqlKind.Long), ("ReplicaId", SqlKind.Guid), ("Kind", SqlKind.Int), ("Body", SqlKind.LongText), ("At", SqlKind.Time));

    public static SqlStatement ReadChanges { get; } = new(
        "SELECT Sequence, ReplicaId, Kind, Body FROM Changes WHERE Sequence > @After AND Sequence <= @Last ORDER BY Sequence", ("After", SqlKind.Long), ("Last", SqlKind.Long));

    public static SqlStatement FirstChange { get; } = new("SELECT COALESCE(MIN(Sequence), 0) FROM Changes");

    public static SqlStatement PruneChanges { get; } = new(
        "DELETE FROM Changes WHERE At < @Before AND Sequence < (SELECT MAX(Sequence) FROM Changes)", ("Before", SqlKind.Time));

    /// <summary>1 when a reservation has its end, or another replica is at it: states 0, 6 and 7 are Claiming, Pending and Waiting.</summary>
    public static SqlStatement IsTaken { get; } = new(
        "SELECT COUNT(*) FROM Reservations r WHERE r.Id = @Id AND (r.State NOT IN (0, 6, 7) OR EXISTS (SELECT 1 FROM OpenClaims o WHERE o.ReservationId = r.Id AND o.ReplicaId <> @ReplicaId))",
        ("Id", SqlKind.Text), ("ReplicaId", SqlKind.Guid));

    public static SqlStatement OpenClaim { get; } = SqlStatement.InsertIfAbsent("OpenClaims", ("ReservationId", SqlKind.Text), ("ReplicaId", SqlKind.Guid));

    /// <summary>No row means that another replica took the claim over.</summary>
    public static SqlStatement CloseClaim { get; } = SqlStatement.Delete("OpenClaims", ("ReservationId", SqlKind.Text), ("ReplicaId", SqlKind.Guid));

    /// <summary>No row means that its replica ended it, or that somebody else took it over.</summary>
    public static SqlStatement TakeClaimOver { get; } = new(
        "UPDATE OpenClaims SET ReplicaId = @ReplicaId WHERE ReservationId = @ReservationId AND ReplicaId = @From",
        ("ReservationId", SqlKind.Text), ("ReplicaId", SqlKind.Guid), ("From", SqlKind.Guid));

    public static SqlStatement ListOpenClaims { get; } = new("SELECT ReservationId, ReplicaId FROM OpenClaims");

    /// <summary>A newer sign of life, heard by another replica, stays.</summary>
    public static SqlStatement FlushBeat { get; } = new(
        "UPDATE Hosts SET LastReportAt = @At WHERE Id = @Id AND LastReportAt < @At", ("Id", SqlKind.Guid), ("At", SqlKind.Time));

    public static SqlStatement FindLease { get; } = new("SELECT Holder, Beat, Fencing FROM WorkLeases WHERE Name = @Name", ("Name", SqlKind.Text));

    public static SqlStatement ListLeases { get; } = new("SELECT Name, Holder, Beat, Fencing FROM WorkLeases");

    public static SqlStatement AddLease { get; } = SqlStatement.InsertIfAbsent(
        "WorkLeases", ("Name", SqlKind.Text), ("Holder", SqlKind.Guid), ("Beat", SqlKind.Long), ("Fencing", SqlKind.Long), ("BeatAt", SqlKind.Time));

    /// <summary>No row means that somebody else holds it now.</summary>
    public static SqlStatement RenewLease { get; } = new(
        "UPDATE WorkLeases SET Beat = Beat + 1, BeatAt = @At WHERE Name = @Name AND Holder = @Holder", ("Name", SqlKind.Text), ("Holder", SqlKind.Guid), ("At", SqlKind.Time));

    /// <summary>No row means that the holder lives, or that somebody else was faster.</summary>
    public static SqlStatement TakeLease { get; } = new(
        "UPDATE WorkLeases SET Holder = @Holder, Beat = Beat + 1, Fencing = Fencing + 1, BeatAt = @At WHERE Name = @Name AND Beat = @Seen AND Holder = @From",
        ("Name", SqlKind.Text), ("Holder", SqlKind.Guid), ("From", SqlKind.Guid), ("Seen", SqlKind.Long), ("At", SqlKind.Time));

    /// <summary>Given back: the next one need not wait.</summary>
    public static SqlStatement GiveLeaseBack { get; } = new(
        "UPDATE WorkLeases SET Holder = @Nobody, Beat = Beat + 1 WHERE Name = @Name AND Holder = @Holder", ("Name", SqlKind.Text), ("Holder", SqlKind.Guid), ("Nobody", SqlKind.Guid));

    public static SqlStatement RemoveLease { get; } = SqlStatement.Delete("WorkLeases", ("Name", SqlKind.Text), ("Holder", SqlKind.Guid));
}
