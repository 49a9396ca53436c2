using System.Collections.Immutable;

namespace NovaZones.Core.Placement.Explain;

/// <summary>What stops one more instance, over a zone and everything below it.</summary>
internal static class StopSums
{
    /// <summary>The same filter, reason and attribute of all zones together, most hosts first.</summary>
    public static ImmutableArray<StopCount> Of(LocalExplanation local, ImmutableArray<ChildExplanation> children)
    {
        var all = new List<StopCount>();
        Collect(local, children, all);
        return
        [
            .. all
                .GroupBy(s => (s.Filter, s.Reason, s.Attribute))
                .Select(g => new StopCount(g.Key.Filter, g.Key.Reason, g.Key.Attribute, g.BoundedSum(s => s.Hosts)))
                .OrderByDescending(s => s.Hosts)
                .ThenBy(s => s.Filter, StringComparer.Ordinal)
                .ThenBy(s => s.Attribute, StringComparer.Ordinal),
        ];
    }

    /// <summary>In words, the most frequent three; null when there is nothing to say.</summary>
    public static string? Say(ImmutableArray<StopCount> stops) => stops.IsEmpty
        ? null
        : string.Join(", ", stops.Take(3).Select(s => $"{s.Reason}{(s.Attribute is null ? "" : $" ({s.Attribute})")} on {s.Hosts} {(s.Hosts == 1 ? "host" : "hosts")}"));

    private static void Collect(LocalExplanation? local, ImmutableArray<ChildExplanation> children, List<StopCount> all)
    {
        if (local?.AfterPlacing is { IsDefault: false } stops)
        {
            all.AddRange(stops);
        }

        foreach (var child in children.IsDefault ? [] : children)
        {
            Collect(child.Local, child.Children, all);
        }
    }
}
