using System.Collections.Immutable;
using System.Globalization;

namespace NovaZones.Core.Placement.Explain;

/// <summary>Adds up the changes that several zones named, and tells which of them are enough.</summary>
internal static class ChangeSums
{
    /// <summary>The changes of several zones as those of one: equal ones add up, and of an amount every zone counts that takes as much or more.</summary>
    /// <param name="zones">What each zone named.</param>
    /// <param name="isTogether">Whether all instances must stand in one zone, so that the best counts.</param>
    public static ImmutableArray<RequestChange> Merge(IReadOnlyList<ImmutableArray<RequestChange>> zones, bool isTogether = false)
    {
        var all = zones.SelectMany(z => z).ToList();
        var equal = all.Where(c => !IsLadder(c))
            .GroupBy(c => (c.Kind, c.Attribute, c.From, c.To, c.Change))
            .Select(g => Added(g.First(), [.. g], isTogether));
        var ladders = all.Where(IsLadder)
            .GroupBy(c => (c.Kind, c.Attribute, c.From, c.To))
            .Select(g => Added(g.First(), [.. zones.Select(z => Best(z, g.First())).OfType<RequestChange>()], isTogether));
        return [.. equal.Concat(ladders)];
    }

    /// <summary>Of merged changes those that make room for enough instances; others together with the number that they allow.</summary>
    /// <param name="merged">Changes over all zones.</param>
    /// <param name="minCount">Fewest instances that are of use.</param>
    public static ImmutableArray<RequestChange> Enough(ImmutableArray<RequestChange> merged, int minCount)
    {
        var told = merged.Where(c => !IsLadder(c)).ToList();
        foreach (var ladder in merged.Where(IsLadder).GroupBy(c => (c.Kind, c.Attribute, c.From)))
        {
            // The least change that is enough, else the one that comes nearest.
            told.Add(ladder.OrderByDescending(c => Math.Min(InstancesOf(c), minCount)).ThenBy(Step).First());
        }

        return
        [
            .. told.Select(c => InstancesOf(c) >= minCount ? Sized(c, minCount) : Fewer(c, minCount)).OfType<RequestChange>()
                .OrderByDescending(c => InstancesOf(c) >= minCount).ThenByDescending(c => c.Hosts)
                .ThenBy(c => c.Kind, StringComparer.Ordinal).ThenBy(c => c.Attribute, StringComparer.Ordinal).ThenBy(c => c.Text, StringComparer.Ordinal),
        ];
    }

    private static RequestChange Sized(RequestChange change, int minCount) => change.Kind == HostSideChanges.Host
        ? change with { Text = HostSideChanges.Phrase(change.Attribute!, change.To!, minCount, change.Hosts) }
        : change;

    /// <summary>With fewer instances beside; null when the request cannot help or none would fit.</summary>
    private static RequestChange? Fewer(RequestChange change, int minCount)
    {
        var fits = InstancesOf(change);
        return change.Change is null || fits < 1
            ? null
            : ChangeText.With(
                change with { Change = Change.Merge(change.Change, $$"""{"count":{{ChangeText.Of(fits)}},"minCount":{{ChangeText.Of(fits)}}}""") },
                $"{ChangeText.Phrase(change)} and with {ChangeText.Of(fits)} instead of {ChangeText.Of(minCount)} instances",
                change.Hosts,
                fits);
    }

    private static RequestChange Added(RequestChange one, ImmutableArray<RequestChange> all, bool isTogether) => one.Kind == HostSideChanges.Host
        ? one with { Hosts = all.BoundedSum(c => c.Hosts), Instances = all.BoundedSum(InstancesOf), Text = HostSideChanges.Phrase(one.Attribute!, one.To!, 1, all.BoundedSum(c => c.Hosts)) }
        : ChangeText.With(one, ChangeText.Phrase(one), all.BoundedSum(c => c.Hosts), isTogether && one.Kind != "group" ? all.Max(InstancesOf) : all.BoundedSum(InstancesOf));

    /// <summary>What a zone says of an amount: of those it tried that are no smaller change, the one with most room.</summary>
    private static RequestChange? Best(ImmutableArray<RequestChange> zone, RequestChange asked) => zone
        .Where(c => IsLadder(c) && (c.Kind, c.Attribute, c.From) == (asked.Kind, asked.Attribute, asked.From) && Step(c) <= Step(asked))
        .OrderByDescending(InstancesOf).ThenByDescending(c => c.Hosts).FirstOrDefault();

    /// <summary>Whether a larger change of the kind does whatever a smaller one does: less of a class, or more of it on hosts.</summary>
    private static bool IsLadder(RequestChange change) => change.Kind == HostSideChanges.Host
        || (change.Kind is "resources" or "groups.resources" && long.TryParse(change.From, CultureInfo.InvariantCulture, out var from) && Number(change.To) < from);

    /// <summary>How far a change of a ladder goes.</summary>
    private static long Step(RequestChange change) => change.Kind == HostSideChanges.Host ? Number(change.To) : -Number(change.To);

    private static long Number(string? text) => long.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : long.MaxValue;

    private static int InstancesOf(RequestChange change) => change.Instances ?? change.Hosts;
}
