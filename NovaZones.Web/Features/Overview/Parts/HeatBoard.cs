using Microsoft.Extensions.Options;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement;

namespace NovaZones.Web.Features.Overview.Parts;

/// <summary>The tiles of this zone's hosts, made once for all consoles that are open.</summary>
/// <remarks>
/// Thread-safe. What is handed out was made at most <see cref="Freshness"/> ago, or is still true: while no tile differs, the same object is
/// handed out again, so that whoever draws it sees by its identity that there is nothing to draw.
/// </remarks>
public sealed class HeatBoard(FleetView view, IOptions<SchedulerOptions> scheduler, TimeProvider time)
{
    /// <summary>Longest age of tiles while hosts change.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1.5);

    // A host goes down by silence alone, without a new version of the fleet.
    private static readonly TimeSpan _unchanged = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new(); // guards _order and _made: whoever comes first makes the tiles, the others wait for them
    private readonly Dictionary<string, Made> _made = new(StringComparer.Ordinal);
    private HeatOrder? _order;

    /// <summary>The tiles by use of a resource class.</summary>
    public HeatTiles Read(string resourceClass)
    {
        ArgumentNullException.ThrowIfNull(resourceClass);
        lock (_lock)
        {
            var (now, fleet) = (time.GetUtcNow(), view.Current);
            var last = _made.GetValueOrDefault(resourceClass);
            if (last is not null && now >= last.At && now - last.At < (last.Version == fleet.Version ? _unchanged : Freshness) && (last.Tiles.Hosts.Length > 0 || fleet.Count == 0))
            {
                return last.Tiles;
            }

            var isKnown = _order?.Fits(fleet) == true;
            var order = _order = isKnown ? _order! : HeatOrder.Of(fleet);
            var tiles = HeatTiles.Of(fleet, order, resourceClass, now, scheduler.Value.StaleAfter);
            if (last is not null && isKnown)
            {
                tiles = last.Tiles.Marks.AsSpan().SequenceEqual(tiles.Marks) ? last.Tiles : tiles.After(last.Tiles);
            }

            _made[resourceClass] = new Made(fleet.Version, now, tiles);
            return tiles;
        }
    }

    private sealed record Made(long Version, DateTimeOffset At, HeatTiles Tiles);
}
