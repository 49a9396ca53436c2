using NovaZones.Core.Fleet;

namespace NovaZones.Core.Placement.Columns;

/// <summary>The best hosts seen so far, at most a given number: a heap with the worst of them on top.</summary>
internal sealed class BestHosts(int limit)
{
    private readonly PriorityQueue<Host, Rank> _heap = new(Math.Min(limit, 64));

    /// <summary>Number of hosts that can be told apart by the heap.</summary>
    public int Limit { get; } = limit;

    /// <summary>The worst of the best once there is no room left.</summary>
    private Rank _worst = new(double.NegativeInfinity, 0);

    /// <summary>Score below which a host cannot be among the best; negative infinity while there is room.</summary>
    public double Threshold => _worst.Score;

    /// <summary>Tie bits that a host of exactly the score <see cref="Threshold"/> must exceed.</summary>
    public uint ThresholdTie => _worst.Tie;

    /// <summary>Whether a host of this rank would be taken.</summary>
    public bool Wants(Rank rank) => rank.CompareTo(_worst) > 0 || _heap.Count < Limit;

    /// <summary>Offers a host.</summary>
    public void Offer(Host host, Rank rank)
    {
        if (_heap.Count < Limit)
        {
            _heap.Enqueue(host, rank);
        }
        else if (rank.CompareTo(_worst) > 0)
        {
            _heap.DequeueEnqueue(host, rank);
        }

        if (_heap.Count == Limit)
        {
            _heap.TryPeek(out _, out _worst);
        }
    }

    /// <summary>All of them, the best first.</summary>
    public List<(Host Host, Rank Rank)> Sorted()
    {
        var result = _heap.UnorderedItems.Select(i => (i.Element, i.Priority)).ToList();
        result.Sort((a, b) => b.Priority.CompareTo(a.Priority));
        return result;
    }
}
