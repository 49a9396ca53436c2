using NovaZones.Core.Claims;

namespace NovaZones.Web.Features.Overview;

/// <summary>How fast placements are asked and refused, from the newest reservations.</summary>
/// <param name="PlacedPerMinute">Requests placed, wholly or in part, a minute.</param>
/// <param name="RefusedPerMinute">Requests refused a minute.</param>
/// <param name="Span">The time that was looked at, at most a minute.</param>
public sealed record PlacementPace(double PlacedPerMinute, double RefusedPerMinute, TimeSpan Span)
{
    /// <summary>How many of the newest reservations are looked at.</summary>
    public const int Sample = 200;

    private static readonly TimeSpan _longest = TimeSpan.FromMinutes(1);

    // At a thousand requests a second the newest that are looked at reach back a fifth of one.
    private static readonly TimeSpan _shortest = TimeSpan.FromMilliseconds(50);

    /// <summary>Counts the last minute, or as much of it as the page reaches back.</summary>
    /// <param name="page">The newest reservations, newest first.</param>
    /// <param name="now">The time to count back from.</param>
    public static PlacementPace Of(ReservationPage page, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(page);
        var span = _longest;
        if (page.NextCursor is not null && page.Items.Count > 0 && now - page.Items[^1].CreatedAt < _longest)
        {
            // More was asked in this minute than the page holds: count the part that it covers whole.
            span = now - page.Items[^1].CreatedAt;
        }

        if (span < _shortest)
        {
            span = _shortest;
        }

        var since = now - span;
        var placed = 0;
        var refused = 0;
        foreach (var reservation in page.Items)
        {
            if (reservation.CreatedAt >= since)
            {
                placed += reservation.Placed > 0 ? 1 : 0;
                refused += reservation.State == ReservationState.Refused ? 1 : 0;
            }
        }

        var perMinute = _longest / span;
        return new PlacementPace(placed * perMinute, refused * perMinute, span);
    }
}
