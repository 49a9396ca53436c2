using System.Collections.Immutable;
using NovaZones.Core.Claims;
using NovaZones.Core.Fleet;

namespace NovaZones.Data.Claims;

/// <summary>A row for one placed thing.</summary>
internal sealed class InstanceEntity
{
    public const int HostNameLength = 255;
    public const int ZonePathLength = 1024;
    public const int ServerGroupLength = 511;

    public required Guid Id { get; init; }

    public required string ReservationId { get; init; }

    /// <summary>Position in the reservation, from 0.</summary>
    public required int Ordinal { get; init; }

    public required InstanceState State { get; init; }

    public Guid? HostId { get; init; }

    public string? HostName { get; init; }

    public Guid? ChildZoneId { get; init; }

    public required string ZonePath { get; init; }

    public required double Score { get; init; }

    /// <summary>Key of its server group, or null.</summary>
    public string? ServerGroup { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public Instance ToInstance(ImmutableArray<AllocationPart> parts) => new()
    {
        Id = Id,
        ReservationId = ReservationId,
        Index = Ordinal,
        State = State,
        HostId = HostId,
        HostName = HostName,
        ChildZoneId = ChildZoneId,
        ZonePath = ZonePath,
        Score = Score,
        Parts = parts,
        CreatedAt = CreatedAt,
        Group = ServerGroup,
    };
}
