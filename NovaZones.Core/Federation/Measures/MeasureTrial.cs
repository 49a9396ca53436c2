using System.Collections.Immutable;
using NovaZones.Core.Placement;
using NovaZones.Core.Policies;

namespace NovaZones.Core.Federation.Measures;

/// <summary>Orders zones by the best host that each named for a request, under one measure of the children and under another.</summary>
internal sealed class MeasureTrial(IReadOnlyDictionary<string, (double Scale, double Offset)> before, IReadOnlyDictionary<string, (double Scale, double Offset)> after)
{
    private readonly Dictionary<string, Standing> _standings = new(StringComparer.Ordinal);
    private readonly List<MeasureDecision> _decisions = [];
    private int _requests;

    /// <summary>Adds a request with what was written down of its decision.</summary>
    public void Add(string reservationId, string? name, PlacementExplanation explanation)
    {
        var own = explanation.Local.Leading.IsDefaultOrEmpty ? null : (double?)explanation.Local.Leading[0].Score;
        var best = explanation.Children
            .Where(child => child.Count is null && before.ContainsKey(child.Zone))
            .Select(child => (child.Zone, Score: BestOf(child)))
            .Append(("", own))
            .Where(zone => zone.Item2 is not null)
            .Select(zone => (Zone: zone.Item1, Score: zone.Item2!.Value))
            .ToList();
        if (best.Count < 2)
        {
            return; // no measure can change where it goes
        }

        _requests++;
        var (was, would) = (Order(best, before), Order(best, after));
        for (var place = 0; place < best.Count; place++)
        {
            StandingOf(was[place].Zone).Before(place);
            StandingOf(would[place].Zone).After(place);
        }

        if (was[0].Zone != would[0].Zone)
        {
            _decisions.Add(new MeasureDecision(reservationId, name, was[0].Zone, would[0].Zone, was[0].Score, would[0].Score));
        }
    }

    /// <summary>What came of all.</summary>
    public MeasurePreview ToPreview() => new()
    {
        Requests = _requests,
        Moved = _decisions.Count,
        Zones = [.. _standings.Select(zone => zone.Value.Of(zone.Key)).OrderByDescending(zone => zone.Before).ThenBy(zone => zone.MeanBefore).ThenBy(zone => zone.Zone, StringComparer.Ordinal)],
        Decisions = [.. _decisions.Take(MeasurePreviewService.MostDecisions)],
    };

    /// <summary>The best score of a child's own hosts and of those below it, as it told them; null when it named none.</summary>
    private static double? BestOf(ChildExplanation child)
    {
        double? best = child.Local is { Leading.IsDefaultOrEmpty: false } local ? local.Leading[0].Score : null;
        foreach (var below in child.Children.IsDefault ? [] : child.Children)
        {
            if (BestOf(below) is { } score && !(best >= score))
            {
                best = score;
            }
        }

        return best;
    }

    private static List<(string Zone, double Score)> Order(List<(string Zone, double Score)> zones, IReadOnlyDictionary<string, (double Scale, double Offset)> measures) =>
    [
        .. zones.Select(zone => zone.Zone.Length == 0 ? zone : (zone.Zone, Measured(zone.Score, measures[zone.Zone])))
            .OrderByDescending(zone => zone.Item2).ThenBy(zone => zone.Item1, StringComparer.Ordinal),
    ];

    private static double Measured(double score, (double Scale, double Offset) measure) =>
        Math.Clamp(measure.Offset + (measure.Scale * score), -PolicyResolver.MostMagnitude, PolicyResolver.MostMagnitude);

    private Standing StandingOf(string zone)
    {
        if (!_standings.TryGetValue(zone, out var standing))
        {
            _standings.Add(zone, standing = new Standing());
        }

        return standing;
    }

    private sealed class Standing
    {
        private int _requests;
        private int _firstBefore;
        private int _firstAfter;
        private int _placesBefore;
        private int _placesAfter;

        public void Before(int place)
        {
            _requests++;
            _firstBefore += place == 0 ? 1 : 0;
            _placesBefore += place + 1;
        }

        public void After(int place)
        {
            _firstAfter += place == 0 ? 1 : 0;
            _placesAfter += place + 1;
        }

        public ZoneStanding Of(string zone) => new(zone, _firstBefore, _firstAfter, (double)_placesBefore / _requests, (double)_placesAfter / _requests);
    }
}
