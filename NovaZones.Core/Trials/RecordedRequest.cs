using System.Collections.Immutable;
using NovaZones.Core.Claims;
using NovaZones.Core.Placement;

namespace NovaZones.Core.Trials;

/// <summary>A request that was answered, as it is tried again.</summary>
/// <param name="ReservationId">Its reservation.</param>
/// <param name="Request">What was asked.</param>
/// <param name="Count">Instances to try here: without those that children hold.</param>
/// <param name="Least">Fewer than this are of no use.</param>
/// <param name="Holds">Whether its instances are still there, so that what it takes stays taken.</param>
/// <param name="HintedHosts">Hosts of the instances that its hints name.</param>
internal sealed record RecordedRequest(
    string ReservationId, PlacementRequest Request, int Count, int Least, bool Holds, ImmutableDictionary<Guid, Guid> HintedHosts)
{
    /// <summary>The request as it is tried again, or null when children hold every instance of it.</summary>
    public static RecordedRequest? Of(Reservation reservation, PlacementRequest request, int here, ImmutableDictionary<Guid, Guid> hinted)
    {
        var elsewhere = reservation.Placed - here;
        return reservation.State switch
        {
            // What was given back is not known any more: all of it may have been here.
            ReservationState.Released or ReservationState.Releasing => new RecordedRequest(reservation.Id, request, request.Count, request.MinCount, false, hinted),
            ReservationState.Refused => new RecordedRequest(reservation.Id, request, request.Count, request.MinCount, true, hinted),
            _ when here == 0 => null,
            _ => new RecordedRequest(reservation.Id, request, here, Math.Max(1, request.MinCount - Math.Max(0, elsewhere)), true, hinted),
        };
    }
}
