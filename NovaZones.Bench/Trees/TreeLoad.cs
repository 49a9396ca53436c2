using System.Collections.Concurrent;
using System.Diagnostics;
using NovaZones.Client;
using NovaZones.Web.Demo.Client;

namespace NovaZones.Bench.Trees;

/// <summary>Sends placements at a fixed rate, however long the answers take, and releases the oldest beyond a number.</summary>
internal sealed class TreeLoad(ZoneApi root, TreeOptions options)
{
    private readonly ConcurrentQueue<string> _held = new();
    private readonly ConcurrentBag<TreeSample> _placements = [];
    private readonly ConcurrentBag<double> _releases = [];
    private int _heldCount;
    private int _inFlight;
    private int _mostInFlight;
    private int _refused;
    private int _unanswered;

    /// <value>Each placement that was answered with a place.</value>
    public IReadOnlyCollection<TreeSample> Placements => _placements;

    public IReadOnlyCollection<double> Releases => _releases;

    public int MostInFlight => _mostInFlight;

    public int Refused => _refused;

    public int Unanswered => _unanswered;

    /// <summary>Runs for that long and waits for the last answer.</summary>
    public Task RunAsync(int seconds, CancellationToken cancellationToken) =>
        FixedRate.RunAsync(options.Rate, seconds, (number, due) => PlaceAsync(number, due, cancellationToken), cancellationToken);

    /// <summary>Forgets what was measured; what is held stays.</summary>
    public void Reset()
    {
        _placements.Clear();
        _releases.Clear();
        (_mostInFlight, _refused, _unanswered) = (0, 0, 0);
    }

    private async Task PlaceAsync(int number, long due, CancellationToken cancellationToken)
    {
        Rise();
        var size = 1 << (number % 3);
        var ask = new PlacementAsk { Resources = new Dictionary<string, long> { ["VCPU"] = size, ["MEMORY_MB"] = 4_096 * size, ["DISK_GB"] = 20 * size } };
        var reply = await root.TryPlaceAsync(ask, Guid.NewGuid().ToString(), cancellationToken);
        Interlocked.Decrement(ref _inFlight);
        switch (reply)
        {
            case PlacementReply.Placed placed:
                _placements.Add(new TreeSample(due, Stopwatch.GetTimestamp()));
                _held.Enqueue(placed.ReservationId);
                if (Interlocked.Increment(ref _heldCount) > options.Held)
                {
                    await ReleaseOldestAsync(cancellationToken);
                }

                break;
            case PlacementReply.Refused:
                Interlocked.Increment(ref _refused);
                break;
            default:
                Interlocked.Increment(ref _unanswered);
                break;
        }
    }

    private async Task ReleaseOldestAsync(CancellationToken cancellationToken)
    {
        if (!_held.TryDequeue(out var oldest))
        {
            return;
        }

        Interlocked.Decrement(ref _heldCount);
        Rise();
        var sent = Stopwatch.GetTimestamp();
        var reply = await root.TryReleaseAsync(oldest, cancellationToken);
        Interlocked.Decrement(ref _inFlight);
        if (reply == ReleaseReply.Released)
        {
            _releases.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
        }
        else
        {
            Interlocked.Increment(ref _unanswered);
        }
    }

    private void Rise()
    {
        var now = Interlocked.Increment(ref _inFlight);
        int most;
        while (now > (most = _mostInFlight) && Interlocked.CompareExchange(ref _mostInFlight, now, most) != most)
        {
            // Another caller saw more meanwhile; compare again.
        }
    }
}
