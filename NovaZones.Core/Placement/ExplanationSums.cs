using System.Collections.Immutable;
using NovaZones.Core.Placement.Explain;

namespace NovaZones.Core.Placement;

/// <summary>Adds up the funnels of a zone and everything below it that answered.</summary>
internal static class ExplanationSums
{
    /// <summary>Hosts looked at in all.</summary>
    public static int Considered(LocalExplanation local, ImmutableArray<ChildExplanation> children) =>
        All(local, children).BoundedSum(l => l.Considered);

    /// <summary>What each filter dropped in all, in the order in which the filters were met.</summary>
    public static ImmutableArray<FilterExplanation> Filters(LocalExplanation local, ImmutableArray<ChildExplanation> children) =>
    [
        .. All(local, children)
            .SelectMany(l => l.Filters)
            .GroupBy(f => f.Filter, StringComparer.Ordinal)
            .Select(g => new FilterExplanation(
                g.Key,
                g.BoundedSum(f => f.Dropped),
                [
                    .. g.SelectMany(f => f.Reasons)
                        .GroupBy(r => r.Reason, StringComparer.Ordinal)
                        .Select(r => new ReasonCount(r.Key, r.BoundedSum(c => c.Hosts)) { Example = r.Select(c => c.Example).FirstOrDefault(e => e is not null) })
                        .OrderByDescending(r => r.Hosts).ThenBy(r => r.Reason, StringComparer.Ordinal),
                ])
            {
                WouldDrop = g.BoundedSum(f => f.WouldDrop),
            }),
    ];

    /// <summary>Changes that would have made the request fit somewhere, over all zones; not yet judged by how many instances are of use.</summary>
    /// <param name="local">What the zone's own hosts said.</param>
    /// <param name="children">What children said.</param>
    /// <param name="isTogether">Whether all instances must stand in one zone.</param>
    public static ImmutableArray<RequestChange> Changes(LocalExplanation local, ImmutableArray<ChildExplanation> children, bool isTogether = false) =>
        ChangeSums.Merge([.. All(local, children).Select(l => l.Changes.IsDefault ? [] : l.Changes)], isTogether);

    private static IEnumerable<LocalExplanation> All(LocalExplanation local, ImmutableArray<ChildExplanation> children)
    {
        yield return local;
        foreach (var child in children.IsDefault ? [] : children)
        {
            foreach (var below in All(child.Local ?? LocalExplanation.Nothing, child.Children))
            {
                yield return below;
            }
        }
    }
}
