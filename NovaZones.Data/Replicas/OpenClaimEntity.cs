using NovaZones.Data.Claims;

namespace NovaZones.Data.Replicas;

/// <summary>A reservation for which one replica is asking children right now; nobody else may write its end.</summary>
internal sealed class OpenClaimEntity
{
    public const int IdLength = ReservationEntity.IdLength;

    public required string ReservationId { get; init; }

    public required Guid ReplicaId { get; init; }
}
