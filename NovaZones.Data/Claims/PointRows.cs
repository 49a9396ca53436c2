using NovaZones.Core.Claims;
using NovaZones.Core.Fleet;

namespace NovaZones.Data.Claims;

/// <summary>Makes objects of the rows that <see cref="PointStatements"/> find.</summary>
internal static class PointRows
{
    public static Reservation Reservation(ISqlRow row) => new()
    {
        Id = row.Text(0),
        Name = TextOrNull(row, 1),
        Tenant = TextOrNull(row, 2),
        Caller = row.Text(3),
        State = (ReservationState)row.Number(4),
        Requested = (int)row.Number(5),
        Placed = (int)row.Number(6),
        Policy = row.Text(7),
        CreatedAt = row.Moment(8),
        ReleasedAt = MomentOrNull(row, 9),
        Reason = TextOrNull(row, 10),
        RequestJson = row.Text(11),
        AnswerStatus = (int)row.Number(12),
        AnswerJson = TextOrNull(row, 13),
        IdempotencyKey = TextOrNull(row, 14),
        ClaimId = GuidOrNull(row, 15),
        PlanId = GuidOrNull(row, 16),
        ParentReservationId = TextOrNull(row, 17),
        ParentZoneId = GuidOrNull(row, 18),
        PendingUntil = MomentOrNull(row, 19),
    };

    /// <summary>Without what it takes.</summary>
    public static Instance Instance(ISqlRow row) => new()
    {
        Id = row.Guid(0),
        ReservationId = row.Text(1),
        Index = (int)row.Number(2),
        State = (InstanceState)row.Number(3),
        HostId = GuidOrNull(row, 4),
        HostName = TextOrNull(row, 5),
        ChildZoneId = GuidOrNull(row, 6),
        ZonePath = row.Text(7),
        Score = row.Real(8),
        Group = TextOrNull(row, 9),
        CreatedAt = row.Moment(10),
        Parts = [],
    };

    public static AllocationPart Part(ISqlRow row) => new(row.Guid(0), NamePool.Share(row.Text(1)), row.Number(2));

    private static string? TextOrNull(ISqlRow row, int column) => row.IsNull(column) ? null : row.Text(column);

    private static Guid? GuidOrNull(ISqlRow row, int column) => row.IsNull(column) ? null : row.Guid(column);

    private static DateTimeOffset? MomentOrNull(ISqlRow row, int column) => row.IsNull(column) ? null : row.Moment(column);
}
