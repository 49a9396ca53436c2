namespace NovaZones.Data.Claims;

/// <summary>What <see cref="SqlClaimStore"/> writes, a statement each.</summary>
internal static class ClaimStatements
{
    /// <summary>Rows of a statement that inserts many.</summary>
    public const int ManyRows = 8;

    private static readonly (string Name, SqlKind Kind)[] HostColumns =
    [
        ("Id", SqlKind.Guid), ("AdminState", SqlKind.Int), ("DisabledReason", SqlKind.LongText), ("AvailabilityZone", SqlKind.Text),
        ("Capabilities", SqlKind.LongText), ("Aggregates", SqlKind.LongText), ("LastReportAt", SqlKind.Time),
    ];

    private static readonly (string Name, SqlKind Kind)[] InventoryColumns =
    [
        ("ProviderId", SqlKind.Guid), ("ResourceClassId", SqlKind.Int), ("Total", SqlKind.Long), ("Reserved", SqlKind.Long),
        ("AllocationRatio", SqlKind.Real), ("MinUnit", SqlKind.Long), ("MaxUnit", SqlKind.Long), ("StepSize", SqlKind.Long),
    ];

    private static readonly (string Name, SqlKind Kind)[] InstanceColumns =
    [
        ("Id", SqlKind.Guid), ("State", SqlKind.Int), ("HostId", SqlKind.Guid), ("HostName", SqlKind.Text),
        ("ChildZoneId", SqlKind.Guid), ("ZonePath", SqlKind.Text), ("Score", SqlKind.Real), ("ReservationId", SqlKind.Text), ("Ordinal", SqlKind.Int), ("CreatedAt", SqlKind.Time), ("ServerGroup", SqlKind.Text),
    ];

    private static readonly (string Name, SqlKind Kind)[] AllocationColumns =
        [("InstanceId", SqlKind.Guid), ("ProviderId", SqlKind.Guid), ("ResourceClassId", SqlKind.Int), ("Amount", SqlKind.Long)];

    private static readonly (string Name, SqlKind Kind)[] ReservationColumns =
    [
        ("Id", SqlKind.Text), ("Name", SqlKind.Text), ("Tenant", SqlKind.Text), ("Caller", SqlKind.Text), ("State", SqlKind.Int),
        ("Requested", SqlKind.Int), ("Placed", SqlKind.Int), ("Policy", SqlKind.Text), ("CreatedAt", SqlKind.Time), ("ReleasedAt", SqlKind.Time),
        ("Reason", SqlKind.Text), ("RequestJson", SqlKind.LongText), ("AnswerStatus", SqlKind.Int), ("AnswerJson", SqlKind.LongText),
        ("IdempotencyKey", SqlKind.Text), ("ClaimId", SqlKind.Guid), ("PlanId", SqlKind.Guid), ("ParentReservationId", SqlKind.Text),
        ("PendingUntil", SqlKind.Time), ("ParentZoneId", SqlKind.Guid),
    ];

    private static readonly (string Name, SqlKind Kind)[] GrantedColumns =
    [
        ("ChildZoneId", SqlKind.Guid), ("Tenant", SqlKind.Text), ("Sequence", SqlKind.Long), ("Offered", SqlKind.LongText), ("Held", SqlKind.LongText),
        ("Reported", SqlKind.LongText), ("EndsAt", SqlKind.Time), ("ConfirmedAt", SqlKind.Time),
    ];

    private static readonly (string Name, SqlKind Kind)[] ExplanationColumns =
        [("ReservationId", SqlKind.Text), ("Packed", SqlKind.LongBytes), ("CreatedAt", SqlKind.Time)];

    /// <summary>The one statement that decides races: no row means that somebody else changed the host.</summary>
    public static SqlStatement AdvanceGeneration { get; } = new(
        "UPDATE ResourceProviders SET Generation = @New WHERE Id = @Id AND Generation = @Seen",
        ("Id", SqlKind.Guid), ("New", SqlKind.Long), ("Seen", SqlKind.Long));

    /// <summary>The same where claims do not store generations: what is stored may be older than what was seen, never newer.</summary>
    public static SqlStatement RaiseGeneration { get; } = new(
        "UPDATE ResourceProviders SET Generation = @New WHERE Id = @Id AND Generation <= @Seen",
        ("Id", SqlKind.Guid), ("New", SqlKind.Long), ("Seen", SqlKind.Long));

    /// <summary>Removing the root takes its host row and inventories along.</summary>
    public static SqlStatement DeleteRoot { get; } = SqlStatement.Delete("ResourceProviders", ("Id", SqlKind.Guid), ("Generation", SqlKind.Long));

    /// <summary>The same where claims do not store generations.</summary>
    public static SqlStatement DeleteOlderRoot { get; } = new(
        "DELETE FROM ResourceProviders WHERE Id = @Id AND Generation <= @Seen", ("Id", SqlKind.Guid), ("Seen", SqlKind.Long));

    public static SqlStatement ReadGenerations { get; } = new("SELECT Generations FROM FeedHeads WHERE Id = 1");

    /// <summary>Never lowers it.</summary>
    public static SqlStatement CoverGenerations { get; } = new(
        "UPDATE FeedHeads SET Generations = @Above WHERE Id = 1 AND Generations < @Above", ("Above", SqlKind.Long));

    public static SqlStatement ClearGenerations { get; } = new("UPDATE FeedHeads SET Generations = 0 WHERE Id = 1");

    /// <summary>Gives every host a generation that none had before.</summary>
    public static SqlStatement RaiseGenerations { get; } = new(
        "UPDATE ResourceProviders SET Generation = @Least WHERE ParentId IS NULL AND Generation < @Least", ("Least", SqlKind.Long));

