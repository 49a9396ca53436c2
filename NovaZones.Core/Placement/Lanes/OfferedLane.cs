using NovaZones.Core.Federation.Wire;
using NovaZones.Core.Placement.Columns;

namespace NovaZones.Core.Placement.Lanes;

/// <summary>A lane that a child offers, its scores already in this zone's measure.</summary>
internal sealed class OfferedLane(int source, int index, LaneBody offer) : Lane(source, index, [.. offer.Domains])
{
    private int _taken;

    public override bool TryPeek(out Rank rank)
    {
        var isLeft = _taken < offer.Scores.Length;
        rank = isLeft ? new Rank(offer.Scores[_taken], offer.Ties[_taken]) : default;
        return isLeft;
    }

    public override Slot? Take(double score)
    {
        _taken++;
        return null;
    }
}
