using NovaZones.Core.Claims;

namespace NovaZones.Core.Placement.Pending;

/// <summary>Reads the requests that are stored to be placed later. Writing goes through <see cref="FleetLedger"/>.</summary>
public interface IPendingStore
{
    /// <summary>Every reservation that is answered later and has no end yet, with its request, in order of arrival.</summary>
    Task<IReadOnlyList<Reservation>> ListPendingAsync(CancellationToken cancellationToken);
}
