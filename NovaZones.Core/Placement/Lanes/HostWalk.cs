using System.Collections.Immutable;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement.Columns;
using NovaZones.Core.Placement.Explain;

namespace NovaZones.Core.Placement.Lanes;

/// <summary>Takes the best host again and again; each is virtually depleted, judged and graded anew, and takes its new place in the order.</summary>
/// <param name="context">What is asked.</param>
/// <param name="best">The hosts, best first; as many as slots may be taken are enough, since a host that was not chosen keeps its rank.</param>
/// <param name="stops">Where to note hosts that take no more once something was placed on them; null when nobody asks.</param>
internal sealed class HostWalk(PlacementContext context, List<(Host Host, Rank Rank)> best, HostStops? stops = null)
{
    // What was depleted, by its new rank; the rest stands in order already.
    private readonly PriorityQueue<Host, Rank> _depleted = new(Comparer<Rank>.Create((a, b) => b.CompareTo(a)));
    private readonly Candidate _candidate = new();

    // Taken and not yet depleted: that is worked out only if another slot is asked for.
    private Host? _taken;
    private ImmutableArray<AllocationPart> _takenParts;
    private uint _takenTie;
    private int _next;

    /// <summary>The best host that may take one more; false when there is none.</summary>
    public bool TryPeek(out Rank rank)
    {
        Deplete();
        if (_depleted.TryPeek(out _, out rank) && (_next == best.Count || rank.CompareTo(best[_next].Rank) > 0))
        {
            return true;
        }

        rank = _next < best.Count ? best[_next].Rank : default;
        return _next < best.Count;
    }

    /// <summary>Takes the host that <see cref="TryPeek"/> showed.</summary>
    /// <param name="score">The score to note, which counts more than the host alone when there are domains.</param>
    public Slot Take(double score)
    {
        Host host;
        if (_depleted.TryPeek(out _, out var rank) && (_next == best.Count || rank.CompareTo(best[_next].Rank) > 0))
        {
            host = _depleted.Dequeue();
        }
        else
        {
            (host, rank) = best[_next++];
        }

        if (ResourceFit.Arrange(context.Request, host) is not { } parts)
        {
            throw new InvalidOperationException($"Host {host.Name} passed the filters but has no arrangement for the request.");
        }

        (_taken, _takenParts, _takenTie) = (host, parts, rank.Tie);
        return new Slot(host.Id, host.Name, host.Generation, score, rank.Tie, parts);
    }

    private void Deplete()
    {
        if (_taken is not { } host)
        {
            return;
        }

        _taken = null;
        host = host.WithInstance(_takenParts, context.Request.Group?.Key);
        _candidate.MoveTo(host);
        foreach (var filter in context.Policy.Filters)
        {
            if (!filter.Evaluate(context, _candidate).Passed)
            {
                stops?.Add(filter, host);
                return;
            }
        }

        _depleted.Enqueue(host, new Rank(Score.Of(context, _candidate), _takenTie));
    }
}
