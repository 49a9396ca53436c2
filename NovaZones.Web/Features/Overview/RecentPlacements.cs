using NovaZones.Core.Claims;

namespace NovaZones.Web.Features.Overview;

/// <summary>The newest requests, read once for all consoles that are open.</summary>
/// <remarks>
/// Thread-safe. What is handed out was read at most <see cref="Freshness"/> ago; a page that is told of a change within that time sees it with its
/// next look, which no page puts off for longer than a few seconds.
/// </remarks>
public sealed class RecentPlacements(IReservationStore reservations, TimeProvider time)
{
    /// <summary>Longest age of what is handed out.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromMilliseconds(250);

    private readonly Lock _lock = new(); // guards _reading and _startedAt
    private Task<ReservationPage>? _reading;
    private DateTimeOffset _startedAt;

    /// <summary>The newest <see cref="PlacementPace.Sample"/> requests, newest first.</summary>
    public Task<ReservationPage> ReadAsync()
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (_reading is null or { IsFaulted: true } || now - _startedAt >= Freshness || now < _startedAt)
            {
                // Nobody's own: a console that is closed must not take the answer from the others.
                _reading = reservations.ListAsync(new ReservationFilter(PlacementPace.Sample), CancellationToken.None);
                _startedAt = now;
            }

            return _reading;
        }
    }
}
