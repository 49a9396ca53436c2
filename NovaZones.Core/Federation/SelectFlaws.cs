using NovaZones.Core.Federation.Flaws;
using NovaZones.Core.Federation.Wire;

namespace NovaZones.Core.Federation;

/// <summary>Finds what is wrong with a child's offer: it is input from outside.</summary>
internal static class SelectFlaws
{
    /// <summary>What is wrong with the answer, or null.</summary>
    public static string? Of(SelectResponse answer, TreeAsk ask, bool needsPlan)
    {
        if (answer.Scores.IsDefault || answer.Ties.IsDefault || answer.Scores.Length != answer.Ties.Length)
        {
            return "its answer has not as many ties as scores";
        }

        if (answer.Scores.Length > ask.Count)
        {
            return "its answer has more slots than were asked for";
        }

        if (answer.Scores.Any(s => !double.IsFinite(s)))
        {
            return "its answer has a score that is no number";
        }

        if (answer.Alternates.IsDefault || answer.Alternates.Length > ask.Alternates || answer.Alternates.Any(a => a is null || !double.IsFinite(a.Score) || a.Zone is { Length: > 1024 } || a.Host is { Length: > 255 }))
        {
            return "its answer has alternates that were not asked for or make no sense";
        }

        // Each zone on the way down takes one from the hops that are left, and may tell of those that it did not ask.
        if (ExplanationFlaws.Of(answer, ask.HopsLeft + 2) is { } hollow)
        {
            return hollow;
        }

        return needsPlan && answer.Scores.Length > 0 && string.IsNullOrEmpty(answer.Plan) ? "its answer has slots but no plan" : null;
    }
}
