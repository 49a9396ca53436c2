using System.Text.Json;
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
                && Parse(reservation.RequestJson) is { } request)
            {
                recorder.Note(request);
            }
        }
    }

    /// <summary>Null for what an earlier version stored and this one cannot read: it only counts for statistics.</summary>
    private PlacementRequest? Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return parser.TryRead(document.RootElement, out var request, out _) ? request : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
