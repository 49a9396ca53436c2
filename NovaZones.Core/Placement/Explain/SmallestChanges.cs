using System.Collections.Immutable;
using NovaZones.Core.Fleet;

namespace NovaZones.Core.Placement.Explain;

/// <summary>Finds, for a request that does not fit, the single changes that would have made it fit, and pairs where no single one does.</summary>
/// <remarks>
/// A change is never guessed: it is applied to a copy of the request, the copy is asked of the same fleet through the same filters, and
/// only if hosts pass is it told, with their number and with the instances that fit then. Whether these are enough is for the zone that
/// answers to say (<see cref="ChangeSums"/>), since other zones may have room for more.
/// </remarks>
internal static class SmallestChanges
{
    /// <summary>Single changes tried for one request; requests with more conditions are told the changes of the first.</summary>
    private const int MostTried = 40;

    /// <summary>Pairs tried in a small fleet.</summary>
    private const int MostPairs = 60;

    /// <summary>Hosts looked at for all pairs together, so that a large fleet does not answer late.</summary>
    private const int MostLookedAt = 2_000_000;

    public static ImmutableArray<RequestChange> Find(FleetSnapshot fleet, PlacementContext context)
    {
        if (fleet.Count == 0)
        {
            return [];
        }

        var trial = new ChangeTrial(fleet, context);
        var singles = Candidates(trial, context.Request).Take(MostTried).ToList();
        var changes = Tried(trial, singles).ToList();
        if (!changes.Exists(c => c.Instances >= context.Request.MinCount))
        {
            changes.AddRange(Tried(trial, Pairs(trial, singles).Take(Math.Min(MostPairs, MostLookedAt / fleet.Count))));
        }

        changes.AddRange(HostSideChanges.Of(trial));
        return [.. changes.OrderByDescending(c => c.Hosts)];
    }

    private static IEnumerable<Change> Candidates(ChangeTrial trial, PlacementRequest request) =>
        AmountChanges.Of(trial, request).Concat(ConditionChanges.Of(trial.Context, request));

    private static IEnumerable<RequestChange> Tried(ChangeTrial trial, IEnumerable<Change> changes) =>
        from change in changes
        let room = trial.RoomOf(change.Request)
        where room.Instances > 0
        select ChangeText.With(change.Told, change.Told.Text, room.Hosts, room.Instances);

    private static IEnumerable<Change> Pairs(ChangeTrial trial, List<Change> singles)
    {
        var seen = new HashSet<(string, string)>();
        foreach (var one in singles)
        {
            foreach (var two in Candidates(trial, one.Request))
            {
                // The same two in either order are one pair; twice the same condition of one list is none that a first change had not.
                var (a, b) = (KeyOf(one.Told), KeyOf(two.Told));
                if (a != b && seen.Add(string.CompareOrdinal(a, b) < 0 ? (a, b) : (b, a)))
                {
                    yield return one.And(two);
                }
            }
        }
    }

    private static string KeyOf(RequestChange change) => $"{change.Kind} {change.Attribute}";
}
