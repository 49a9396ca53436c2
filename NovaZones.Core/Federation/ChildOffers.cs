using System.Collections.Immutable;
using NovaZones.Core.Federation.Asking;
using NovaZones.Core.Federation.Wire;
using NovaZones.Core.Placement;
using NovaZones.Core.Policies;
using NovaZones.Core.Zones;

namespace NovaZones.Core.Federation;

/// <summary>Makes offers of what children answer, in this zone's measure.</summary>
internal static class ChildOffers
{
    /// <summary>What there is to say of a child before it is asked.</summary>
    public static ChildOffer NotYetAsked(ChildZone child) => None(child, "Skipped", "was not asked in the end", TimeSpan.Zero);

    /// <summary>A child's score in this zone's measure.</summary>
    public static double Adjust(ChildZone child, double score) =>
        Math.Clamp(child.WeightOffset + (child.WeightScale * score), -PolicyResolver.MostMagnitude, PolicyResolver.MostMagnitude);

    /// <summary>What a child offers, in this zone's measure.</summary>
    public static ChildOffer Of(ChildQuestion question, SelectResponse answer, TimeSpan elapsed)
    {
        var child = question.Child;
        return new ChildOffer(child, [.. answer.Scores.Select(s => Adjust(child, s))], answer.Ties, answer.Plan, Explain(child, "Answered", answer.Limited ?? question.Doubt, elapsed) with
        {
            Offered = answer.Scores.Length,
            Local = answer.Local,
            Children = answer.Children,
        })
        {
            GroupMembers = answer.GroupMembers,
            Alternates = [.. answer.Alternates.Select(a => new AlternateHost(child.Id, a.Tie, Adjust(child, a.Score), ZonePath.Join(child.Name, a.Zone), a.Host))],
        };
    }

    /// <summary>The same of lanes.</summary>
    public static ChildOffer OfLanes(ChildQuestion question, SelectResponse answer, ImmutableArray<LaneBody> lanes, TimeSpan elapsed)
    {
        var child = question.Child;
        var note = answer.LanesCut ? "it has more domains or slots than one answer holds; the rest was taken for full" : question.Doubt;
        return new ChildOffer(child, [], [], answer.Plan, Explain(child, "Answered", note, elapsed) with
        {
            Offered = lanes.Sum(l => l.Scores.Length),
            Local = answer.Local,
            Children = answer.Children,
        })
        {
            Lanes = [.. lanes.Select(l => l with { Scores = [.. l.Scores.Select(s => Adjust(child, s))] })],
            Domains = answer.Domains,
        };
    }

    /// <summary>What there is to say of a child that offers nothing.</summary>
    public static ChildOffer None(ChildZone child, string outcome, string? reason, TimeSpan elapsed) => new(child, [], [], null, Explain(child, outcome, reason, elapsed));

    private static ChildExplanation Explain(ChildZone child, string outcome, string? reason, TimeSpan elapsed) =>
        new() { Zone = child.Name, Outcome = outcome, Reason = reason, ElapsedMs = Math.Round(elapsed.TotalMilliseconds, 3) };
}
