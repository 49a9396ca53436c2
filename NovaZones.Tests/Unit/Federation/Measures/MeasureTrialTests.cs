using System.Collections.Immutable;
using NovaZones.Core.Federation.Measures;
using NovaZones.Core.Placement;
using Xunit;

namespace NovaZones.Tests.Unit.Federation.Measures;

/// <summary>What another scale and offset of a child would have done to recorded decisions.</summary>
public sealed class MeasureTrialTests
{
    private static readonly Dictionary<string, (double Scale, double Offset)> _now = new(StringComparer.Ordinal) { ["paris"] = (1, 0), ["rome"] = (0.5, 0) };

    [Fact]
    public void Add_AnOffsetThatLiftsAChild_TellsWhichRequestsItWouldHaveGot()
    {
        var trial = new MeasureTrial(_now, new Dictionary<string, (double Scale, double Offset)>(_now, StringComparer.Ordinal) { ["rome"] = (0.5, 0.5) });

        // Now: own 0.6, paris 0.8, rome 0.5 × 1.0 = 0.5. Then: rome 0.5 + 0.5 = 1.0.
        trial.Add("r-1", "web", Explained(own: 0.6, ("paris", 0.8, null), ("rome", 1.0, null)));

        // Now: own 0.9, rome 0.5 × 0.4 = 0.2 (its best is below it). Then: rome 0.7, still behind.
        trial.Add("r-2", null, Explained(own: 0.9, ("rome", 0.1, 0.4)));

        // Only one zone had a place, or the other is no child any more: no measure matters.
        trial.Add("r-3", null, Explained(own: 0.9, ("paris", null, null)));
        trial.Add("r-4", null, Explained(own: 0.9, ("gone", 5, null)));

        var preview = trial.ToPreview();

        Assert.Equal((2, 1), (preview.Requests, preview.Moved));
        Assert.Equal([new MeasureDecision("r-1", "web", "paris", "rome", 0.8, 1.0)], preview.Decisions);
        Assert.Equal(
            [new ZoneStanding("paris", 1, 0, 1, 2), new ZoneStanding("", 1, 1, 1.5, 2), new ZoneStanding("rome", 0, 1, 2.5, 1.5)],
            preview.Zones);
    }

    private static PlacementExplanation Explained(double? own, params (string Zone, double? Score, double? Below)[] children) => new()
    {
        Zone = "root",
        Policy = "default",
        PolicyVersion = 1,
        Requested = 1,
        Placed = 1,
        Summary = "",
        Local = Local(own),
        Children = [.. children.Select(child => Child(child.Zone, child.Score) with { Children = child.Below is null ? [] : [Child("below", child.Below)] })],
    };

    private static ChildExplanation Child(string zone, double? score) => new() { Zone = zone, Outcome = "Answered", Local = Local(score) };

    private static LocalExplanation Local(double? score) => new(1, 1, [], score is { } best ? [new LeadingCandidate(null, best, []), new LeadingCandidate(null, best - 1, [])] : []);
}
