using NovaZones.Core.Federation;
using NovaZones.Core.Placement.Columns;

namespace NovaZones.Core.Placement.Lanes;

/// <summary>A lane of this zone's own hosts; slots are worked out as they are taken.</summary>
internal sealed class HostLane(ulong[] domains, HostWalk walk) : Lane(PlanAggregator.Own, -1, domains)
{
    public override bool TryPeek(out Rank rank) => walk.TryPeek(out rank);

    public override Slot Take(double score) => walk.Take(score);
}
