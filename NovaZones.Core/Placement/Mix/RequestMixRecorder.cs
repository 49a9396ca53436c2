using System.Runtime.InteropServices;

namespace NovaZones.Core.Placement.Mix;

/// <summary>Learns from the requests that a zone is asked what is typical, newer ones counting more.</summary>
/// <remarks>
/// Thread-safe. What was asked <see cref="HalfLife"/> instances ago counts half. At most <see cref="MaxKinds"/> kinds of request are
/// remembered; when there are more, the rarer half is forgotten. Kinds are told apart by their digest: by what is asked.
/// </remarks>
public sealed class RequestMixRecorder
{
    /// <summary>Instances after which one counts half.</summary>
    public const int HalfLife = 20_000;

    /// <summary>Most kinds of request that are remembered.</summary>
    public const int MaxKinds = 2_000;

    private const int MaxUnseen = 256;
    private const double Rescale = 1e100;

    // Guards everything below but _current.
    private readonly Lock _gate = new();
    private readonly Dictionary<ulong, Kind> _kinds = [];
    private double _weight = 1;
    private long _noted;
    private long _shown;
    private RequestMix _current = RequestMix.Empty;

    /// <summary>The mix as of now; changes once enough was noted since.</summary>
    public RequestMix Current => Volatile.Read(ref _current);

    /// <summary>Notes a request with all its instances and tells the mix.</summary>
    public RequestMix Note(PlacementRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        lock (_gate)
        {
            // Instead of making all older counts smaller, the newer ones are made larger.
            _weight *= Math.Pow(2, (double)request.Count / HalfLife);
            ref var kind = ref CollectionsMarshal.GetValueRefOrAddDefault(_kinds, request.Digest, out var known);
            kind = new Kind(known ? kind.Request : request, kind.Count + (_weight * request.Count));
            _noted++;
            Bound();
            if (_noted - _shown >= Math.Clamp(_noted / 8, 1, MaxUnseen))
            {
                _shown = _noted;
                Volatile.Write(ref _current, RequestMix.MostFrequent(_kinds.Values.Select(k => KeyValuePair.Create(k.Request, k.Count))));
            }

            return _current;
        }
    }

    private void Bound()
    {
        if (_kinds.Count > MaxKinds)
        {
            foreach (var (digest, _) in _kinds.OrderBy(k => k.Value.Count).ThenBy(k => k.Key).Take(MaxKinds / 2).ToList())
            {
                _kinds.Remove(digest);
            }
        }

        if (_weight > Rescale)
        {
            foreach (var (digest, kind) in _kinds.ToList())
            {
                _kinds[digest] = kind with { Count = kind.Count / _weight };
            }

            _weight = 1;
        }
    }

    private readonly record struct Kind(PlacementRequest Request, double Count);
}
