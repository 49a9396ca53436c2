using NovaZones.Core.Placement.Columns;

namespace NovaZones.Core.Placement.Lanes;

/// <summary>The lanes of several sources that are one: the same domains, so that the best head of all comes next.</summary>
internal sealed class JoinedLane(ulong[] domains)
{
    private readonly List<Lane> _parts = [];
    private Lane? _first;
    private Rank _head;
    private bool _isKnown;

    public ulong[] Domains { get; } = domains;

    /// <summary>Joins lanes of the same domains.</summary>
    public static List<JoinedLane> Of(IEnumerable<Lane> lanes)
    {
        var joined = new Dictionary<ulong, JoinedLane>();
        foreach (var lane in lanes)
        {
            var key = DomainKey.Of(lane.Domains);
            if (!joined.TryGetValue(key, out var one))
            {
                one = joined[key] = new JoinedLane(lane.Domains);
            }

            one._parts.Add(lane);
        }

        return [.. joined.Values];
    }

    /// <summary>The best head; false when nothing is left.</summary>
    public bool TryPeek(out Rank rank)
    {
        if (!_isKnown)
        {
            _isKnown = true;
            _first = null;
            foreach (var lane in _parts)
            {
                if (lane.TryPeek(out var head) && (_first is null || head.CompareTo(_head) > 0))
                {
                    (_first, _head) = (lane, head);
                }
            }
        }

        rank = _head;
        return _first is not null;
    }

    /// <summary>Takes the best head.</summary>
    /// <param name="score">Its score, its domains counted.</param>
    /// <returns>The slot, which is null for one of a child, and the source's lane.</returns>
    public (Slot? Slot, Lane Lane) Take(double score)
    {
        _isKnown = false;
        return (_first!.Take(score), _first);
    }
}
