using System.Collections.Immutable;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Explain;

namespace NovaZones.Core.Federation.Asking;

/// <summary>Bounds what is told of children that were asked: an answer does not grow with the number of children that had nothing.</summary>
internal static class ChildLines
{
    /// <summary>Most names in one line.</summary>
    public const int MostNames = 1000;

    /// <summary>Lines of all children by name; lines that tell of many come last.</summary>
    /// <param name="asked">Children that were asked.</param>
    /// <param name="notAsked">Lines of the others.</param>
    /// <param name="most">Lines of children that were asked and offered nothing; beyond, they are told together by outcome.</param>
    public static ImmutableArray<ChildExplanation> Of(IReadOnlyList<ChildExplanation> asked, ImmutableArray<ChildExplanation> notAsked, int most)
    {
        var idle = asked.Count(c => c.Offered == 0);
        IEnumerable<ChildExplanation> lines = asked;
        if (idle > most)
        {
            lines = asked.Where(c => c.Offered > 0).Concat(asked.Where(c => c.Offered == 0).GroupBy(c => c.Outcome, StringComparer.Ordinal).Select(g => Together([.. g])));
        }

        return
        [
            .. lines.Concat(notAsked)
                .OrderBy(c => c.Zone == ChildExplanation.Many).ThenBy(c => c.Zone, StringComparer.Ordinal)
                .ThenBy(c => c.Outcome, StringComparer.Ordinal).ThenBy(c => c.Reason, StringComparer.Ordinal),
        ];
    }

    private static ChildExplanation Together(ImmutableArray<ChildExplanation> lines)
    {
        if (lines.Length == 1)
        {
            return lines[0];
        }

        var reasons = lines.Select(l => l.Reason).Distinct(StringComparer.Ordinal).Take(2).ToList();
        return new ChildExplanation
        {
            Zone = ChildExplanation.Many,
            Outcome = lines[0].Outcome,
            Reason = reasons.Count == 1 ? reasons[0] : $"each for its own reason, for one: {lines.First(l => l.Reason is not null).Reason}",
            ElapsedMs = lines.Max(l => l.ElapsedMs),
            Count = lines.Length,
            Zones = [.. lines.Take(MostNames).Select(l => l.Zone)],
            Local = new LocalExplanation(
                ExplanationSums.Considered(LocalExplanation.Nothing, lines), lines.BoundedSum(l => l.Local?.Passed ?? 0), ExplanationSums.Filters(LocalExplanation.Nothing, lines), [])
            {
                Changes = ExplanationSums.Changes(LocalExplanation.Nothing, lines),
                AfterPlacing = StopSums.Of(LocalExplanation.Nothing, lines) is { IsEmpty: false } stops ? stops : null,
            },
        };
    }
}
