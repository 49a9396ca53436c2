using NovaZones.Bench.Openb;
using NovaZones.Web.Demo.Client;

namespace NovaZones.Bench.Replay;

/// <summary>Counts what a replay sees. Thread-safe.</summary>
internal sealed class ReplayTally
{
    // Guards everything: answers arrive on as many threads as requests are in flight.
    private readonly Lock _gate = new();
    private readonly List<double> _latenciesMs = [];
    private readonly SortedDictionary<string, int> _refused = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _failed = new(StringComparer.Ordinal);
    private Amounts _now;
    private Amounts _peak;
    private int _placed;
    private int _elsewhere;
    private int _released;
    private int _repeated;

    internal int Offered
    {
        get
        {
            lock (_gate)
            {
                return _latenciesMs.Count;
            }
        }
    }

    internal void CountPlaced(OpenbTask task, bool elsewhere, double elapsedMs)
    {
        lock (_gate)
        {
            _latenciesMs.Add(elapsedMs);
            _placed++;
            _elsewhere += elsewhere ? 1 : 0;
            _now = _now.Plus(task, +1);
            _peak = _now.GpuMilli > _peak.GpuMilli || (_now.GpuMilli == _peak.GpuMilli && _now.CpuMilli > _peak.CpuMilli) ? _now : _peak;
        }
    }

    internal void CountRefused(PlacementRefusal refusal, double elapsedMs) =>
        Count(_refused, refusal.Reason.Length == 0 ? refusal.Cause : $"{refusal.Cause}: {refusal.Reason}", elapsedMs);

    internal void CountFailed(string reason, double elapsedMs) => Count(_failed, reason, elapsedMs);

    internal void CountReleased(OpenbTask task)
    {
        lock (_gate)
        {
            _released++;
            _now = _now.Plus(task, -1);
        }
    }

    /// <summary>A request had no usable answer and is sent again.</summary>
    internal void CountRepeated() => Interlocked.Increment(ref _repeated);

    internal ReplayFigures Figures()
    {
        lock (_gate)
        {
            var sorted = _latenciesMs.Order().ToArray();
            return new ReplayFigures(
                sorted.Length, _placed, _elsewhere, _released, Volatile.Read(ref _repeated), new(_refused), new(_failed), _now, _peak, Percentile(sorted, 0.50), Percentile(sorted, 0.99));
        }
    }

    // Nearest rank: a latency that really occurred.
    private static double Percentile(double[] sorted, double share) =>
        sorted.Length == 0 ? 0 : sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];

    private void Count(SortedDictionary<string, int> counts, string reason, double elapsedMs)
    {
        lock (_gate)
        {
            _latenciesMs.Add(elapsedMs);
            counts[reason] = counts.GetValueOrDefault(reason) + 1;
        }
    }
}
