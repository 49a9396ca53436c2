using System.Collections.Concurrent;

namespace NovaZones.Bench.Simulation;

/// <summary>Carries what zones send each other, by the name in the address: late, lost or not at all, as the options say. Thread-safe.</summary>
internal sealed class SimulatedNetwork(SimulationOptions options)
{
    private readonly ConcurrentDictionary<string, HttpMessageInvoker> _zones = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string From, string To), int> _sent = new();
    private volatile IReadOnlySet<string> _cut = new HashSet<string>();
    private volatile bool _isWhole;
    private long _selects;
    private long _lost;

    /// <summary>Zones that were asked for slots.</summary>
    public long Selects => Interlocked.Read(ref _selects);

    /// <summary>Messages that did not arrive.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>Adds a zone.</summary>
    /// <param name="name">Its name, which is its address.</param>
    /// <param name="door">Hands requests to its real endpoints.</param>
    public void Join(string name, HttpMessageHandler door) => _zones[name] = new HttpMessageInvoker(door);

    /// <summary>What a zone sends its messages with.</summary>
    public HttpMessageHandler LinkFrom(string zone) => new SimulatedLink(this, zone);

    /// <summary>From now on these zones cannot be reached.</summary>
    public void Cut(IReadOnlySet<string> zones) => _cut = zones;

    /// <summary>From now on every message arrives, at once.</summary>
    public void Heal()
    {
        _cut = new HashSet<string>();
        _isWhole = true;
    }

    /// <summary>Delivers a message and brings the answer back, if the network lets it.</summary>
    public async Task<HttpResponseMessage> CarryAsync(string from, HttpRequestMessage message, CancellationToken cancellationToken)
    {
        var to = message.RequestUri!.Host;
        Count(message.RequestUri.AbsolutePath);
        if (_cut.Contains(to))
        {
            // Silence, as behind a wall: nobody says that nobody is there.
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }

        // The fate of the n-th message between two zones follows from the seed; which message is the n-th is for the machine to say.
        var fate = new Random(StableHash($"{options.Seed}:{from}>{to}:{_sent.AddOrUpdate((from, to), 1, (_, n) => n + 1)}"));
        var (there, back, chance, onTheWayThere) = (fate.NextDouble(), fate.NextDouble(), fate.NextDouble(), fate.Next(2) == 0);
        var isLost = !_isWhole && chance < options.Loss;
        await DelayAsync(there, cancellationToken);
        if (isLost && onTheWayThere)
        {
            throw Broken();
        }

        var response = await _zones[to].SendAsync(message, cancellationToken);
        await DelayAsync(back, cancellationToken);
        if (isLost)
        {
            // It was done, and nobody hears of it.
            response.Dispose();
            throw Broken();
        }

        return response;
    }

    private Task DelayAsync(double share, CancellationToken cancellationToken) =>
        options.Delay.IsNone || _isWhole ? Task.CompletedTask : Task.Delay(options.Delay.At(share), TimeProvider.System, cancellationToken);

    private HttpRequestException Broken()
    {
        Interlocked.Increment(ref _lost);
        return new HttpRequestException(HttpRequestError.ResponseEnded, "The connection broke.");
    }

    private void Count(string path)
    {
        if (path.EndsWith("/zone/select", StringComparison.Ordinal) || path.EndsWith("/zone/take", StringComparison.Ordinal))
        {
            Interlocked.Increment(ref _selects);
        }
    }

    // Not GetHashCode, which differs from run to run.
    private static int StableHash(string text) => text.Aggregate(17, (hash, letter) => unchecked((hash * 31) + letter));

    private sealed class SimulatedLink(SimulatedNetwork network, string from) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            network.CarryAsync(from, request, cancellationToken);
    }
}
