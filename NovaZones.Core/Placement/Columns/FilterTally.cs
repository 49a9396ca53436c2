using System.Collections.Immutable;

namespace NovaZones.Core.Placement.Columns;

/// <summary>Counts whom one filter rejects and why.</summary>
internal sealed class FilterTally(string filter)
{
    private readonly List<(string Reason, int First, int All)> _reasons = [];

    /// <summary>Counts rejected hosts.</summary>
    /// <param name="reason">One of the filter's constants.</param>
    /// <param name="first">Hosts that no earlier filter had rejected.</param>
    /// <param name="all">Hosts, whatever other filters say.</param>
    public void Add(string reason, int first, int all)
    {
        for (var i = 0; i < _reasons.Count; i++)
        {
            if (ReferenceEquals(_reasons[i].Reason, reason) || _reasons[i].Reason == reason)
            {
                _reasons[i] = (reason, _reasons[i].First + first, _reasons[i].All + all);
                return;
            }
        }

        _reasons.Add((reason, first, all));
    }

    public FilterExplanation ToExplanation() => new(
        filter,
        _reasons.Sum(r => r.First),
        [.. _reasons.Where(r => r.First > 0).OrderByDescending(r => r.First).ThenBy(r => r.Reason, StringComparer.Ordinal).Select(r => new ReasonCount(r.Reason, r.First))])
    {
        WouldDrop = _reasons.Sum(r => r.All),
    };
}
