using NovaZones.Core.Claims;
using NovaZones.Core.Placement;

namespace NovaZones.Core.Federation.Measures;

/// <summary>Tries another scale and offset of a child on the decisions that were taken last. Nothing is asked of any zone, and nothing is changed.</summary>
/// <remarks>
/// Compared is the best host that each zone named for the first instance: scores are absolute, so only the measure decides between them. What a
/// child's own children are measured with is not told here and counts as one; ties, which a hash decides, are told as if names did.
/// </remarks>
public sealed class MeasurePreviewService(IReservationStore reservations, ChildZoneRegistry children)
{
    /// <summary>Recorded requests that are looked at.</summary>
    public const int Requests = 100;

    /// <summary>Most decisions that are told one by one.</summary>
    public const int MostDecisions = 20;

    /// <summary>Compares another measure of a child with the one in force.</summary>
    /// <param name="childZoneId">The child.</param>
    /// <param name="scale">Its other scale.</param>
    /// <param name="offset">Its other offset.</param>
    /// <param name="cancellationToken">Gives up between two requests.</param>
    /// <returns>Null when there is no such child any more.</returns>
    public async Task<MeasurePreview?> PreviewAsync(Guid childZoneId, double scale, double offset, CancellationToken cancellationToken)
    {
        if (children.Find(childZoneId) is not { } changed)
        {
            return null;
        }

        var before = children.All.ToDictionary(state => state.Child.Name, state => (state.Child.WeightScale, state.Child.WeightOffset), StringComparer.Ordinal);
        var after = new Dictionary<string, (double Scale, double Offset)>(before, StringComparer.Ordinal) { [changed.Child.Name] = (scale, offset) };
        var trial = new MeasureTrial(before, after);
        foreach (var reservation in (await reservations.ListAsync(new ReservationFilter(Requests), cancellationToken).ConfigureAwait(false)).Items)
        {
            // One that a parent decided says nothing of this zone's measure.
            if (reservation.ClaimId is null && await reservations.FindExplanationAsync(reservation.Id, cancellationToken).ConfigureAwait(false) is { } json
                && WireJson.TryRead<PlacementExplanation>(json, out var explanation) && explanation is not null)
            {
                trial.Add(reservation.Id, reservation.Name, explanation);
            }
        }

        return trial.ToPreview();
    }
}
