using NovaZones.Core.Claims;
using NovaZones.Core.Federation;
using NovaZones.Core.Fleet;
using NovaZones.Core.Fleet.Aggregates;
using NovaZones.Core.Policies;

namespace NovaZones.Web.Components.Keys;

/// <summary>Finds what the palette leads to, a few of each kind.</summary>
/// <remarks>All but reservations are in memory. Those are asked for only with the beginning of an id, and for no longer than <see cref="Patience"/>.</remarks>
public sealed class PaletteSearch(
    FleetView fleet, IReservationStore reservations, ChildZoneRegistry children, PolicyBook policies, AggregateBook aggregates, TimeProvider time)
{
    /// <summary>Most of one kind.</summary>
    public const int PerKind = 6;

    private const int HostsBetweenLooks = 4096;
    private const int ShortestId = 4;

    /// <summary>Longest wait for the database.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(2);

    /// <summary>Looks for a text without spaces around it; an empty one finds nothing.</summary>
    /// <exception cref="OperationCanceledException">Something else was typed, or the palette was closed.</exception>
    public async Task<PaletteFinding> FindAsync(string text, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(text);
        var items = new List<PaletteItem>();
        if (text.Length == 0)
        {
            return new PaletteFinding(items, false);
        }

        var isCut = await AddReservationsAsync(items, text, cancellationToken);
        isCut |= Add(items, text, Hosts(cancellationToken), PaletteKind.Host, ConsoleRoutes.Host);
        isCut |= Add(items, text, children.All.Select(c => c.Child.Name), PaletteKind.ChildZone, ConsoleRoutes.ChildZone);
        isCut |= Add(items, text, policies.All.Select(p => p.Name), PaletteKind.Policy, ConsoleRoutes.Policy);
        isCut |= Add(items, text, aggregates.List().Select(a => a.Aggregate.Name), PaletteKind.Aggregate, ConsoleRoutes.Aggregate);
        return new PaletteFinding(items, isCut);
    }

    private IEnumerable<string> Hosts(CancellationToken cancellationToken)
    {
        var seen = 0;
        foreach (var host in fleet.Current.Hosts)
        {
            if (++seen % HostsBetweenLooks == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            yield return host.Name;
        }
    }

    /// <summary>Those that begin with the text, then those that hold it; whether there were more.</summary>
    private static bool Add(List<PaletteItem> items, string text, IEnumerable<string> names, PaletteKind kind, Func<string, string> href)
    {
        var (first, others) = (new SortedSet<string>(StringComparer.Ordinal), new SortedSet<string>(StringComparer.Ordinal));
        var matching = 0;
        foreach (var name in names)
        {
            var best = name.StartsWith(text, StringComparison.OrdinalIgnoreCase) ? first
                : name.Contains(text, StringComparison.OrdinalIgnoreCase) ? others : null;
            if (best is null)
            {
                continue;
            }

            matching++;
            best.Add(name);
            if (best.Count > PerKind)
            {
                best.Remove(best.Max!);
            }
        }

        items.AddRange(first.Concat(others).Take(PerKind).Select(n => new PaletteItem(kind, n, href(n))));
        return matching > PerKind;
    }

    private async Task<bool> AddReservationsAsync(List<PaletteItem> items, string text, CancellationToken cancellationToken)
    {
        var id = text.ToLowerInvariant();
        if (!id.StartsWith("r-", StringComparison.Ordinal) || id.Length < ShortestId)
        {
            return false;
        }

        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            if (ReservationId.IsValid(id))
            {
                if (await reservations.FindAsync(id, either.Token) is { } found)
                {
                    items.Add(Placement(found));
                }

                return false;
            }

            var page = await reservations.ListAsync(new ReservationFilter(PerKind, Text: id), either.Token);
            items.AddRange(page.Items.Where(r => r.Id.StartsWith(id, StringComparison.Ordinal)).Select(Placement));
            return page.NextCursor is not null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return true; // too slow for a palette: the list of placements can be searched at leisure
        }
    }

    private static PaletteItem Placement(Reservation reservation) => new(PaletteKind.Placement, reservation.Id, ConsoleRoutes.Placement(reservation.Id));
}
