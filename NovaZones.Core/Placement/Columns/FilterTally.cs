using System.Collections.Immutable;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement.Filters;

namespace NovaZones.Core.Placement.Columns;

/// <summary>Counts whom one filter rejects and why.</summary>
internal sealed class FilterTally(ICandidateFilter filter)
{
    private const int MostObstacles = 8;

    private readonly List<(string Reason, int First, int All)> _reasons = [];
    private readonly List<(string Reason, Host Host)> _examples = [];

    /// <summary>The filter.</summary>
    public ICandidateFilter Filter => filter;

    /// <summary>The filter, if it judges whole blocks.</summary>
    public IColumnFilter? Columns { get; } = filter as IColumnFilter;

    /// <summary>What the filter has found out so far.</summary>
    public ScanMemo Memo => field ??= new();

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

    /// <summary>Whether no host was remembered yet for a reason.</summary>
    public bool LacksExample(string reason)
    {
        foreach (var example in _examples)
        {
            if (example.Reason == reason)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Remembers a host that no earlier filter had rejected.</summary>
    public void AddExample(string reason, Host host) => _examples.Add((reason, host));

    public FilterExplanation ToExplanation(PlacementContext context) => _reasons.Count == 0 ? new(filter.Name, 0, []) : new(
        filter.Name,
        _reasons.Sum(r => r.First),
        [.. _reasons.Where(r => r.First > 0).OrderByDescending(r => r.First).ThenBy(r => r.Reason, StringComparer.Ordinal).Select(r => new ReasonCount(r.Reason, r.First) { Example = ExampleOf(r.Reason, context) })])
    {
        WouldDrop = _reasons.Sum(r => r.All),
    };

    private RejectedHost ExampleOf(string reason, PlacementContext context)
    {
        var host = _examples.Find(e => e.Reason == reason).Host;
        var candidate = new Candidate();
        candidate.MoveTo(host);
        return new RejectedHost(host.Name, [.. filter.Obstacles(context, candidate).Take(MostObstacles)]);
    }
}