    public static SqlStatement DeleteNestedProviders { get; } = SqlStatement.Delete("ResourceProviders", ("RootId", SqlKind.Guid));

    public static SqlStatement DeleteProvider { get; } = SqlStatement.Delete("ResourceProviders", ("Id", SqlKind.Guid));

    public static SqlStatement InsertProvider { get; } = SqlStatement.Insert(
        "ResourceProviders",
        ("Id", SqlKind.Guid), ("RootId", SqlKind.Guid), ("ParentId", SqlKind.Guid), ("Ordinal", SqlKind.Int),
        ("Name", SqlKind.Text), ("Generation", SqlKind.Long), ("Traits", SqlKind.LongText));

    public static SqlStatement UpdateProvider { get; } = SqlStatement.Update(
        "ResourceProviders", 1, ("Id", SqlKind.Guid), ("ParentId", SqlKind.Guid), ("Ordinal", SqlKind.Int), ("Name", SqlKind.Text), ("Traits", SqlKind.LongText));

    public static SqlStatement CountHostsNamed { get; } = new("SELECT COUNT(*) FROM Hosts WHERE NameKey = @NameKey", ("NameKey", SqlKind.Bytes));

    public static SqlStatement InsertHost { get; } = SqlStatement.Insert("Hosts", [.. HostColumns, ("Name", SqlKind.Text), ("NameKey", SqlKind.Bytes)]);

    public static SqlStatement UpdateHost { get; } = SqlStatement.Update("Hosts", 1, HostColumns);

    public static SqlStatement FlushHost { get; } = SqlStatement.Update(
        "Hosts", 1, ("Id", SqlKind.Guid), ("Capabilities", SqlKind.LongText), ("LastReportAt", SqlKind.Time));

    public static SqlStatement InsertInventory { get; } = SqlStatement.Insert("Inventories", InventoryColumns);

    public static SqlStatement UpdateInventory { get; } = SqlStatement.Update("Inventories", 2, InventoryColumns);

    public static SqlStatement DeleteInventory { get; } = SqlStatement.Delete("Inventories", ("ProviderId", SqlKind.Guid), ("ResourceClassId", SqlKind.Int));

    public static SqlStatement LargestResourceClass { get; } = new("SELECT COALESCE(MAX(Id), 0) FROM ResourceClasses");

    public static SqlStatement FindResourceClass { get; } = new("SELECT Id FROM ResourceClasses WHERE Name = @Name", ("Name", SqlKind.Text));

    public static SqlStatement InsertResourceClass { get; } = SqlStatement.Insert("ResourceClasses", ("Id", SqlKind.Int), ("Name", SqlKind.Text));

    public static SqlStatement InsertInstance { get; } = SqlStatement.Insert("Instances", InstanceColumns);

    /// <summary><see cref="ManyRows"/> at once: a third of the time is the statement's, not the row's.</summary>
    public static SqlStatement InsertInstances { get; } = SqlStatement.InsertMany("Instances", ManyRows, InstanceColumns);

    /// <summary>Where it is, and for whom, never changes; to set it would write the indexes by it anew.</summary>
    public static SqlStatement UpdateInstance { get; } = SqlStatement.Update(
        "Instances", 1, ("Id", SqlKind.Guid), ("State", SqlKind.Int), ("HostName", SqlKind.Text), ("ZonePath", SqlKind.Text), ("Score", SqlKind.Real));

    /// <summary>A wish that came meanwhile is not overwritten: no row means that the instance moved on.</summary>
    public static SqlStatement MoveInstance { get; } = new(
        "UPDATE Instances SET State = @After WHERE Id = @Id AND State = @Before",
        ("Id", SqlKind.Guid), ("Before", SqlKind.Int), ("After", SqlKind.Int));

    public static SqlStatement DeleteInstance { get; } = SqlStatement.Delete("Instances", ("Id", SqlKind.Guid));

    public static SqlStatement InsertAllocation { get; } = SqlStatement.Insert("Allocations", AllocationColumns);

    /// <summary><see cref="ManyRows"/> at once.</summary>
    public static SqlStatement InsertAllocations { get; } = SqlStatement.InsertMany("Allocations", ManyRows, AllocationColumns);

    public static SqlStatement DeleteAllocations { get; } = SqlStatement.Delete("Allocations", ("InstanceId", SqlKind.Guid));

    public static SqlStatement InsertReservation { get; } = SqlStatement.InsertIfAbsent("Reservations", ReservationColumns);

    public static SqlStatement UpdateReservation { get; } = SqlStatement.Update("Reservations", 1, ReservationColumns);

    /// <summary>Of the columns that it sets the state alone stands in an index.</summary>
    public static SqlStatement EndReservation { get; } = SqlStatement.Update(
        "Reservations", 1, ("Id", SqlKind.Text), ("State", SqlKind.Int), ("Placed", SqlKind.Int), ("ReleasedAt", SqlKind.Time), ("Reason", SqlKind.Text),
        ("AnswerStatus", SqlKind.Int), ("AnswerJson", SqlKind.LongText), ("PendingUntil", SqlKind.Time));

    public static SqlStatement MoveReservation { get; } = SqlStatement.Update(
        "Reservations", 1, ("Id", SqlKind.Text), ("State", SqlKind.Int), ("ReleasedAt", SqlKind.Time));

    public static SqlStatement UpdateGranted { get; } = SqlStatement.Update("GrantedLeases", 2, GrantedColumns);

    public static SqlStatement InsertGranted { get; } = SqlStatement.Insert("GrantedLeases", GrantedColumns);

    public static SqlStatement InsertExplanation { get; } = SqlStatement.InsertIfAbsent("Explanations", ExplanationColumns);

    public static SqlStatement UpdateExplanation { get; } = SqlStatement.Update("Explanations", 1, ExplanationColumns);
}
