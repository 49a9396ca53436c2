using System.Collections.Immutable;
using NovaZones.Core.Federation.Flaws;
using NovaZones.Core.Federation.Wire;
using NovaZones.Core.Placement.Lanes;

namespace NovaZones.Core.Federation;

/// <summary>Checks what a child answers by lanes: it is input from outside.</summary>
internal static class LaneFlaws
{
    /// <summary>Far more than any zone holds, and far from where sums could overflow.</summary>
    private const long MostMembers = 1L << 40;

    /// <summary>What is wrong with an answer, or null; one without lanes is only old.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="axes">Number of capabilities that the request spreads over.</param>
    /// <param name="levels">Levels of zones below the child that there can be.</param>
    public static string? Of(SelectResponse answer, int axes, int levels = ExplanationFlaws.MostLevels)
    {
        if (answer.Lanes is not { } lanes)
        {
            return null;
        }

        if (ExplanationFlaws.Of(answer, levels) is { } hollow)
        {
            return hollow;
        }

        if (lanes.IsDefault || answer.Domains.IsDefault || answer.Domains.Length != axes)
        {
            return "its answer does not count by what the request spreads over";
        }

        if (answer.Domains.Any(IsWrong))
        {
            return "its answer counts domains in a way that makes no sense";
        }

        if (lanes.Length > LaneLimits.MostLanes || lanes.Any(l => l is null || IsWrong(l, axes)))
        {
            return "its answer has lanes that make no sense";
        }

        if (lanes.Sum(l => l.Scores.Length) > LaneLimits.MostSlots || lanes.DistinctBy(l => DomainKey.Of(l.Domains.AsSpan())).Count() != lanes.Length)
        {
            return "its answer has too many slots, or a lane twice";
        }

        return lanes.Length > 0 && string.IsNullOrEmpty(answer.Plan) ? "its answer has slots but no plan" : null;
    }

    private static bool IsWrong(ImmutableArray<DomainMembers> domains) =>
        domains.IsDefault
        || domains.Length > LaneLimits.MostDomains
        || domains.Any(d => d.Domain == DomainKey.None || d.Members is < 0 or > MostMembers)
        || domains.DistinctBy(d => d.Domain).Count() != domains.Length;

    private static bool IsWrong(LaneBody lane, int axes) =>
        lane.Domains.IsDefault || lane.Domains.Length != axes
        || lane.Scores.IsDefaultOrEmpty || lane.Ties.IsDefault || lane.Scores.Length != lane.Ties.Length
        || lane.Scores.Any(s => !double.IsFinite(s));
}
