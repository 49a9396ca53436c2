namespace NovaZones.Data.Claims;

/// <summary>What <see cref="SqlitePointReads"/> reads, a statement each; the columns are those of <see cref="PointRows"/>.</summary>
internal static class PointStatements
{
    private const string Reservations = """
        SELECT Id, Name, Tenant, Caller, State, Requested, Placed, Policy, CreatedAt, ReleasedAt, Reason, RequestJson, AnswerStatus, AnswerJson,
        IdempotencyKey, ClaimId, PlanId, ParentReservationId, ParentZoneId, PendingUntil FROM Reservations
        """;

    private const string Instances =
        "SELECT Id, ReservationId, Ordinal, State, HostId, HostName, ChildZoneId, ZonePath, Score, ServerGroup, CreatedAt FROM Instances";

    public static SqlStatement ReservationById { get; } = new(Reservations + " WHERE Id = @Id", ("Id", SqlKind.Text));

    public static SqlStatement ReservationByKey { get; } =
        new(Reservations + " WHERE Caller = @Caller AND IdempotencyKey = @Key", ("Caller", SqlKind.Text), ("Key", SqlKind.Text));

    public static SqlStatement ReservationByClaim { get; } = new(Reservations + " WHERE ClaimId = @ClaimId", ("ClaimId", SqlKind.Guid));

    public static SqlStatement PlanUsed { get; } = new("SELECT 1 FROM Reservations WHERE PlanId = @PlanId", ("PlanId", SqlKind.Guid));

    public static SqlStatement Instance { get; } = new(Instances + " WHERE Id = @Id", ("Id", SqlKind.Guid));

    public static SqlStatement InstancesOf { get; } = new(Instances + " WHERE ReservationId = @ReservationId ORDER BY Ordinal, Id", ("ReservationId", SqlKind.Text));

    public static SqlStatement PartsOf { get; } = new(
        "SELECT a.ProviderId, c.Name, a.Amount FROM Allocations a JOIN ResourceClasses c ON c.Id = a.ResourceClassId WHERE a.InstanceId = @InstanceId "
        + "ORDER BY a.ProviderId, a.ResourceClassId",
        ("InstanceId", SqlKind.Guid));
}
