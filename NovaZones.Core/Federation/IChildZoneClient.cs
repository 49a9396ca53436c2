using NovaZones.Core.Federation.Wire;
using NovaZones.Core.Placement.Capacity;
using NovaZones.Core.Zones;

namespace NovaZones.Core.Federation;

/// <summary>Speaks to a child zone. Never throws for what the child or the network does; only for the caller's own cancellation.</summary>
public interface IChildZoneClient
{
    /// <summary>What the child tells of itself.</summary>
    Task<ChildReply<ZoneInfo>> GetZoneAsync(ChildZone child, TimeSpan timeout, CancellationToken cancellationToken);

    /// <summary>Asks for slots.</summary>
    Task<ChildReply<SelectResponse>> SelectAsync(ChildZone child, SelectBody body, TimeSpan timeout, CancellationToken cancellationToken);

    /// <summary>Asks how many more instances would fit.</summary>
    Task<ChildReply<CapacityAnswer>> CapacityAsync(ChildZone child, SelectBody body, TimeSpan timeout, CancellationToken cancellationToken);

    /// <summary>Takes slots of a plan.</summary>
    Task<ChildReply<ClaimResponse>> ClaimAsync(ChildZone child, ClaimBody body, TimeSpan timeout, CancellationToken cancellationToken);

    /// <summary>Finds slots and takes them in one call.</summary>
    Task<ChildReply<TakeResponse>> TakeAsync(ChildZone child, TakeBody body, TimeSpan timeout, CancellationToken cancellationToken);

    /// <summary>Asks for whom the child needs leases of quotas.</summary>
    Task<ChildReply<LeaseListResponse>> ListLeasesAsync(ChildZone child, Guid parentZoneId, string? after, TimeSpan timeout, CancellationToken cancellationToken);

    /// <summary>Offers leases of quotas.</summary>
    Task<ChildReply<LeaseResponse>> LeaseAsync(ChildZone child, LeaseBody body, TimeSpan timeout, CancellationToken cancellationToken);

    /// <summary>Gives instances back.</summary>
    Task<ChildReply<ReleaseResponse>> ReleaseAsync(ChildZone child, ReleaseBody body, TimeSpan timeout, CancellationToken cancellationToken);

    /// <summary>Asks which instances the child holds for this zone.</summary>
    Task<ChildReply<ReconcileResponse>> ReconcileAsync(ChildZone child, ReconcileBody body, TimeSpan timeout, CancellationToken cancellationToken);
}
