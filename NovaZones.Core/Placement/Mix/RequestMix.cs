using System.Collections.Immutable;

namespace NovaZones.Core.Placement.Mix;

/// <summary>What is typically asked: the most frequent requests and how often each comes (immutable). Basis of the weigher <c>fragmentation</c>.</summary>
/// <remarks>The mix travels with a request, so that every zone of a tree grades by the same one.</remarks>
public sealed class RequestMix
{
    /// <summary>Most entries that a mix may have.</summary>
    public const int MaxEntries = 200;

    /// <summary>Share of all requests that the entries stand for; rarer ones are left out (Weng et al., ATC 2023, section 5).</summary>
    public const double Coverage = 0.95;

    private readonly Lazy<CompiledMix> _compiled;

    private RequestMix(ImmutableArray<MixEntry> entries)
    {
        Entries = entries;
        _compiled = new Lazy<CompiledMix>(() => new CompiledMix(entries));
    }

    /// <summary>Nothing is known of what is asked.</summary>
    public static RequestMix Empty { get; } = new([]);

    /// <summary>The requests, in an order that does not change, since sums of doubles depend on it.</summary>
    public ImmutableArray<MixEntry> Entries { get; }

    internal CompiledMix Compiled => _compiled.Value;

    /// <summary>A mix of exactly these entries in this order.</summary>
    /// <param name="entries">At most <see cref="MaxEntries"/>; popularities above 0.</param>
    public static RequestMix Of(ImmutableArray<MixEntry> entries)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(entries.Length, MaxEntries);
        return entries.IsEmpty ? Empty : new RequestMix(entries);
    }

    /// <summary>The most frequent of these requests, so many that together they are <see cref="Coverage"/> of all.</summary>
    /// <param name="counts">Requests that differ in what they ask, and how often each was asked; any unit above 0.</param>
    public static RequestMix MostFrequent(IEnumerable<KeyValuePair<PlacementRequest, double>> counts)
    {
        // Equal counts stand in the order of their digests: the same requests give the same mix.
        var sorted = counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key.Digest).ToList();
        var total = sorted.Sum(c => c.Value);
        var covered = 0.0;
        var entries = ImmutableArray.CreateBuilder<MixEntry>();
        foreach (var (request, count) in sorted)
        {
            if (entries.Count == MaxEntries || covered >= Coverage * total)
            {
                break;
            }

            covered += count;
            entries.Add(new MixEntry(request, count / total));
        }

        return Of(entries.ToImmutable());
    }
}

/// <summary>A request of the mix.</summary>
/// <param name="Request">What is asked; how many, by when and by whom does not count.</param>
/// <param name="Popularity">Its share of all requests, above 0, at most 1.</param>
public readonly record struct MixEntry(PlacementRequest Request, double Popularity);
