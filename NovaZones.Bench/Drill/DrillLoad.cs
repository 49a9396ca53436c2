using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using NovaZones.Client;
using NovaZones.Web.Demo.Client;

namespace NovaZones.Bench.Drill;

/// <summary>Callers who place and release at the root and remember what they were told: the third set of books.</summary>
internal sealed class DrillLoad(ZoneApi root, int seed, TimeSpan? pause = null)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);
    private readonly TimeSpan _pause = pause ?? Pause;

    /// <summary>A caller who hears nothing does not ask forty times a second: all of it is asked again afterwards.</summary>
    private static readonly TimeSpan SilentPause = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<string, int> _standing = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, PlacementAsk> _unanswered = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> _toRelease = new(StringComparer.Ordinal);
    private int _placed;
    private int _refused;
    private int _silent;
    private int _released;

    /// <summary>Placements that were answered and not given back: reservation and number of instances.</summary>
    internal IReadOnlyDictionary<string, int> Standing => _standing;

    /// <summary>What a key was answered first, for the promise that a retry is answered the same.</summary>
    internal IReadOnlyList<string> Wrong => [.. _wrong];

    private readonly ConcurrentQueue<string> _wrong = new();

    /// <summary>Counts since the last call.</summary>
    internal string Counts() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Interlocked.Exchange(ref _placed, 0),4} placed {Interlocked.Exchange(ref _refused, 0),4} refused {Interlocked.Exchange(ref _silent, 0),3} unanswered {Interlocked.Exchange(ref _released, 0),4} released");

    /// <summary>One caller's work until it is told to stop; a call that is under way is brought to its end.</summary>
    internal async Task RunAsync(int round, int caller, CancellationToken stop)
    {
        var random = new Random(HashCode.Combine(seed, round, caller));
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var unanswered = _unanswered.Count + _toRelease.Count;
            if (random.Next(100) < 45 && !_standing.IsEmpty)
            {
                await ReleaseAsync(_standing.Keys.ElementAtOrDefault(random.Next(_standing.Count)));
            }
            else
            {
                var count = random.Next(1, 4);
                var ask = new PlacementAsk { Count = count, MinCount = random.Next(2) == 0 ? count : 1, Resources = new Dictionary<string, long> { ["VCPU"] = random.Next(1, 5) } };
                await PlaceAsync(string.Create(CultureInfo.InvariantCulture, $"{seed}-{round}-{caller}-{i}"), ask);
            }

            await Task.Delay(_unanswered.Count + _toRelease.Count > unanswered ? SilentPause : _pause, CancellationToken.None);
        }
    }

    /// <summary>Asks again whatever was not answered, with the same words and keys, until everything has an answer or patience ends.</summary>
    internal async Task EndAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (!_unanswered.IsEmpty || !_toRelease.IsEmpty)
        {
            if (Stopwatch.GetElapsedTime(started) > patience)
            {
                _wrong.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{_unanswered.Count} placements and {_toRelease.Count} releases were not answered {patience.TotalSeconds:0} s after everything was healed"));
                return;
            }

            foreach (var (key, ask) in _unanswered)
            {
                await PlaceAsync(key, ask);
            }

            foreach (var id in _toRelease.Keys)
            {
                await ReleaseAsync(id);
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }

    private async Task PlaceAsync(string key, PlacementAsk ask)
    {
        switch (await root.TryPlaceAsync(ask, key, CancellationToken.None))
        {
            case PlacementReply.Placed(var reservation, var count, _):
                _unanswered.TryRemove(key, out _);
                _standing[reservation] = count;
                Interlocked.Increment(ref _placed);
                break;
            case PlacementReply.Refused:
                _unanswered.TryRemove(key, out _);
                Interlocked.Increment(ref _refused);
                break;
            case PlacementReply.Rejected(var reason):
                _unanswered.TryRemove(key, out _);
                _wrong.Enqueue($"{key} was rejected: {reason}");
                break;
            default:
                _unanswered[key] = ask;
                Interlocked.Increment(ref _silent);
                break;
        }
    }

    private async Task ReleaseAsync(string? reservation)
    {
        if (reservation is null || (!_standing.TryRemove(reservation, out _) && !_toRelease.ContainsKey(reservation)))
        {
            return;
        }

        _toRelease[reservation] = 0;
        switch (await root.TryReleaseAsync(reservation, CancellationToken.None))
        {
            case ReleaseReply.Released:
                _toRelease.TryRemove(reservation, out _);
                Interlocked.Increment(ref _released);
                break;
            case ReleaseReply.Unknown:
                _toRelease.TryRemove(reservation, out _);
                _wrong.Enqueue($"{reservation} was answered as placed and is not known");
                break;
            default:
                Interlocked.Increment(ref _silent);
                break;
        }
    }
}
