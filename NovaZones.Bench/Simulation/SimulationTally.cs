namespace NovaZones.Bench.Simulation;

/// <summary>What became of the placements. Thread-safe.</summary>
internal sealed class SimulationTally
{
    // Guards everything below.
    private readonly Lock _lock = new();
    private readonly List<double> _latencies = [];
    private readonly Queue<string> _held = new();
    private readonly HashSet<Guid> _instances = [];
    private readonly Dictionary<string, HashSet<Guid>> _byReservation = new(StringComparer.Ordinal);

    public int Placed { get; private set; }

    public int Refused { get; private set; }

    public int Failed { get; private set; }

    public int Released { get; private set; }

    /// <summary>Placed, with the instances that callers were told of.</summary>
    public void NotePlaced(string reservation, IEnumerable<Guid> instances, double latencyMs)
    {
        lock (_lock)
        {
            Placed++;
            _latencies.Add(latencyMs);
            _held.Enqueue(reservation);
            _byReservation[reservation] = [.. instances];
            _instances.UnionWith(_byReservation[reservation]);
        }
    }

    /// <summary>Not placed.</summary>
    /// <param name="isAnswer">Whether the root said so, rather than failing.</param>
    /// <param name="latencyMs">Time to the answer.</param>
    public void NoteRefused(bool isAnswer, double latencyMs)
    {
        lock (_lock)
        {
            (Refused, Failed) = isAnswer ? (Refused + 1, Failed) : (Refused, Failed + 1);
            _latencies.Add(latencyMs);
        }
    }

    /// <summary>The reservation that was held longest, no longer held; null when there is none.</summary>
    public string? TakeOldest()
    {
        lock (_lock)
        {
            if (!_held.TryDequeue(out var reservation))
            {
                return null;
            }

            Released++;
            _instances.ExceptWith(_byReservation[reservation]);
            return reservation;
        }
    }

    /// <summary>Instances that callers believe to have.</summary>
    public IReadOnlySet<Guid> Instances => _instances;

    /// <summary>Latency below which that share of the answers came.</summary>
    public double PercentileMs(double share)
    {
        lock (_lock)
        {
            var sorted = _latencies.Order().ToList();
            return sorted.Count == 0 ? 0 : sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))];
        }
    }
}
