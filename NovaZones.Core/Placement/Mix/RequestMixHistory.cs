using NovaZones.Core.Claims;

namespace NovaZones.Core.Placement.Mix;

/// <summary>Lets a zone that starts learn the mix from its newest reservations, so that a restart does not forget what is typical.</summary>
public sealed class RequestMixHistory(IReservationStore reservations, PlacementRequestParser parser, RequestMixRecorder recorder)
{
    private const int Newest = 200;

    /// <summary>Notes the newest reservations, oldest first. Those that a parent's claim made are the parent's to count.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var page = await reservations.ListAsync(new ReservationFilter(Newest), cancellationToken).ConfigureAwait(false);
        foreach (var item in page.Items.Reverse())
        {
            if (item.ClaimId is null
                && await reservations.FindAsync(item.Id, cancellationToken).ConfigureAwait(false) is { } reservation
                && parser.TryReadStored(reservation.RequestJson, out var request))
            {
                recorder.Note(request);
            }
        }
    }
}
