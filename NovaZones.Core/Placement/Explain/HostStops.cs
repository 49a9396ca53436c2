using System.Collections.Immutable;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement.Filters;

namespace NovaZones.Core.Placement.Explain;

/// <summary>Collects hosts that passed every filter until enough was placed on them, and says what stops one more.</summary>
/// <remarks>While slots are picked only the host is noted; what stops it is worked out when too few slots were found. Not thread-safe.</remarks>
internal sealed class HostStops(PlacementContext context)
{
    private readonly List<(ICandidateFilter Filter, Host Host)> _stopped = [];

    /// <summary>Notes a host as it is with everything placed on it.</summary>
    public void Add(ICandidateFilter filter, Host host) => _stopped.Add((filter, host));

    /// <summary>What stops one more instance, most hosts first.</summary>
    public ImmutableArray<StopCount> Count()
    {
        var candidate = new Candidate();
        return
        [
            .. _stopped
                .Select(s =>
                {
                    candidate.MoveTo(s.Host);
                    return (s.Filter.Name, Reason: s.Filter.Evaluate(context, candidate).Reason!, s.Filter.Obstacles(context, candidate).FirstOrDefault()?.Attribute);
                })
                .GroupBy(s => s)
                .Select(g => new StopCount(g.Key.Name, g.Key.Reason, g.Key.Attribute, g.Count()))
                .OrderByDescending(s => s.Hosts)
                .ThenBy(s => s.Filter, StringComparer.Ordinal)
                .ThenBy(s => s.Attribute, StringComparer.Ordinal),
        ];
    }
}
